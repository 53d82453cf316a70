package io.gatehouse.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.platform.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a delivery: what happened, without anything that tells of a person. The same event gives the same bytes at every
 * attempt.
 */
final class Payload {
    /** Type of the message that a test sends; never that of an event. */
    static final String PING_TYPE = "webhook.ping";

    private Payload() {}

    /** An event as its row in GATEHOUSE_SEQUENCED_EVENT has it. */
    record Source(
            String id,
            String realmId,
            long seq,
            String type,
            long occurredAtMs,
            String actorType,
            String actorId,
            @Nullable String agentId,
            @Nullable String subjectId,
            @Nullable String keyId,
            String targetType,
            String targetId,
            @Nullable String decision,
            @Nullable String decisionId,
            @Nullable String cause,
            String authMethod,
            String requestId,
            @Nullable String correlationId,
            @Nullable String dataText) {
        /** The columns that {@link #read} asks for. */
        static final String COLUMNS =
                "e.ID, e.REALM_ID, e.SEQ, e.EVENT_TYPE, e.OCCURRED_AT_MS, e.ACTOR_TYPE, e.ACTOR_ID,"
                        + " e.AGENT_ID, e.SUBJECT_ID, e.KEY_ID, e.TARGET_TYPE, e.TARGET_ID, e.DECISION, e.DECISION_ID,"
                        + " e.REVOCATION_CAUSE, e.AUTH_METHOD, e.REQUEST_ID, e.CORRELATION_ID, e.DATA";

        /** @param from number of the first column */
        static Source read(ResultSet row, int from) throws SQLException {
            return new Source(
                    row.getString(from),
                    row.getString(from + 1),
                    row.getLong(from + 2),
                    row.getString(from + 3),
                    row.getLong(from + 4),
                    row.getString(from + 5),
                    row.getString(from + 6),
                    row.getString(from + 7),
                    row.getString(from + 8),
                    row.getString(from + 9),
                    row.getString(from + 10),
                    row.getString(from + 11),
                    row.getString(from + 12),
                    row.getString(from + 13),
                    row.getString(from + 14),
                    row.getString(from + 15),
                    row.getString(from + 16),
                    row.getString(from + 17),
                    row.getString(from + 18));
        }
    }

    /** The body for an event. */
    static byte[] of(Source event) {
        return Json.write(tree(event)).getBytes(UTF_8);
    }

    /** As {@link #of}, as a tree. */
    static ObjectNode tree(Source event) {
        ObjectNode body = head(event.type(), event.occurredAtMs(), event.id(), event.realmId());
        ObjectNode data = body.putObject("data");
        data.put("seq", event.seq());
        thing(data, "actor", event.actorType(), event.actorId());
        thing(data, "target", event.targetType(), event.targetId());
        put(data, "agent_id", event.agentId());
        put(data, "subject_id", event.subjectId());
        put(data, "key_id", event.keyId());
        put(data, "decision", event.decision());
        put(data, "decision_id", event.decisionId());
        put(data, "cause", event.cause());
        data.put("auth_method", event.authMethod());
        data.put("request_id", event.requestId());
        put(data, "correlation_id", event.correlationId());
        data.set("details", Json.tree(Json.readMap(event.dataText())));
        return body;
    }

    /** The body of a test. */
    static byte[] ping(String id, String realmId, String webhookId, long nowMs) {
        ObjectNode body = head(PING_TYPE, nowMs, id, realmId);
        body.set("data", Json.tree(Map.of("webhook_id", webhookId)));
        return Json.write(body).getBytes(UTF_8);
    }

    private static ObjectNode head(String type, long atMs, String id, String realmId) {
        return Json.object()
                .put("type", type)
                .put("timestamp", Instant.ofEpochMilli(atMs).toString())
                .put("id", id)
                .put("realm", realmId);
    }

    private static void thing(ObjectNode data, String name, String type, String id) {
        data.putObject(name).put("type", type).put("id", id);
    }

    private static void put(ObjectNode data, String name, @Nullable String value) {
        if (value != null) {
            data.put(name, value);
        }
    }
}
