package io.gatehouse.apikey;

import io.gatehouse.core.limit.Credits;
import io.gatehouse.core.limit.Credits.Refill;
import io.gatehouse.platform.Clock;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is left of credits, and how they are refilled. */
@Schema(name = "ApiKeyCredits", description = "Null when nothing is counted, or they were not asked")
public record CreditsRepresentation(
        @Schema(required = true, description = "What other nodes have taken out and may put back is not counted")
        long remaining,

        @Schema(required = true, nullable = true) @Nullable Long refillAmount,

        @Schema(required = true, nullable = true, description = "daily or monthly, null for never") @Nullable
        String refillInterval,

        @Schema(required = true, nullable = true, format = "date-time", description = "When they are refilled next")
        @Nullable
        String refillsAt) {
    static CreditsRepresentation of(Credits credits) {
        Refill refill = credits.refill();
        return refill == null
                ? new CreditsRepresentation(credits.remaining(), null, null, null)
                : new CreditsRepresentation(
                        credits.remaining(), refill.amount(), refill.interval().text(), Clock.iso(refill.nextAtMs()));
    }
}
