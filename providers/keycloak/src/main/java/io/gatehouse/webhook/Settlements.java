package io.gatehouse.webhook;

import io.gatehouse.event.Events;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Ports;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RequestFacts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Writes down how attempts and claims of lanes ended, many in one transaction. What cannot be written is tried again until it
 * can. An attempt begins only when there is {@link SettleRoom} for its result: what is sent and not yet written down is what
 * comes twice when this node dies. {@link #add} and {@link #end} are for all threads, {@link #settle} for one.
 */
final class Settlements {
    /** Most results and ends of one transaction. */
    private static final int MAX_BATCH = 500;

    private static final long WAIT_MS = 100;
    private static final Logger LOG = Logger.getLogger(Settlements.class);

    private final Ports ports;
    private final WebhookMetrics metrics;
    private final SettleRoom room;
    private final SettleQueue<Object> queue = new SettleQueue<>();

    /** @param room is given back what results took of it, once they are written */
    Settlements(Ports ports, SettleRoom room, WebhookMetrics metrics) {
        this.ports = ports;
        this.room = room;
        this.metrics = metrics;
    }

    /** Notes how an attempt ended, which has taken room before; before its lane's end. */
    void add(AttemptResult result) {
        queue.add(result);
    }

    /** Notes that a claim ended. */
    void end(LaneEnd end) {
        queue.add(end);
    }

    /** Whether anything waits to be written; for the thread that settles. */
    boolean isAnyWaiting() {
        return queue.isAnyWaiting();
    }

    /**
     * Writes what waits, or waits a moment for something.
     *
     * @throws RuntimeException when it cannot be written; it waits again then
     */
    void settle() throws InterruptedException {
        List<Object> batch = queue.take(MAX_BATCH, WAIT_MS);
        if (batch.isEmpty()) {
            return;
        }
        try {
            settle(batch);
        } catch (RuntimeException e) {
            if (!isBadData(e)) {
                queue.putBack(batch);
                throw e;
            }
            settleOneByOne(batch);
        }
    }

    private void settle(List<Object> batch) {
        List<AttemptResult> results = new ArrayList<>();
        List<LaneEnd> ends = new ArrayList<>();
        for (Object item : batch) {
            if (item instanceof AttemptResult result) {
                results.add(result);
            } else if (item instanceof LaneEnd end) {
                ends.add(end);
            }
        }
        results.sort(Comparator.comparing(result -> result.before().id()));
        ends.sort(Comparator.comparing(LaneEnd::webhookId));
        ends.stream().filter(end -> end.disabled() != null).forEach(this::disable);
        Integer ignored = ports.database().inNewConnection(connection -> {
            int written = new SettlementTable(connection).write(results);
            new LaneTable(connection).release(ends);
            return written;
        });
        room.give(results.size());
        results.forEach(metrics::attempted);
        ends.forEach(end -> end.onSettled().run());
    }

    /** What no database takes must not keep the rest from being written; the delivery is attempted again later. */
    private void settleOneByOne(List<Object> batch) {
        for (Object item : batch) {
            try {
                settle(List.of(item));
            } catch (RuntimeException e) {
                LOG.errorf(e, "the end of an attempt or of a lane's claim cannot be written; it is tried again later");
                if (item instanceof LaneEnd end) {
                    end.onSettled().run();
                } else {
                    room.give(1);
                }
            }
        }
    }

    /** SQLSTATE classes 22 and 23: data exception, integrity constraint violation. */
    private static boolean isBadData(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23");
            }
        }
        return false;
    }

    private void disable(LaneEnd end) {
        DisabledReason reason = end.disabled();
        if (reason != null) {
            ports.database().runInNewTransaction(session -> disable(session, end, reason));
        }
    }

    private void disable(KeycloakSession session, LaneEnd end, DisabledReason reason) {
        RealmModel realm = session.realms().getRealm(end.realmId());
        if (realm == null) {
            return;
        }
        session.getContext().setRealm(realm);
        RealmScope scope = new RealmScope(session, realm, ports, RequestFacts.ofBackground());
        Caller caller = Caller.system();
        new Webhooks(scope, caller, new Events(scope, caller)).disable(end.webhookId(), reason);
        LOG.infof("webhook %s was disabled: %s", end.webhookId(), reason.text());
    }
}
