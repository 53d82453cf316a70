package io.gatehouse.audit;

import io.gatehouse.core.audit.AuditLeaf;
import io.gatehouse.core.audit.Hash;
import io.gatehouse.event.PersonalFacts;
import io.gatehouse.event.SequencedEvent;
import io.gatehouse.platform.CsvText;
import io.gatehouse.platform.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The columns of the CSV export. Thread-safe: no state. */
final class AuditCsv {
    private static final List<String> COLUMNS = List.of(
            "seq",
            "time",
            "type",
            "actor_type",
            "actor_id",
            "agent",
            "subject",
            "key",
            "target_type",
            "target_id",
            "decision",
            "decision_id",
            "cause",
            "auth_method",
            "request_id",
            "correlation_id",
            "data",
            "ip",
            "user_agent",
            "personal",
            "id",
            "hash");

    private static final Set<String> OWN_COLUMNS = Set.of("ip", "user_agent");

    private AuditCsv() {}

    /** The first line. */
    static String header() {
        return CsvText.line(COLUMNS);
    }

    /** The line of a record. */
    static String line(AuditRecord record) {
        SequencedEvent event = record.event();
        Hash hash = record.stored();
        return CsvText.line(Arrays.asList(
                event.seq(),
                AuditLeaf.timeText(event.occurredAtMs()),
                event.type(),
                event.actorType(),
                event.actorId(),
                event.agentId(),
                event.subjectId(),
                event.keyId(),
                event.targetType(),
                event.targetId(),
                event.decision(),
                event.decisionId(),
                event.revocationCause(),
                event.authMethod(),
                event.requestId(),
                event.correlationId(),
                event.data().isEmpty() ? null : Json.write(event.data()),
                value(record, "ip"),
                value(record, "user_agent"),
                others(record),
                event.id(),
                hash == null ? null : hash.base64Url()));
    }

    /** The last line: the word, and the signed note in the second column. */
    static String checkpoint(@Nullable String note) {
        List<@Nullable Object> fields = new ArrayList<>(Arrays.asList("checkpoint", note));
        while (fields.size() < COLUMNS.size()) {
            fields.add(null);
        }
        return CsvText.line(fields);
    }

    private static @Nullable String value(AuditRecord record, String name) {
        PersonalFacts.Fact fact = record.facts().get(name);
        return fact == null ? null : fact.value();
    }

    /** The facts about persons that have no column of their own. */
    private static @Nullable String others(AuditRecord record) {
        Map<String, String> values = new TreeMap<>();
        for (String name : record.facts().keySet()) {
            String value = value(record, name);
            if (value != null && !OWN_COLUMNS.contains(name)) {
                values.put(name, value);
            }
        }
        return values.isEmpty() ? null : Json.write(values);
    }
}
