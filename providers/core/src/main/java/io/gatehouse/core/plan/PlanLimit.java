package io.gatehouse.core.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a plan can limit: how many things there are at a time, or how much is used in a month. */
public enum PlanLimit {
    AGENTS(false),
    API_KEYS(false),
    WEBHOOK_ENDPOINTS(false),
    /** Members of organizations. */
    SEATS(false),
    DOMAINS(false),
    TOKENS_PER_MONTH(true),
    VERIFICATIONS_PER_MONTH(true);

    private final boolean isMonthly;

    PlanLimit(boolean isMonthly) {
        this.isMonthly = isMonthly;
    }

    /** Whether it begins at zero each month; the others go down only when something ends. */
    public boolean isMonthly() {
        return isMonthly;
    }

    /** The name in JSON, in events and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is limited, in words. */
    public String words() {
        return switch (this) {
            case AGENTS -> "agents";
            case API_KEYS -> "API keys";
            case WEBHOOK_ENDPOINTS -> "webhook endpoints";
            case SEATS -> "seats";
            case DOMAINS -> "domains";
            case TOKENS_PER_MONTH -> "tokens in a month";
            case VERIFICATIONS_PER_MONTH -> "verifications in a month";
        };
    }

    /** The limit with exactly this name, or empty. */
    public static Optional<PlanLimit> of(String text) {
        return Arrays.stream(values())
                .filter(limit -> limit.text().equals(text))
                .findFirst();
    }

    /** Those that begin at zero each month. */
    public static List<PlanLimit> monthly() {
        return Arrays.stream(values()).filter(PlanLimit::isMonthly).toList();
    }
}
