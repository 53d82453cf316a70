package io.gatehouse.agent;

import io.gatehouse.eligibility.ActingAgent;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Reach;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agent as it was when it was read. Immutable; holds no secret and no digest of one.
 *
 * @param id {@code agent_} and 12 hexadecimal digits
 * @param realmId its realm
 * @param owner who answers for it
 * @param organizationId organization that it belongs to, null for none
 * @param mode for whom it may act
 * @param credential how it proves itself
 * @param details what a PATCH may change
 * @param status as stored, never {@link AgentStatus#EXPIRED}; see {@link #statusAt}
 * @param notBeforeMs its tokens issued up to this millisecond are dead, so a new one must be issued after it; 0 for none
 * @param createdBy who created it: id of a user, key or agent
 * @param createdAtMs when
 * @param updatedAtMs when it last changed
 * @param marks what else is noted of it
 */
public record Agent(
        String id,
        String realmId,
        Owner owner,
        @Nullable String organizationId,
        AgentMode mode,
        AgentCredential credential,
        AgentDetails details,
        AgentStatus status,
        long notBeforeMs,
        String createdBy,
        long createdAtMs,
        long updatedAtMs,
        AgentMarks marks) {
    /** The most that it may ever get. */
    public List<String> scopes() {
        return details.scopes();
    }

    /** The only services that it may get tokens for; empty for no restriction. */
    public List<String> audiences() {
        return details.audiences();
    }

    /** Whether it gets only tokens that are bound to a key by a DPoP proof. */
    public boolean isDpopBound() {
        return details.isDpopBound();
    }

    /** When it ends, by itself or because the realm lets no agent live longer; null for never. */
    public @Nullable Long expiresAtMs() {
        return AgentUpkeep.earlier(details.expiresAtMs(), marks.lifetimeEndsAtMs());
    }

    /** Longest lifetime of its tokens, null for the realm's. */
    public @Nullable Long maxTokenTtlSeconds() {
        return details.maxTokenTtlSeconds();
    }

    /** The status that is shown: an active agent past its expiry is expired. */
    public AgentStatus statusAt(long nowMs) {
        Long expiresAtMs = expiresAtMs();
        boolean isPast = expiresAtMs != null && expiresAtMs <= nowMs;
        return status == AgentStatus.ACTIVE && isPast ? AgentStatus.EXPIRED : status;
    }

    /** What must be known to say whether it may act. */
    public ActingAgent acting() {
        return new ActingAgent(id, status.text(), expiresAtMs(), owner, organizationId);
    }

    /** Whether a caller with that reach sees it. */
    public boolean isWithin(Reach reach) {
        return reach.covers(owner, organizationId);
    }
}
