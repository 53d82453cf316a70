package io.gatehouse.plan;

import io.gatehouse.core.plan.PlanLimit;
import io.gatehouse.core.plan.PlanLimits;
import io.gatehouse.core.plan.PlanStep.Tier;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plan of a realm.
 *
 * @param name unique within the realm, for good
 * @param rank the greater, the higher; decides between upgrade and downgrade
 */
record Plan(
        String name, @Nullable String description, int rank, PlanLimits limits, long createdAtMs, long updatedAtMs) {
    /** Longest name, in characters. */
    static final int MAX_NAME_LENGTH = 64;

    /** What a name looks like: it is a part of an address. */
    static final String NAME_PATTERN = "[a-z0-9][a-z0-9_-]{0,63}";

    /** Longest description, in characters. */
    static final int MAX_DESCRIPTION_LENGTH = 500;

    /** Highest rank. */
    static final int MAX_RANK = 1_000;

    /** Most plans of a realm. */
    static final int MAX_PER_REALM = 100;

    /** Whether a text can be a name. */
    static boolean isName(String text) {
        return text.matches(NAME_PATTERN);
    }

    Tier tier() {
        return new Tier(name, rank, limits);
    }

    /** The plans that every realm begins with; from then on they are like any other. */
    static List<Plan> builtIn(long nowMs) {
        return List.of(
                new Plan("free", "To try things out.", 100, limits(5, 10, 2, 5, 1, 10_000, 100_000), nowMs, nowMs),
                new Plan(
                        "pro",
                        "For a team in production.",
                        200,
                        limits(100, 500, 20, 50, 10, 1_000_000, 10_000_000),
                        nowMs,
                        nowMs),
                new Plan("enterprise", "Without limits.", 300, PlanLimits.UNLIMITED, nowMs, nowMs));
    }

    private static PlanLimits limits(
            long agents, long keys, long webhooks, long seats, long domains, long tokens, long verifications) {
        return new PlanLimits(Map.of(
                PlanLimit.AGENTS,
                agents,
                PlanLimit.API_KEYS,
                keys,
                PlanLimit.WEBHOOK_ENDPOINTS,
                webhooks,
                PlanLimit.SEATS,
                seats,
                PlanLimit.DOMAINS,
                domains,
                PlanLimit.TOKENS_PER_MONTH,
                tokens,
                PlanLimit.VERIFICATIONS_PER_MONTH,
                verifications));
    }
}
