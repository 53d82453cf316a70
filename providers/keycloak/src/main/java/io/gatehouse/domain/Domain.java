package io.gatehouse.domain;

import io.gatehouse.core.domain.DomainChallenge;
import io.gatehouse.core.domain.DomainName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A domain that the realm, or one of its organizations, proved or wants to prove to be its own.
 *
 * @param organizationId the organization, null for the realm itself
 * @param check the last look at the record, null when there was none
 */
public record Domain(
        String id,
        String realmId,
        @Nullable String organizationId,
        DomainName name,
        DomainChallenge challenge,
        State state,
        @Nullable Check check) {
    /** How long somebody has to publish the record, in milliseconds. */
    static final long LIFETIME_MS = Duration.ofDays(7).toMillis();

    /** Most domains of one organization, and most of the realm itself, whatever their state. */
    static final int MAX_PER_HOLDER = 100;

    /** Pause between two looks that somebody asks for, in milliseconds. */
    static final long MIN_PAUSE_MS = 5_000;

    /**
     * Where it stands.
     *
     * @param expiresAtMs when the challenge ends, null unless it is pending
     * @param verifiedAtMs when it was verified last, null when it never was
     */
    public record State(
            DomainStatus status,
            @Nullable Long expiresAtMs,
            @Nullable Long verifiedAtMs,
            int misses,
            long createdAtMs,
            long updatedAtMs) {}

    /**
     * A look at the record.
     *
     * @param result the word for what it showed
     */
    public record Check(long atMs, String result) {}

    /** What is asked of the resolvers. */
    DomainResolvers.Question question() {
        return new DomainResolvers.Question(DomainChallenge.recordName(name), challenge.recordValue());
    }
}
