package io.gatehouse.approval;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people are shown of a request. The names of the members are fixed here; whoever makes the request writes them, and may
 * write more that is for nobody else.
 *
 * @param request as it is kept
 */
public record ApprovalContent(Map<String, Object> request) {
    /** Member: wanted scopes, an array. */
    public static final String SCOPE = "scope";

    /** Member: wanted targets, an array. */
    public static final String AUDIENCE = "audience";

    /** Member: wanted lifetime, in seconds. */
    public static final String TTL = "ttl";

    /** Member: what for, in the agent's words. */
    public static final String INTENT = "intent";

    /** Member: RFC 9396 details, an array. */
    public static final String DETAILS = "authorization_details";

    /** Never null, perhaps empty. */
    public List<String> scopes() {
        return texts(SCOPE);
    }

    /** Never null, perhaps empty. */
    public List<String> targets() {
        return texts(AUDIENCE);
    }

    /** In seconds. */
    public int ttlSeconds() {
        return request.get(TTL) instanceof Number ttl ? ttl.intValue() : 0;
    }

    /** Null when none was said. */
    public @Nullable String intent() {
        return request.get(INTENT) instanceof String intent ? intent : null;
    }

    /** The member with that name if it is a text, or null. */
    public @Nullable String text(String name) {
        return request.get(name) instanceof String text ? text : null;
    }

    /** The texts of an array; empty when there is none. */
    public List<String> texts(String name) {
        return request.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
