package io.gatehouse.token;

import io.gatehouse.core.approval.Polling;
import io.gatehouse.platform.Clock;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The answer of {@code POST /tokens} while a person is asked. */
@Schema(name = "PendingToken")
public record PendingTokenRepresentation(
        @Schema(
                required = true,
                enumeration = {"pending_approval"})
        String status,

        @Schema(required = true) String approvalId,

        @Schema(required = true, nullable = true, description = "Comes once; null when the call brought it") @Nullable
        String deferralCode,

        @Schema(required = true, description = "How long to wait between two polls, in seconds")
        int interval,

        @Schema(required = true, format = "date-time", description = "Until when people may decide")
        String expiresAt) {
    private static final String PENDING = "pending_approval";

    static PendingTokenRepresentation of(IssueOutcome.Deferred deferred) {
        return new PendingTokenRepresentation(
                PENDING,
                deferred.approvalId(),
                deferred.code(),
                deferred.intervalSeconds(),
                Clock.iso(deferred.expiresAtMs()));
    }

    static PendingTokenRepresentation of(DeferredTokens.Collected.Waiting waiting) {
        return new PendingTokenRepresentation(
                PENDING, waiting.approvalId(), null, Polling.INTERVAL_SECONDS, Clock.iso(waiting.deadlineMs()));
    }
}
