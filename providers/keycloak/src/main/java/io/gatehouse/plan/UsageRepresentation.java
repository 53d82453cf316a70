package io.gatehouse.plan;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the realm or an organization has and uses, in JSON. */
@Schema(name = "Usage")
public record UsageRepresentation(
        @Schema(required = true, nullable = true, description = "Null for the realm") @Nullable
        String organizationId,

        @Schema(required = true, nullable = true, description = "Null for none") @Nullable
        String plan,

        @Schema(required = true, description = "The plan's name; unlimited where there is none")
        String subscriptionTier,

        @Schema(required = true, nullable = true, description = "Tokens that are left in this month; null for no limit")
        @Nullable
        Long tokenBalance,

        @Schema(required = true, description = "Tokens that were used in this month")
        long tokensUsed,

        @Schema(required = true, examples = "2026-07") String month,

        @Schema(required = true, format = "date-time", description = "When the next month begins")
        String resetsAt,

        @Schema(required = true) String timeZone,
        @Schema(required = true) List<Item> limits) {
    /** Copies the list. */
    public UsageRepresentation {
        limits = List.copyOf(limits);
    }

    /** One limit. */
    @Schema(name = "UsageLimit")
    public record Item(
            @Schema(required = true, examples = "agents") String name,
            @Schema(required = true) long used,

            @Schema(required = true, nullable = true, description = "Null for no limit") @Nullable
            Long limit,

            @Schema(required = true, nullable = true, format = "date-time", description = "Null when it never does")
            @Nullable
            String resetsAt) {}

    /** One day. */
    @Schema(name = "UsageDay")
    public record Day(
            @Schema(required = true, format = "date") String day,
            @Schema(required = true) long tokens,
            @Schema(required = true) long verifications) {}

    /** Days in a row. */
    @Schema(name = "UsageHistory")
    public record History(@Schema(required = true) List<Day> items) {
        /** Copies the list. */
        public History {
            items = List.copyOf(items);
        }
    }
}
