package io.gatehouse.event;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.RequestFacts;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of Keycloak's own events, as far as it is told: ids, the client and the error code, but no detail, since details hold
 * names, addresses and what was entered. Texts are cut to what the table takes. Immutable.
 *
 * @param type {@code user.<type>} or {@code admin.<resource>.<operation>}, in lower case
 * @param occurredAtMs when, in milliseconds since 1970
 * @param actor who did it: a user or an administrator; anonymous where nobody proved who they were
 * @param actorId that one's id
 * @param subjectId the user whom it is about, null for none
 * @param targetType kind of the thing that was used or changed
 * @param targetId its id or path
 * @param request the request in which it happened
 * @param ip the address that Keycloak's event names, kept apart so that it can be erased
 * @param data client and error code
 */
public record StockEvent(
        String realmId,
        String type,
        long occurredAtMs,
        Caller.Kind actor,
        String actorId,
        @Nullable String subjectId,
        String targetType,
        String targetId,
        RequestFacts request,
        @Nullable String ip,
        Map<String, Object> data) {
    /** Longest type, in characters. */
    public static final int MAX_TYPE_LENGTH = 64;

    /** Longest id or path, in characters. */
    public static final int MAX_ID_LENGTH = 255;

    private static final int MAX_TARGET_TYPE_LENGTH = 32;

    /** Cuts the texts and copies the map. */
    public StockEvent {
        type = fitting(type, MAX_TYPE_LENGTH);
        actorId = fitting(actorId, MAX_ID_LENGTH);
        subjectId = subjectId == null ? null : fitting(subjectId, MAX_ID_LENGTH);
        targetType = fitting(targetType, MAX_TARGET_TYPE_LENGTH);
        targetId = fitting(targetId, MAX_ID_LENGTH);
        data = Map.copyOf(data);
    }

    /**
     * The text as every database takes it: at most that many characters, none of them half of one or a control character.
     * Without this a caller could keep an event out of the log by a zero in its client id.
     */
    public static String fitting(String text, int maxLength) {
        String cut = text.length() <= maxLength ? text : text.substring(0, maxLength);
        return cut.replaceAll("[\\p{Cc}\\p{Cs}]", "?");
    }
}
