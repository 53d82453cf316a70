package io.gatehouse.audit;

import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.event.PersonalFacts;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ModelDuplicateException;

/**
 * Erases what one realm's log tells of a person, once two people want it (rule 22 of the contract). Facts and salts go; the
 * events, their commitments and every proof stay.
 */
public final class Erasures {
    /** How long the second person may take, in milliseconds: 7 days. */
    static final long PENDING_MS = 604_800_000;

    /** Longest id of a user, in characters. */
    static final int MAX_SUBJECT_LENGTH = 255;

    private final RealmScope scope;
    private final Caller caller;
    private final Events events;

    /** Erases in the realm on behalf of the caller. */
    public Erasures(RealmScope scope, Caller caller, Events events) {
        this.scope = scope;
        this.caller = caller;
        this.events = events;
    }

    /**
     * Asked for, or done.
     *
     * @param id the erasure
     * @param expiresAtMs until when a second person may confirm it, in milliseconds since 1970
     * @param erased how many facts were erased, null as long as it is pending
     */
    record Outcome(String id, long expiresAtMs, @Nullable Integer erased) {}

    /** Asks for an erasure; does it when another person has asked for the same within the last 7 days. */
    Outcome erase(String subjectId) {
        long nowMs = Clock.nowMs();
        EntityManager em = scope.entityManager();
        int ignored = em.createNamedQuery("gatehouse.deleteExpiredErasures")
                .setParameter("realm", scope.realmId())
                .setParameter("now", nowMs)
                .executeUpdate();
        Optional<ErasureEntity> pending = em.createNamedQuery("gatehouse.erasureOfSubject", ErasureEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("subject", subjectId)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .findFirst();
        if (pending.isEmpty()) {
            return ask(em, subjectId, nowMs);
        }
        ErasureEntity asked = pending.get();
        boolean isSamePerson = asked.requestedBy().equals(caller.id());
        return isSamePerson ? new Outcome(asked.id(), asked.expiresAtMs(), null) : confirm(em, subjectId, asked);
    }

    private Outcome ask(EntityManager em, String subjectId, long nowMs) {
        String id = Entropy.uuid(nowMs).toString();
        long expiresAtMs = nowMs + PENDING_MS;
        try {
            em.persist(new ErasureEntity(id, scope.realmId(), subjectId, caller.id(), nowMs, expiresAtMs));
            em.flush();
        } catch (ModelDuplicateException e) {
            // Keycloak's word for a row that another transaction has inserted meanwhile.
            throw GatehouseException.conflict(
                    "erasure_in_flight", "Somebody else is asking for this erasure at this moment; try again.");
        }
        return new Outcome(id, expiresAtMs, null);
    }

    private Outcome confirm(EntityManager em, String subjectId, ErasureEntity asked) {
        int erased = scope.ports().database().onConnection(scope.session(), connection -> new PersonalFacts(
                        connection, scope.realmId())
                .erase(subjectId));
        em.remove(asked);
        String ignored = events.append(Event.of(EventType.AUDIT_ERASED, "user", subjectId)
                .data("erasure_id", asked.id())
                .data("requested_by", asked.requestedBy())
                .data("erased", erased)
                .build());
        return new Outcome(asked.id(), asked.expiresAtMs(), erased);
    }
}
