package io.gatehouse.policy;

import io.gatehouse.core.policy.Policy;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The policies of one realm, their versions and their tests. Every change takes the lock of {@link PolicyChanges} first and appends its
 * version and its event in the same transaction. Long because all that changes what is decided stands in one place.
 */
public final class Policies {
    private static final int UUID_LENGTH = 36;

    private final RealmScope scope;
    private final Caller caller;
    private final Events events;
    private final PolicyCases tests;
    private final PolicyConfirmations confirmations;

    /** @param caller who makes the versions */
    public Policies(RealmScope scope, Caller caller, Events events) {
        this.scope = scope;
        this.caller = caller;
        this.events = events;
        this.tests = new PolicyCases(scope, events);
        this.confirmations = new PolicyConfirmations(scope, caller, events);
    }

    /**
     * Refuses who may not do that, and who is narrowed to one organization: policies are the realm's.
     *
     * @throws GatehouseException 403
     */
    public static void require(Caller caller, Permission permission) {
        caller.require(permission);
        if (caller.onlyOrganizationId() != null) {
            throw GatehouseException.forbidden(permission);
        }
    }

    /**
     * Makes a policy.
     *
     * @throws GatehouseException 409 {@code too_many_policies}, and {@code confirmation_required} for one that is switched on in
     *     a realm where that waits for a second administrator
     */
    StoredPolicy create(PolicyContent content, @Nullable String reason) {
        confirmations.requireNotNeeded(null, content);
        PolicyChanges.begin(scope);
        requireRoom();
        long nowMs = Clock.nowMs();
        PolicyEntity row = new PolicyEntity(Entropy.uuid(nowMs).toString(), scope.realmId(), content, nowMs);
        em().persist(row);
        return recorded(row, EventType.POLICY_CREATED, reason);
    }

    /** The policy with this id. */
    Optional<StoredPolicy> find(String id) {
        return row(id).map(PolicyEntity::toPolicy);
    }

    /** The policy with this id, ready to be asked, whether or not it is active. */
    public Optional<Policy> compiled(String id) {
        return find(id).map(found -> PolicyCases.compiled(id, found.version(), found.content()));
    }

    /** All policies by name, those of one name the oldest first. */
    List<StoredPolicy> all() {
        return em()
                .createNamedQuery("gatehouse.allPolicies", PolicyEntity.class)
                .setParameter("realm", scope.realmId())
                .setMaxResults(StoredPolicy.MAX_PER_REALM)
                .getResultList()
                .stream()
                .map(PolicyEntity::toPolicy)
                .toList();
    }

    /** One page of the policies, newest first. */
    Page<StoredPolicy> page(PageRequest request, @Nullable Boolean isActive, @Nullable String search) {
        return new PolicyQuery(scope, isActive, search).page(request);
    }

    /**
     * Changes a policy, or lets the change wait where the realm wants that; a change that changes nothing leaves no trace.
     *
     * @throws GatehouseException 422 when it would not pass its tests
     */
    Optional<PolicyOutcome> change(String id, UnaryOperator<PolicyContent> change, @Nullable String reason) {
        if (!isThere(id)) {
            return Optional.empty();
        }
        PolicyChanges.begin(scope);
        return row(id).map(row -> {
            PolicyContent before = row.toPolicy().content();
            PolicyContent after = change.apply(before);
            if (after.equals(before)) {
                return new PolicyOutcome(row.toPolicy(), null);
            }
            tests.requirePassed(id, after);
            if (confirmations.isNeeded(before, after)) {
                return new PolicyOutcome(row.toPolicy(), confirmations.propose(row.toPolicy(), after, reason));
            }
            return new PolicyOutcome(changed(row, after, reason), null);
        });
    }

    /**
     * Makes a new version that says what an earlier one said.
     *
     * @return empty when there is no such policy
     * @throws GatehouseException 422 when it has no such version
     */
    Optional<PolicyOutcome> rollback(String id, int version, @Nullable String reason) {
        return change(
                id,
                before -> version(id, version)
                        .map(PolicyVersion::content)
                        .orElseThrow(() -> GatehouseException.invalid(
                                "/version", "invalid_value", "The policy has no version of this number.")),
                reason);
    }

    /** Deletes a policy and its versions, or lets that wait; the audit log keeps what happened. */
    Optional<PolicyOutcome> delete(String id) {
        if (!isThere(id)) {
            return Optional.empty();
        }
        PolicyChanges.begin(scope);
        return row(id).map(row -> confirmations.isNeeded(row.toPolicy().content(), null)
                ? new PolicyOutcome(row.toPolicy(), confirmations.propose(row.toPolicy(), null, null))
                : new PolicyOutcome(deleted(row), null));
    }

    /** The change of a policy that waits; empty for none. */
    Optional<PendingChange> pending(String id) {
        return find(id).flatMap(policy -> confirmations.of(policy.id()));
    }

    /** Drops the change of a policy that waits; whether there was one. */
    boolean withdraw(String id) {
        if (!isThere(id)) {
            return false;
        }
        PolicyChanges.begin(scope);
        return confirmations.withdraw(id);
    }

    /**
     * Does what waits; empty when there is no such policy.
     *
     * @throws GatehouseException 403, 404, 409, see {@link PolicyConfirmations#confirm}
     */
    Optional<StoredPolicy> confirm(String id, String changeId) {
        if (!isThere(id)) {
            return Optional.empty();
        }
        PolicyChanges.begin(scope);
        return row(id).map(row -> {
            PendingChange change = confirmations.confirm(row.toPolicy(), changeId);
            if (change.isDeletion()) {
                return deleted(row);
            }
            tests.requirePassed(id, change.content());
            return changed(row, change.content(), change.reason());
        });
    }

