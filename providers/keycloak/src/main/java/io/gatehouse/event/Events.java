package io.gatehouse.event;

import io.gatehouse.core.audit.Commitment;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.RealmScope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events of one realm. {@link #append} writes into the transaction of the change, so that there is no change without
 * its event and no event without its change: when the row cannot be written, the change fails too.
 */
public final class Events {
    private final RealmScope scope;
    private final Caller caller;

    /** @param caller whom the events name as the actor */
    public Events(RealmScope scope, Caller caller) {
        this.scope = scope;
        this.caller = caller;
    }

    /**
     * Writes an event, with all that was changed before it, into the present transaction.
     *
     * @return the event's id, a UUIDv7
     */
    public String append(Event event) {
        long nowMs = Clock.nowMs();
        String id = Entropy.uuid(nowMs).toString();
        scope.entityManager().persist(new EventEntity(id, scope.realmId(), nowMs, event, caller, scope.request()));
        addPersonal(id, event, "ip", scope.request().ip());
        addPersonal(id, event, "user_agent", scope.request().userAgent());
        for (Map.Entry<String, String> fact : event.personal().entrySet()) {
            addPersonal(id, event, fact.getKey(), fact.getValue());
        }
        // Now and not at the commit: what cannot be written fails the call while it can still be answered in our way.
        scope.entityManager().flush();
        return id;
    }

    private void addPersonal(String eventId, Event event, String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return;
        }
        byte[] salt = Entropy.bytes(Commitment.SALT_BYTES);
        String whose = event.subjectId() != null ? event.subjectId() : caller.userId();
        String id = Entropy.uuid().toString();
        scope.entityManager().persist(new EventPersonalEntity(id, scope.realmId(), eventId, whose, name, salt, value));
    }
}
