package io.gatehouse.audit;

import io.gatehouse.event.SequencedEventFilter;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Query;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Reads the query parameters of the audit log. Thread-safe: no state. */
final class AuditQuery {
    /** The filters of a list of events. */
    static final String[] FILTERS = {"type", "actor", "target", "agent_id", "key_id", "since", "until", "request_id"};

    private static final int MAX_DIGITS = 18;

    private AuditQuery() {}

    /** @throws GatehouseException 400 when a time is none */
    static SequencedEventFilter filter(Query query) {
        return new SequencedEventFilter(
                query.text("type"),
                query.text("actor"),
                query.text("target"),
                query.text("agent_id"),
                query.text("key_id"),
                time(query, "since"),
                time(query, "until"),
                query.text("request_id"));
    }

    /**
     * A size of the tree.
     *
     * @param max the largest that is taken
     * @throws GatehouseException 400 when it is no whole number from 0 to max
     */
    static Optional<Long> size(Query query, String name, long max) {
        return query.text(name).map(text -> number(text)
                .filter(size -> size <= max)
                .orElseThrow(() -> GatehouseException.badRequest(
                        "invalid_parameter", name + " must be a whole number from 0 to " + max + ".")));
    }

    /** A number of an event, empty when the text is none. */
    static Optional<Long> number(String text) {
        boolean isNumber = !text.isEmpty()
                && text.length() <= MAX_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && (text.length() == 1 || text.charAt(0) != '0');
        return isNumber ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** @throws GatehouseException 400 for any other word than the name of a format; JSON when there is none */
    static AuditExport.Format format(Query query) {
        String word = query.text("format").orElse(AuditExport.Format.JSON.word());
        for (AuditExport.Format format : AuditExport.Format.values()) {
            if (format.word().equals(word)) {
                return format;
            }
        }
        throw GatehouseException.badRequest("invalid_parameter", "format must be json or csv.");
    }

    private static Optional<Long> time(Query query, String name) {
        return query.text(name).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant().toEpochMilli();
            } catch (DateTimeException | ArithmeticException e) {
                throw GatehouseException.badRequest(
                        "invalid_parameter", name + " must be a time such as 2026-07-01T14:00:00Z.");
            }
        });
    }
}