    /** @throws GatehouseException 409 when such a change would have to wait */
    void requireNoConfirmation(PolicyContent before, PolicyContent after) {
        confirmations.requireNotNeeded(before, after);
    }

    private StoredPolicy changed(PolicyEntity row, PolicyContent after, @Nullable String reason) {
        EventType type = typeOf(row.toPolicy().content(), after);
        row.say(after, Clock.nowMs());
        return recorded(row, type, reason);
    }

    private StoredPolicy deleted(PolicyEntity row) {
        StoredPolicy policy = row.toPolicy();
        boolean ignored = confirmations.withdraw(policy.id());
        em().createNamedQuery("gatehouse.deletePolicyVersions")
                .setParameter("realm", scope.realmId())
                .setParameter("policy", policy.id())
                .executeUpdate();
        tests.removeAll(policy.id());
        em().remove(row);
        append(EventType.POLICY_DELETED, policy, null);
        return policy;
    }

    /** The tests of a policy, the oldest first; empty when there is no such policy. */
    Optional<List<StoredCase>> tests(String id) {
        return find(id).map(policy -> tests.of(id));
    }

    /**
     * Adds a test; empty when there is no such policy.
     *
     * @throws GatehouseException 422 when the policy does not pass it, 409 when it has too many
     */
    Optional<StoredCase> addTest(String id, PolicyCaseBodies.NewCase wanted) {
        if (!isThere(id)) {
            return Optional.empty();
        }
        PolicyChanges.begin(scope);
        return row(id).map(row -> tests.add(row.toPolicy(), wanted));
    }

    /** Removes a test; empty when there is no such policy, or it has no such test. */
    Optional<StoredCase> removeTest(String id, String testId) {
        if (!isThere(id)) {
            return Optional.empty();
        }
        PolicyChanges.begin(scope);
        return row(id).flatMap(row -> tests.remove(id, testId));
    }

    /** Removes all tests of a policy that gets others. */
    void removeTests(String id) {
        tests.of(id).forEach(one -> tests.remove(id, one.id()));
    }

    /** Versions of a policy with numbers below another, the newest first. */
    List<PolicyVersion> versions(String id, int before, int limit) {
        return em()
                .createNamedQuery("gatehouse.policyVersions", PolicyVersionEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("policy", id)
                .setParameter("before", before)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(PolicyVersionEntity::toVersion)
                .toList();
    }

    private Optional<PolicyVersion> version(String id, int version) {
        return em()
                .createNamedQuery("gatehouse.policyVersion", PolicyVersionEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("policy", id)
                .setParameter("version", version)
                .getResultList()
                .stream()
                .map(PolicyVersionEntity::toVersion)
                .findFirst();
    }

    private StoredPolicy recorded(PolicyEntity row, EventType type, @Nullable String reason) {
        StoredPolicy policy = row.toPolicy();
        em().persist(new PolicyVersionEntity(
                Entropy.uuid(policy.updatedAtMs()).toString(),
                scope.realmId(),
                policy,
                caller.kind().text() + ":" + caller.id(),
                reason));
        append(type, policy, reason);
        return policy;
    }

    private void append(EventType type, StoredPolicy policy, @Nullable String reason) {
        String ignored = events.append(Event.of(type, "policy", policy.id())
                .data("version", policy.version())
                .data("priority", policy.content().priority())
                .data("is_active", policy.content().isActive())
                .data("mode", policy.content().mode().text())
                .data("applies_to_stock_grants", policy.content().isForStockGrants())
                .personal("reason", reason)
                .build());
    }

    /** Switching on or off alone is told as that. */
    private static EventType typeOf(PolicyContent before, PolicyContent after) {
        PolicyContent switched = new PolicyContent(
                before.name(),
                before.description(),
                before.priority(),
                after.isActive(),
                before.mode(),
                before.rules(),
                before.isForStockGrants());
        if (!after.equals(switched)) {
            return EventType.POLICY_UPDATED;
        }
        return after.isActive() ? EventType.POLICY_ACTIVATED : EventType.POLICY_DEACTIVATED;
    }

    private void requireRoom() {
        long count = em().createNamedQuery("gatehouse.countPolicies", Long.class)
                .setParameter("realm", scope.realmId())
                .getSingleResult();
        if (count >= StoredPolicy.MAX_PER_REALM) {
            throw GatehouseException.conflict(
                    "too_many_policies", "A realm may have at most " + StoredPolicy.MAX_PER_REALM + " policies.");
        }
    }

    /** Forgets what it read: while the lock is waited for, the policy may change or go. */
    private boolean isThere(String id) {
        Optional<PolicyEntity> row = row(id);
        row.ifPresent(em()::detach);
        return row.isPresent();
    }

    private Optional<PolicyEntity> row(String id) {
        boolean isId = id.length() == UUID_LENGTH && id.chars().allMatch(c -> c == '-' || Character.digit(c, 16) >= 0);
        if (!isId) {
            return Optional.empty();
        }
        return em()
                .createNamedQuery("gatehouse.policyById", PolicyEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("id", id)
                .getResultList()
                .stream()
                .findFirst();
    }

    private EntityManager em() {
        return scope.entityManager();
    }
}
