package io.gatehouse.webhook;

import io.gatehouse.core.webhook.LaneHealth.Standing;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.Ports;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RequestFacts;
import io.gatehouse.webhook.LaneTable.Leased;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Claims lanes for this node: one short transaction leases them, another reads what is to be sent and asks whether it may be.
 * Belongs to the claim thread.
 */
final class LaneClaims {
    /** How long a lane waits whose creator or organization may not read just now, in milliseconds. */
    static final long HELD_MS = 60_000;

    /** Most lanes of one round. */
    private static final int MAX_LANES = 64;

    private static final Logger LOG = Logger.getLogger(LaneClaims.class);

    private final Ports ports;
    private final CreatorRights rights;
    private final SendingSlots slots;
    private final Consumer<LaneEnd> ended;

    /** @param ended is told of lanes of which nothing is sent */
    LaneClaims(Ports ports, CreatorRights rights, SendingSlots slots, Consumer<LaneEnd> ended) {
        this.ports = ports;
        this.rights = rights;
        this.slots = slots;
        this.ended = ended;
    }

    /** One round: the lanes that are to be sent now; empty when nothing is due or no slot is free. */
    List<Lane> claim() {
        long startedAtMs = Clock.monotonicMs();
        String holder = Entropy.uuid().toString();
        if (!ports.database().inNewConnection(LaneClaims::absorb)) {
            return List.of();
        }
        // Absorbing locks lanes; leasing others in the same transaction could make two nodes wait for each other.
        List<Leased> leased = ports.database().inNewConnection(connection -> lease(new LaneTable(connection), holder));
        if (leased.isEmpty()) {
            return List.of();
        }
        return ports.database().inNewTransaction(session -> load(session, leased, holder, startedAtMs));
    }

    /** Whether anything is to be leased; what was only announced so far is due after this. */
    private static boolean absorb(Connection connection) throws SQLException {
        LaneTable table = new LaneTable(connection);
        long nowMs = Clock.nowMs();
        return table.isAnyDue(nowMs) && table.absorbWakes(nowMs) >= 0;
    }

    private List<Leased> lease(LaneTable table, String holder) throws SQLException {
        List<Leased> wanted = new ArrayList<>();
        for (Standing standing : Standing.values()) {
            int free = Math.min(slots.free(standing), MAX_LANES - wanted.size());
            if (free > 0) {
                wanted.addAll(table.candidates(standing, Clock.nowMs(), free));
            }
        }
        // In the order of the ids, as everybody locks lanes.
        wanted.sort(Comparator.comparing(Leased::webhookId));
        List<Leased> got = new ArrayList<>();
        for (Leased lane : wanted) {
            if (table.lease(lane.webhookId(), holder, Lane.LEASE_MS)) {
                got.add(lane);
            }
        }
        return got;
    }

    private List<Lane> load(KeycloakSession session, List<Leased> leased, String holder, long startedAtMs) {
        List<Lane> lanes = new ArrayList<>();
        for (Leased lane : leased) {
            load(session, lane, holder, startedAtMs).ifPresent(lanes::add);
        }
        return lanes;
    }

    private Optional<Lane> load(KeycloakSession session, Leased leased, String holder, long startedAtMs) {
        RealmModel realm = session.realms().getRealm(leased.realmId());
        if (realm == null) {
            return Optional.empty();
        }
        session.getContext().setRealm(realm);
        RealmScope scope = new RealmScope(session, realm, ports, RequestFacts.ofBackground());
        Caller caller = Caller.system();
        Webhooks webhooks = new Webhooks(scope, caller, new Events(scope, caller));
        Optional<Webhook> webhook = webhooks.find(leased.webhookId(), Webhooks.EVERYTHING);
        if (webhook.isEmpty() || !realm.isEnabled()) {
            ended.accept(end(leased, holder, HELD_MS));
            return Optional.empty();
        }
        switch (rights.of(session, realm, webhook.get().creator(), webhook.get().organizationId())) {
            case HELD -> {
                ended.accept(end(leased, holder, HELD_MS));
                return Optional.empty();
            }
            case LOST -> {
                webhooks.disable(leased.webhookId(), DisabledReason.CREATOR_LOST);
                ended.accept(end(leased, holder, HELD_MS));
                return Optional.empty();
            }
            case MAY_READ -> {
                return open(scope, webhooks, webhook.get(), leased, holder, startedAtMs);
            }
        }
        throw new IllegalStateException("unreachable");
    }

    private Optional<Lane> open(
            RealmScope scope, Webhooks webhooks, Webhook webhook, Leased leased, String holder, long startedAtMs) {
        Endpoint endpoint;
        try {
            endpoint = webhooks.endpoint(webhook.id(), Webhooks.EVERYTHING).orElseThrow();
        } catch (IllegalStateException e) {
            LOG.errorf(e, "the secrets of webhook %s do not open; its deliveries wait", webhook.id());
            ended.accept(end(leased, holder, HELD_MS));
            return Optional.empty();
        }
        int max = Lane.maxDeliveries(leased.health(), webhook.rateLimit());
        List<DueDelivery> deliveries = due(scope.entityManager(), leased, max);
        if (deliveries.isEmpty()) {
            ended.accept(end(leased, holder, 0));
            return Optional.empty();
        }
        return Optional.of(new Lane(
                webhook.id(),
                leased.realmId(),
                holder,
                startedAtMs,
                leased.health(),
                webhook.rateLimit(),
                endpoint,
                deliveries));
    }

    private static LaneEnd end(Leased leased, String holder, long pauseMs) {
        long notBeforeMs = pauseMs == 0 ? 0 : Clock.nowMs() + pauseMs;
        return new LaneEnd(
                leased.webhookId(), leased.realmId(), holder, leased.health(), notBeforeMs, 0, null, () -> {});
    }

    private static List<DueDelivery> due(EntityManager em, Leased lane, int max) {
        return em.unwrap(Session.class)
                .doReturningWork(connection -> due(connection, lane.webhookId(), lane.realmId(), max));
    }

    private static List<DueDelivery> due(Connection connection, String webhookId, String realmId, int max)
            throws SQLException {
        List<DueDelivery> due = new ArrayList<>();
        long nowMs = Clock.nowMs();
        try (PreparedStatement select = connection.prepareStatement("select d.ID, d.ATTEMPTS, d.FAILURES,"
                + " d.EXPIRES_AT_MS, " + Payload.Source.COLUMNS + " from GATEHOUSE_DELIVERY d"
                + " join GATEHOUSE_SEQUENCED_EVENT e on e.REALM_ID = d.REALM_ID and e.SEQ = d.EVENT_SEQ"
                + " where d.WEBHOOK_ID = ? and d.STATUS = 0 and d.DUE_AT_MS <= ? and d.EXPIRES_AT_MS >= ?"
                + " and d.REALM_ID = ? order by d.DUE_AT_MS, d.EVENT_SEQ fetch first " + max + " rows only")) {
            select.setString(1, webhookId);
            select.setLong(2, nowMs);
            select.setLong(3, nowMs);
            select.setString(4, realmId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    due.add(new DueDelivery(
                            rows.getString(1),
                            rows.getInt(2),
                            rows.getInt(3),
                            rows.getLong(4),
                            Payload.Source.read(rows, 5)));
                }
            }
        }
        return due;
    }
}
