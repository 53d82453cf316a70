package io.gatehouse.account;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a person may use and has used: the place where plans fit in. */
public interface Billing {
    /**
     * How a person stands.
     *
     * @param tokenBalance how many agent tokens the plan has left for all that it covers, null for no limit
     * @param tokenLimit how many agent tokens the plan allows in a month, null for no limit
     * @param tokensUsed agent tokens that the person's own agents got since the month began in the realm's zone, counted up to
     *     {@value PlanBilling#MAX_COUNTED}
     * @param subscriptionTier name of the person's plan
     * @param resetsAt when the next month begins in the realm's zone, ISO 8601
     * @param upgradeUrl where people get a greater plan, null where the realm says nothing
     */
    @Schema(name = "Billing")
    record Standing(
            @Schema(
                    nullable = true,
                    description =
                            "Agent tokens that your plan has left, for all whom it covers together; null for no limit")
            @Nullable
            Long tokenBalance,

            @Schema(
                    required = true,
                    nullable = true,
                    description = "Agent tokens that your plan allows in a month; null for no limit")
            @Nullable
            Long tokenLimit,

            @Schema(
                    required = true,
                    description =
                            "Agent tokens that your own agents got since the month began in the realm's zone; counted up to 100000")
            long tokensUsed,

            @Schema(required = true, description = "Your plan; unlimited where there is none")
            String subscriptionTier,

            @Schema(required = true, format = "date-time", description = "When the next month begins")
            String resetsAt,

            @Schema(
                    required = true,
                    nullable = true,
                    format = "uri",
                    description = "Where you get a greater plan; null where the realm does not say")
            @Nullable
            String upgradeUrl) {}

    /** How the person stands now. */
    Standing of(String userId);
}
