package io.gatehouse.domain;

import io.gatehouse.core.domain.DomainRecheck;
import io.gatehouse.core.domain.DomainVerdict;
import io.gatehouse.event.EventType;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Reach;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What looks at DNS change in the domains of one realm. A look has three parts: it is claimed in one transaction, done outside of
 * any, and settled in another, by which time the domain may have changed or gone.
 */
final class DomainChecks {
    /** How long a daily look may take before somebody else does it, in milliseconds. */
    static final long CLAIM_MS = Duration.ofMinutes(10).toMillis();

    private static final long MS_PER_SECOND = 1_000;

    private final Domains domains;

    DomainChecks(Domains domains) {
        this.domains = domains;
    }

    /** What came of a look that somebody asked for. */
    record Settled(Domain domain, boolean isTaken) {}

    /**
     * A look to be done.
     *
     * @param id the domain's
     */
    record Look(String realmId, String id, DomainResolvers.Question question) {}

    /**
     * What was due.
     *
     * @param rows how many domains were found due
     * @param looks what is to be asked of DNS
     */
    record Due(int rows, List<Look> looks) {
        Due {
            looks = List.copyOf(looks);
        }
    }

    /**
     * Begins a look that somebody asks for.
     *
     * @return the domain, empty when the caller does not reach it
     * @throws GatehouseException 409 {@code challenge_expired} when the time for the record is over, 429 when the last look was
     *     {@link Domain#MIN_PAUSE_MS} ago or less
     */
    Optional<Domain> begin(String id, Reach reach) {
        long nowMs = Clock.nowMs();
        return domains.lock(id)
                .filter(row -> Domains.isWithin(domains.scope(), reach, row.toDomain()))
                .map(row -> {
                    if (row.status() == DomainStatus.FAILED || row.isOverdue(nowMs)) {
                        throw GatehouseException.conflict(
                                "challenge_expired",
                                "The record was not found within 7 days. Delete the domain and add it again to get a new one.");
                    }
                    long waitMs = row.askedAtMs() + Domain.MIN_PAUSE_MS - nowMs;
                    // A clock that was set back does not lock anybody out.
                    if (waitMs > 0 && waitMs <= Domain.MIN_PAUSE_MS) {
                        throw GatehouseException.throttled("DNS was asked for this domain a moment ago.", (int)
                                ((waitMs + MS_PER_SECOND - 1) / MS_PER_SECOND));
                    }
                    row.asked(nowMs);
                    return row.toDomain();
                });
    }

    /**
     * Ends a look that somebody asked for. A verified domain loses nothing by it: only the daily looks count misses.
     *
     * @return empty when the domain is gone
     * @throws org.keycloak.models.ModelDuplicateException when another becomes the domain's holder at this very time
     */
    Optional<Settled> settle(String id, DomainVerdict verdict) {
        long nowMs = Clock.nowMs();
        return domains.lock(id).map(row -> {
            row.checked(verdict.reason(), nowMs);
            if (row.isOverdue(nowMs)) {
                fail(row, nowMs);
            }
            boolean isProved = verdict.result() == DomainVerdict.Result.PROVED && row.status() != DomainStatus.FAILED;
            if (isProved && isHeldByAnother(row)) {
                return new Settled(row.toDomain(), true);
            }
            if (isProved) {
                confirm(row, nowMs);
            }
            return new Settled(row.toDomain(), false);
        });
    }

    /** Fails what is overdue and claims what is to be looked at again, at most so many domains. */
    Due due(long nowMs, int maxRows) {
        List<String> ids = em().createNamedQuery("gatehouse.domainIdsDue", String.class)
                .setParameter("realm", domains.scope().realmId())
                .setParameter("now", nowMs)
                .setMaxResults(maxRows)
                .getResultList();
        List<Look> looks = new ArrayList<>();
        for (String id : ids) {
            domains.lock(id).ifPresent(row -> {
                if (row.isOverdue(nowMs)) {
                    fail(row, nowMs);
                } else if (row.isVerified()) {
                    row.lookAgainAt(nowMs + CLAIM_MS);
                    looks.add(new Look(
                            domains.scope().realmId(), id, row.toDomain().question()));
                }
            });
        }
        return new Due(ids.size(), looks);
    }

    /** Ends a daily look. */
    void settleDaily(String id, DomainVerdict verdict) {
        long nowMs = Clock.nowMs();
        domains.lock(id).filter(DomainEntity::isVerified).ifPresent(row -> {
            row.checked(verdict.reason(), nowMs);
            DomainRecheck after = DomainRecheck.of(verdict.result(), row.misses(), row.confirmedAtMs(), nowMs);
            if (after.isLost()) {
                row.lose(after.misses(), nowMs);
                Domain domain = row.toDomain();
                domains.tellKeycloak(domain, false);
                domains.append(
                        domains.about(EventType.DOMAIN_UNVERIFIED, domain).cause(after.cause()));
            } else if (verdict.result() == DomainVerdict.Result.PROVED) {
                confirm(row, nowMs);
            } else {
                row.missed(after.misses(), nowMs + DomainRecheck.INTERVAL_MS);
            }
        });
    }

    /** Keycloak is told each time: its domain may have been added, or changed by hand, since. */
    private void confirm(DomainEntity row, long nowMs) {
        boolean isNew = !row.isVerified();
        row.confirm(nowMs, nowMs + DomainRecheck.INTERVAL_MS);
        // Now, so that the database refuses a second holder here and not at the commit.
        em().flush();
        Domain domain = row.toDomain();
        domains.tellKeycloak(domain, true);
        if (isNew) {
            domains.append(domains.about(EventType.DOMAIN_VERIFIED, domain));
        }
    }

    private void fail(DomainEntity row, long nowMs) {
        row.fail(nowMs);
        domains.append(domains.about(EventType.DOMAIN_FAILED, row.toDomain()).cause("challenge_expired"));
    }

    private boolean isHeldByAnother(DomainEntity row) {
        Domain domain = row.toDomain();
        return em().createNamedQuery("gatehouse.countDomainHolders", Long.class)
                        .setParameter("realm", domain.realmId())
                        .setParameter("name", domain.name().text())
                        .setParameter("id", domain.id())
                        .getSingleResult()
                > 0;
    }

    private EntityManager em() {
        return domains.scope().entityManager();
    }
}
