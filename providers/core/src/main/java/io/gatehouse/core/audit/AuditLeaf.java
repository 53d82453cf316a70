package io.gatehouse.core.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the audit log says of one event, apart from its place. {@link #members} adds the place and gives the JSON object
 * whose canonical bytes are the leaf of the tree; a member without a value is left out. Immutable.
 *
 * @param id id of the event
 * @param realm id of the realm
 * @param type what happened, such as {@code token.issued}
 * @param timeMs when, in milliseconds since 1970
 * @param actor who did it
 * @param agent the authenticated or affected agent
 * @param subject the user on whose behalf it happened
 * @param key the API key that was used or changed
 * @param target what changed or was asked for
 * @param decision {@code allow} or {@code deny}
 * @param decisionId id under which the decision is explained
 * @param cause why something was revoked
 * @param authMethod how the actor proved itself
 * @param requestId the request in which it happened
 * @param correlationId the caller's own id of what the request belongs to
 * @param data further facts, as JSON values
 * @param personal name of each fact about a person, and the {@link Commitment} to it
 */
public record AuditLeaf(
        String id,
        String realm,
        String type,
        long timeMs,
        Party actor,
        @Nullable String agent,
        @Nullable String subject,
        @Nullable String key,
        Party target,
        @Nullable String decision,
        @Nullable String decisionId,
        @Nullable String cause,
        String authMethod,
        String requestId,
        @Nullable String correlationId,
        Map<String, Object> data,
        Map<String, String> personal) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /**
     * Somebody or something that an event names.
     *
     * @param type its kind
     * @param id which one
     */
    public record Party(String type, String id) {
        private Map<String, Object> members() {
            return Map.of("type", type, "id", id);
        }
    }

    /**
     * The leaf as a JSON object at its place in the log.
     *
     * @param seq its place, from 0
     * @param prev hash of the leaf before it, {@link Hash#NONE} for the first
     */
    public Map<String, Object> members(long seq, Hash prev) {
        Map<String, Object> members = new HashMap<>();
        members.put("seq", seq);
        members.put("prev", prev.base64Url());
        members.put("id", id);
        members.put("realm", realm);
        members.put("type", type);
        members.put("time", timeText(timeMs));
        members.put("actor", actor.members());
        putText(members, "agent", agent);
        putText(members, "subject", subject);
        putText(members, "key", key);
        members.put("target", target.members());
        putText(members, "decision", decision);
        putText(members, "decision_id", decisionId);
        putText(members, "cause", cause);
        members.put("auth_method", authMethod);
        members.put("request_id", requestId);
        putText(members, "correlation_id", correlationId);
        putObject(members, "data", data);
        putObject(members, "personal", personal);
        return members;
    }

    /** A time as leaves have it: ISO-8601, UTC, milliseconds. */
    public static String timeText(long epochMs) {
        return TIME.format(Instant.ofEpochMilli(epochMs));
    }

    /**
     * The bytes of the leaf at its place in the log (RFC 8785).
     *
     * @throws IllegalArgumentException when the data hold something that has no canonical form, see
     *     {@link CanonicalJson#encode}
     */
    public byte[] bytes(long seq, Hash prev) {
        return CanonicalJson.encode(members(seq, prev));
    }

    private static void putText(Map<String, Object> members, String name, @Nullable String value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    private static void putObject(Map<String, Object> members, String name, Map<String, ?> object) {
        if (!object.isEmpty()) {
            members.put(name, object);
        }
    }
}
