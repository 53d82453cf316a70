package io.gatehouse.domain;

import io.gatehouse.core.domain.DomainChallenge;
import io.gatehouse.core.domain.DomainName;
import io.gatehouse.core.plan.PlanLimit;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The domains of one realm. One that the caller does not reach is absent to it. Every change takes the row's lock first, appends its
 * event in the same transaction, and keeps {@code verified} of the organization's domain in Keycloak as it is here. What the looks
 * at DNS change is in {@link DomainChecks}.
 */
public final class Domains {
    private static final int UUID_LENGTH = 36;

    private final RealmScope scope;
    private final Events events;

    /** @param events names whoever changes something */
    public Domains(RealmScope scope, Events events) {
        this.scope = scope;
        this.events = events;
    }

    /**
     * Adds a domain, with a challenge of its own.
     *
     * @param organizationId whose it is to be, null for the realm itself
     * @throws GatehouseException 409 {@code domain_exists} or {@code too_many_domains}, 402 when the plan allows no more
     */
    Domain create(DomainName name, @Nullable String organizationId) {
        requireRoom(name, organizationId);
        scope.ports().allotments().reserve(scope, PlanLimit.DOMAINS, organizationId);
        long nowMs = Clock.nowMs();
        DomainChallenge challenge = DomainChallenge.of(Entropy.bytes(DomainChallenge.ENTROPY_BYTES));
        String id = Entropy.uuid(nowMs).toString();
        DomainEntity row = new DomainEntity(id, scope.realmId(), organizationId, name, challenge, nowMs);
        em().persist(row);
        Domain domain = row.toDomain();
        append(about(EventType.DOMAIN_CREATED, domain));
        return domain;
    }

    /** The domain with this id. */
    Optional<Domain> find(String id, Reach reach) {
        return row(id).map(DomainEntity::toDomain).filter(domain -> isWithin(reach, domain));
    }

    /** One page of the domains within reach, newest first. */
    Page<Domain> page(Reach reach, @Nullable DomainStatus status, PageRequest request) {
        return new DomainQuery(scope, reach).page(status, request);
    }

    /** Deletes a domain; a verified one is not verified any longer in Keycloak either. */
    Optional<Domain> delete(String id, Reach reach) {
        return lock(id).filter(row -> isWithin(reach, row.toDomain())).map(this::delete);
    }

    /** Takes note that an organization is gone, with all its domains. */
    public void organizationGone(String organizationId) {
        em().createNamedQuery("gatehouse.domainsOfHolder", DomainEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("holder", organizationId)
                .getResultList()
                .forEach(row -> {
                    Domain domain = remove(row);
                    append(about(EventType.DOMAIN_DELETED, domain).cause("organization_deleted"));
                });
    }

    private Domain delete(DomainEntity row) {
        boolean wasVerified = row.isVerified();
        Domain domain = remove(row);
        append(about(EventType.DOMAIN_DELETED, domain));
        if (wasVerified) {
            tellKeycloak(domain, false);
        }
        return domain;
    }

    private Domain remove(DomainEntity row) {
        Domain domain = row.toDomain();
        em().remove(row);
        return domain;
    }

    /** One row is locked for all that add domains, so that two cannot both take the last place, or one name. */
    private void requireRoom(DomainName name, @Nullable String organizationId) {
        em().createNativeQuery("select VERSION from GATEHOUSE_LEASE where NAME = 'domain-count' for update")
                .getResultList();
        List<String> names = em().createNamedQuery("gatehouse.domainNamesOfHolder", String.class)
                .setParameter("realm", scope.realmId())
                .setParameter("holder", DomainEntity.holderOf(organizationId))
                .getResultList();
        if (names.contains(name.text())) {
            throw GatehouseException.conflict(
                    "domain_exists", "This domain was added before; delete it first to get a new record.");
        }
        if (names.size() >= Domain.MAX_PER_HOLDER) {
            throw GatehouseException.conflict(
                    "too_many_domains",
                    "An organization may have at most " + Domain.MAX_PER_HOLDER + " domains, and so may the realm.");
        }
    }

    /** The row with this id, locked until the transaction ends and read anew; empty when it is gone. */
    Optional<DomainEntity> lock(String id) {
        if (row(id).isEmpty()) {
            return Optional.empty();
        }
        // Asked again under the lock: it may have been deleted while the lock was waited for.
        return em()
                .createNamedQuery("gatehouse.domainById", DomainEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("id", id)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .stream()
                .findFirst()
                .map(row -> {
                    em().refresh(row);
                    return row;
                });
    }

    private Optional<DomainEntity> row(String id) {
        boolean isId = id.length() == UUID_LENGTH && id.chars().allMatch(c -> c == '-' || Character.digit(c, 16) >= 0);
        if (!isId) {
            return Optional.empty();
        }
        return em()
                .createNamedQuery("gatehouse.domainById", DomainEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("id", id)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** No person owns a domain: it is the realm's, or within reach through its organization. */
    static boolean isWithin(RealmScope scope, Reach reach, Domain domain) {
        return reach.covers(new Owner(Owner.Type.REALM, scope.realmId()), domain.organizationId());
    }

    private boolean isWithin(Reach reach, Domain domain) {
        return isWithin(scope, reach, domain);
    }

    /** Sets or clears {@code verified} of the organization's domain in Keycloak, if it has one of this name. */
    void tellKeycloak(Domain domain, boolean isVerified) {
        String organizationId = domain.organizationId();
        if (organizationId != null) {
            scope.ports()
                    .users()
                    .setDomainVerified(
                            scope.session(),
                            scope.realm(),
                            organizationId,
                            domain.name().text(),
                            isVerified);
        }
    }

    Event.Builder about(EventType type, Domain domain) {
        return Event.of(type, "domain", domain.id())
                .data("domain", domain.name().text())
                .data("organization_id", domain.organizationId());
    }

    void append(Event.Builder event) {
        String ignored = events.append(event.build());
    }

    RealmScope scope() {
        return scope;
    }

    /** What the looks at DNS change. */
    DomainChecks checks() {
        return new DomainChecks(this);
    }

    private EntityManager em() {
        return scope.entityManager();
    }
}
