package io.gatehouse.core.plan;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a plan. What has no entry is unlimited. Immutable and thread-safe.
 *
 * @param byLimit values 0 to {@link #MAX_VALUE}
 */
public record PlanLimits(Map<PlanLimit, Long> byLimit) {
    /** The greatest limit that is not "unlimited". */
    public static final long MAX_VALUE = 1_000_000_000_000L;

    /** A plan that limits nothing. */
    public static final PlanLimits UNLIMITED = new PlanLimits(Map.of());

    /**
     * Copies the map.
     *
     * @throws IllegalArgumentException for a value out of bounds
     */
    public PlanLimits {
        byLimit.forEach((limit, value) -> {
            if (value < 0 || value > MAX_VALUE) {
                throw new IllegalArgumentException(limit.text() + " must be 0.." + MAX_VALUE + ", got " + value);
            }
        });
        byLimit = Map.copyOf(byLimit);
    }

    /** How much there may be, null for no limit. */
    public @Nullable Long of(PlanLimit limit) {
        return byLimit.get(limit);
    }

    /** The same with one limit replaced, null to remove it. */
    public PlanLimits with(PlanLimit limit, @Nullable Long value) {
        Map<PlanLimit, Long> changed = new EnumMap<>(PlanLimit.class);
        changed.putAll(byLimit);
        if (value == null) {
            changed.remove(limit);
        } else {
            changed.put(limit, value);
        }
        return new PlanLimits(changed);
    }

    /**
     * The limits that whoever holds these would lose by a change to others: lower ones, ones where there was none, and ones
     * that are taken out of the plan, because an agreement names them. Only a higher number is no loss.
     */
    public List<PlanLimit> notKeptBy(PlanLimits after) {
        return Arrays.stream(PlanLimit.values())
                .filter(limit -> !isKept(of(limit), after.of(limit)))
                .toList();
    }

    private static boolean isKept(@Nullable Long before, @Nullable Long after) {
        if (before == null || after == null) {
            return before == null && after == null;
        }
        return after >= before;
    }

    /** Whether these allow at least as much of everything. */
    boolean areAtLeast(PlanLimits other) {
        return Arrays.stream(PlanLimit.values()).allMatch(limit -> {
            Long mine = of(limit);
            Long theirs = other.of(limit);
            return mine == null || (theirs != null && mine >= theirs);
        });
    }
}
