package io.gatehouse.policy;

import io.gatehouse.core.policy.Policy;
import io.gatehouse.core.policy.RuleReader;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.FieldError;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tests of the realm's policies: each is run when it is added and whenever its policy is changed, and a policy that does not
 * pass them all is not stored. The caller holds the lock of {@link PolicyChanges}.
 */
final class PolicyCases {
    private static final String FAILED = "policy_test_failed";

    private final RealmScope scope;
    private final Events events;

    PolicyCases(RealmScope scope, Events events) {
        this.scope = scope;
        this.events = events;
    }

    /** The tests of a policy, the oldest first. */
    List<StoredCase> of(String policyId) {
        return em()
                .createNamedQuery("gatehouse.policyTests", PolicyCaseEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("policy", policyId)
                .setMaxResults(StoredCase.MAX_PER_POLICY)
                .getResultList()
                .stream()
                .map(PolicyCaseEntity::toCase)
                .toList();
    }

    /**
     * Adds a test that the policy passes.
     *
     * @throws GatehouseException 422 {@code policy_test_failed}, 409 {@code too_many_policy_tests}
     */
    StoredCase add(StoredPolicy policy, PolicyCaseBodies.NewCase wanted) {
        if (of(policy.id()).size() >= StoredCase.MAX_PER_POLICY) {
            throw GatehouseException.conflict(
                    "too_many_policy_tests", "A policy may have at most " + StoredCase.MAX_PER_POLICY + " tests.");
        }
        Optional<String> fault = wanted.test().fault(compiled(policy.id(), 0, policy.content()));
        if (fault.isPresent()) {
            throw GatehouseException.invalid("/expect", FAILED, fault.get());
        }
        long nowMs = Clock.nowMs();
        StoredCase made = new StoredCase(
                Entropy.uuid(nowMs).toString(), policy.id(), wanted.name(), wanted.content(), wanted.test(), nowMs);
        em().persist(new PolicyCaseEntity(scope.realmId(), made));
        append(EventType.POLICY_TEST_ADDED, made);
        return made;
    }

    /** Removes a test; empty when the policy has none with this id. */
    Optional<StoredCase> remove(String policyId, String id) {
        return em()
                .createNamedQuery("gatehouse.policyTest", PolicyCaseEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("policy", policyId)
                .setParameter("id", id)
                .getResultList()
                .stream()
                .findFirst()
                .map(row -> {
                    StoredCase removed = row.toCase();
                    em().remove(row);
                    append(EventType.POLICY_TEST_REMOVED, removed);
                    return removed;
                });
    }

    /** Removes all tests of a policy that is deleted. */
    void removeAll(String policyId) {
        int ignored = em().createNamedQuery("gatehouse.deletePolicyTests")
                .setParameter("realm", scope.realmId())
                .setParameter("policy", policyId)
                .executeUpdate();
    }

    /** @throws GatehouseException 422 that names each test that the content would not pass */
    void requirePassed(String policyId, PolicyContent content) {
        List<FieldError> failed = new ArrayList<>();
        List<StoredCase> tests = of(policyId);
        if (tests.isEmpty()) {
            return;
        }
        Policy policy = compiled(policyId, 0, content);
        for (StoredCase one : tests) {
            one.test()
                    .fault(policy)
                    .ifPresent(fault ->
                            failed.add(new FieldError("/rules", FAILED, "Test \"" + one.name() + "\": " + fault)));
        }
        if (!failed.isEmpty()) {
            throw GatehouseException.invalid(failed);
        }
    }

    /** What is stored was read and found good; what somebody edited in the database denies everything, here as at the doors. */
    static Policy compiled(String policyId, int version, PolicyContent content) {
        RuleReader.Reading reading = RuleReader.read(
                Json.readTree(content.rules().getBytes(StandardCharsets.UTF_8), PolicyState.MAX_RULES_BYTES));
        return reading.faults().isEmpty()
                ? new Policy(policyId, version, content.priority(), reading.rules())
                : Policy.unreadable(policyId, version);
    }

    private void append(EventType type, StoredCase test) {
        String ignored = events.append(Event.of(type, "policy", test.policyId())
                .data("test_id", test.id())
                .data("name", test.name())
                .build());
    }

    private EntityManager em() {
        return scope.entityManager();
    }
}
