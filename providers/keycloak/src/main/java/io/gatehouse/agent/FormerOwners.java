package io.gatehouse.agent;

import io.gatehouse.core.approval.Eligible;
import io.gatehouse.platform.Owner;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who owned an agent before, as long as it matters: a former owner does not decide its approvals. Pure. */
final class FormerOwners {
    /** Most that are kept; of more, those that left first are dropped. */
    static final int MAX = 50;

    private FormerOwners() {}

    /**
     * Those after the agent was handed over.
     *
     * @param before those before, as {@link #after} made them; null for none
     * @param leaving who ceases to own it
     */
    static Map<String, Object> after(@Nullable Map<String, Object> before, Owner leaving, long nowMs) {
        Map<String, Object> after = new HashMap<>();
        read(before).forEach((id, endedMs) -> {
            if (nowMs - endedMs < Eligible.FORMER_OWNER_MS) {
                after.put(id, endedMs);
            }
        });
        if (leaving.isUser(leaving.id())) {
            while (after.size() >= MAX) {
                after.remove(oldest(after));
            }
            after.put(leaving.id(), nowMs);
        }
        return after;
    }

    /** When users ceased to own it, in milliseconds since the epoch, by their ids. */
    static Map<String, Long> read(@Nullable Map<String, Object> column) {
        Map<String, Long> read = new HashMap<>();
        if (column != null) {
            column.forEach((id, endedMs) -> read.put(id, ((Number) endedMs).longValue()));
        }
        return read;
    }

    private static String oldest(Map<String, Object> owners) {
        return Collections.min(read(owners).entrySet(), Map.Entry.comparingByValue())
                .getKey();
    }
}
