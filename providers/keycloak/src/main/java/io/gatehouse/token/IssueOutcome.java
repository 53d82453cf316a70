package io.gatehouse.token;

import io.gatehouse.core.token.AgentTokenClaims;

/** What came of an {@link IssueRequest}, an {@link ExchangeRequest} or a {@link DelegationRequest}. Either way its event is already written: a door must not roll back. */
public sealed interface IssueOutcome {
    /**
     * A token.
     *
     * @param token the signed token
     * @param claims what it says
     */
    record Issued(String token, AgentTokenClaims claims) implements IssueOutcome {}

    /**
     * No token.
     *
     * @param reason why
     * @param detail one sentence for the caller
     * @param decisionId id under which the denial is recorded
     */
    record Denied(Reason reason, String detail, String decisionId) implements IssueOutcome {}

    /**
     * No token yet: people are asked.
     *
     * @param approvalId the request for approval
     * @param code by which whoever asked comes back for the token; shown once
     * @param decisionId id under which it is recorded that people are asked
     * @param intervalSeconds how long to wait between two polls
     * @param expiresInSeconds how long people have
     * @param expiresAtMs the same as a moment
     */
    record Deferred(
            String approvalId,
            String code,
            String decisionId,
            int intervalSeconds,
            long expiresInSeconds,
            long expiresAtMs)
            implements IssueOutcome {}

    /** Reasons for a denial, with the error code that every door answers. */
    enum Reason {
        INVALID_REQUEST("invalid_request"),
        UNAUTHORIZED_CLIENT("unauthorized_client"),
        INVALID_SCOPE("invalid_scope"),
        INVALID_TARGET("invalid_target"),
        /** The subject token does not name the agent that wants to act. */
        ACTOR_UNAUTHORIZED("actor_unauthorized"),
        /** The agent's tokens are bound to a key, and the request proved none (RFC 9449 5). */
        INVALID_DPOP_PROOF("invalid_dpop_proof"),
        /** Nobody let the agent act for the user. */
        CONSENT_REQUIRED("consent_required"),
        /** A policy denies it. */
        ACCESS_DENIED("access_denied");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** The OAuth error code (RFC 6749 5.2, RFC 8707 2, RFC 9449 12.2). */
        public String code() {
            return code;
        }
    }
}
