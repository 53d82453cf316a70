package io.gatehouse.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.core.audit.AuditLeaf;
import io.gatehouse.core.audit.Hash;
import io.gatehouse.event.SequencedEvent;
import io.gatehouse.platform.Json;
import java.util.Map;

/** Makes the leaf of an event: the same bytes whenever it is asked, as long as the event's row is as it was. */
final class Leaves {
    private Leaves() {}

    /**
     * The leaf's bytes.
     *
     * @param prev hash of the leaf before it
     */
    static byte[] bytes(SequencedEvent event, Hash prev) {
        try {
            return leaf(event, event.data()).bytes(event.seq(), prev);
        } catch (IllegalArgumentException e) {
            // Data without a canonical form must not hold up the log: their text stands for them, half surrogates as
            // "?".
            String text = new String(Json.write(event.data()).getBytes(UTF_8), UTF_8);
            return leaf(event, Map.of("data_text", text)).bytes(event.seq(), prev);
        }
    }

    private static AuditLeaf leaf(SequencedEvent event, Map<String, Object> data) {
        return new AuditLeaf(
                event.id(),
                event.realmId(),
                event.type(),
                event.occurredAtMs(),
                new AuditLeaf.Party(event.actorType(), event.actorId()),
                event.agentId(),
                event.subjectId(),
                event.keyId(),
                new AuditLeaf.Party(event.targetType(), event.targetId()),
                event.decision(),
                event.decisionId(),
                event.revocationCause(),
                event.authMethod(),
                event.requestId(),
                event.correlationId(),
                data,
                event.commitments());
    }
}
