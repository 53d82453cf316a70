package io.gatehouse.policy;

import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RealmSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.RealmModel;

/**
 * Changes of policies that wait for a second administrator, where the realm wants that. Both must be people who act for
 * themselves: behind a key or a service account could be the same person twice. The caller holds the lock of
 * {@link PolicyChanges}, reading apart.
 */
final class PolicyConfirmations {
    private final RealmScope scope;
    private final Caller caller;
    private final Events events;

    PolicyConfirmations(RealmScope scope, Caller caller, Events events) {
        this.scope = scope;
        this.caller = caller;
        this.events = events;
    }

    /**
     * Whether a change of what is decided must be confirmed here.
     *
     * @param before what the policy says; null when it is new
     * @param after what it is to say; null when it is to be deleted
     */
    boolean isNeeded(@Nullable PolicyContent before, @Nullable PolicyContent after) {
        return RealmSettings.isPolicyConfirmationRequired(scope.realm()) && isDecidingOtherwise(before, after);
    }

    /** @throws GatehouseException 409 when the change would have to wait, where none can */
    void requireNotNeeded(@Nullable PolicyContent before, @Nullable PolicyContent after) {
        if (isNeeded(before, after)) {
            throw GatehouseException.conflict(
                    "confirmation_required",
                    "In this realm a second administrator confirms what policies are to decide. Make or bring in the policy"
                            + " switched off, and switch it on by a change of its own, which waits.");
        }
    }

    /** Names, descriptions and whatever is switched off before and after decide nothing. */
    static boolean isDecidingOtherwise(@Nullable PolicyContent before, @Nullable PolicyContent after) {
        if (before == null || after == null) {
            PolicyContent only = before == null ? after : before;
            return only != null && only.isActive();
        }
        boolean isSame = before.isActive() == after.isActive()
                && before.priority() == after.priority()
                && before.mode() == after.mode()
                && before.isForStockGrants() == after.isForStockGrants()
                && before.rules().equals(after.rules());
        return (before.isActive() || after.isActive()) && !isSame;
    }

    /**
     * Lets a change wait, in place of one that waits already.
     *
     * @param after what the policy is to say; null when it is to be deleted
     * @throws GatehouseException 403 for whoever is no person
     */
    PendingChange propose(StoredPolicy policy, @Nullable PolicyContent after, @Nullable String reason) {
        requirePerson();
        row(policy.id()).ifPresent(old -> remove(old, EventType.POLICY_CHANGE_WITHDRAWN));
        long nowMs = Clock.nowMs();
        PendingChange change = new PendingChange(
                Entropy.uuid(nowMs).toString(),
                policy.id(),
                policy.version(),
                after == null,
                after == null ? policy.content() : after,
                caller.id(),
                reason,
                nowMs);
        scope.entityManager().persist(new PendingChangeEntity(scope.realmId(), change));
        append(EventType.POLICY_CHANGE_PROPOSED, change);
        return change;
    }

    /** The change of a policy that waits; empty for none, and for one that waited too long. */
    Optional<PendingChange> of(String policyId) {
        return row(policyId).map(PendingChangeEntity::toChange).filter(change -> Clock.nowMs() < change.expiresAtMs());
    }

    /**
     * Takes out a change that the caller confirms.
     *
     * @throws GatehouseException 404 when none waits, 403 for its author and for whoever is no person, 409 when another one
     *     waits meanwhile, or the policy was changed
     */
    PendingChange confirm(StoredPolicy policy, String changeId) {
        PendingChange change = of(policy.id()).orElseThrow(GatehouseException::notFound);
        requirePerson();
        if (change.author().equals(caller.id())) {
            throw GatehouseException.forbidden("own_change", "Another administrator confirms what you want changed.");
        }
        if (!change.id().equals(changeId) || change.baseVersion() != policy.version()) {
            throw GatehouseException.conflict(
                    "change_outdated",
                    "Another change waits by now, or the policy was changed since. Look at what waits, and confirm that.");
        }
        row(policy.id()).ifPresent(row -> remove(row, EventType.POLICY_CHANGE_CONFIRMED));
        return change;
    }

    /** Drops the change of a policy that waits; whether there was one. */
    boolean withdraw(String policyId) {
        Optional<PendingChangeEntity> row = row(policyId);
        row.ifPresent(found -> remove(found, EventType.POLICY_CHANGE_WITHDRAWN));
        return row.isPresent();
    }

    private void requirePerson() {
        boolean isPerson = (caller.kind() == Caller.Kind.ADMIN || caller.kind() == Caller.Kind.USER)
                && caller.mayMakeCredentials()
                && !isServiceAccount();
        if (!isPerson) {
            throw GatehouseException.forbidden(
                    "person_required",
                    "In this realm people change and confirm what policies decide, by their own login.");
        }
    }

    /** An administrator who is no user of this realm is one of the realm of administrators. */
    private boolean isServiceAccount() {
        RealmModel realm = caller.userId() == null
                ? scope.session().realms().getRealmByName(Config.getAdminRealm())
                : scope.realm();
        return scope.ports().users().isServiceAccount(scope.session(), realm, caller.id());
    }

    private void remove(PendingChangeEntity row, EventType type) {
        append(type, row.toChange());
        scope.entityManager().remove(row);
        // Before another one is written: a policy has one at most.
        scope.entityManager().flush();
    }

    private void append(EventType type, PendingChange change) {
        String ignored = events.append(Event.of(type, "policy", change.policyId())
                .data("change_id", change.id())
                .data("base_version", change.baseVersion())
                .data("deletion", change.isDeletion())
                .data("proposed_by", change.author())
                .personal("reason", change.reason())
                .build());
    }

    private Optional<PendingChangeEntity> row(String policyId) {
        return scope
                .entityManager()
                .createNamedQuery("gatehouse.policyChange", PendingChangeEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("policy", policyId)
                .getResultList()
                .stream()
                .findFirst();
    }
}
