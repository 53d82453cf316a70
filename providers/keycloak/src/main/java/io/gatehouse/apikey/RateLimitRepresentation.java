package io.gatehouse.apikey;

import io.gatehouse.core.limit.LimitReading;
import io.gatehouse.platform.Clock;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where a rate limit stands after a use. */
@Schema(
        name = "ApiKeyRateLimitReading",
        description = "The rate limit that refuses, or would do so first; null when none counts or none was asked")
public record RateLimitRepresentation(
        @Schema(required = true) String name,
        @Schema(required = true) long limit,

        @Schema(required = true, description = "What is left of the present window")
        long remaining,

        @Schema(required = true, description = "Seconds until the window ends, rounded up")
        long reset,

        @Schema(required = true, format = "date-time", description = "When the window ends")
        String resetsAt,

        @Schema(required = true) int windowSeconds) {
    static RateLimitRepresentation of(LimitReading reading, long nowMs) {
        return new RateLimitRepresentation(
                reading.limit().name(),
                reading.limit().limit(),
                reading.remaining(),
                reading.resetSeconds(nowMs),
                Clock.iso(reading.resetAtMs()),
                reading.limit().windowSeconds());
    }
}
