package io.gatehouse.agent;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.Jobs;
import io.gatehouse.platform.Lease;
import io.gatehouse.platform.Ports;
import io.gatehouse.platform.RequestFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/**
 * Looks for agents whose time has come, see {@link AgentLook}: on one node of the cluster at a time, realm by realm, in
 * batches of a transaction each. When to look is a column of the row, so that a run in which nothing is due costs one probe of
 * an index for each realm, and nothing is forgotten by a restart. Runs on the jobs' threads, never twice at a time.
 */
public final class AgentDeadlines {
    /** Pause between two runs, in milliseconds. */
    public static final long INTERVAL_MS = 5_000;

    /** Most agents of one transaction. */
    static final int BATCH_AGENTS = 100;

    /** Most batches of one realm in one run. */
    static final int MAX_BATCHES = 20;

    /** Most realms of one run. */
    static final int MAX_REALMS = 1_000;

    /** How long the others wait for a holder that died, in milliseconds. */
    private static final long LEASE_MS = 15_000;

    private final Ports ports;
    private final AgentStores stores;
    private final Lease lease = new Lease("agent-deadlines", Entropy.uuid().toString(), LEASE_MS);

    /** Looks in every realm. */
    public AgentDeadlines(Ports ports, AgentStores stores) {
        this.ports = ports;
        this.stores = stores;
    }

    /** Looks from now on. */
    public void start(Jobs jobs) {
        jobs.every("agent-deadlines", INTERVAL_MS, this::run);
    }

    /** One run. A realm whose agents cannot be worked on does not hold up the others. */
    private void run() {
        long nowMs = Clock.nowMs();
        RuntimeException failure = null;
        for (String realmId : realmsDue(nowMs)) {
            try {
                run(realmId, nowMs);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void run(String realmId, long nowMs) {
        int batches = 0;
        while (batch(realmId, nowMs) == BATCH_AGENTS && ++batches < MAX_BATCHES) {
            // The next batch.
        }
    }

    private List<String> realmsDue(long nowMs) {
        return ports.database()
                .inNewConnection(
                        connection -> lease.isOpen(connection) ? realmsDue(connection, nowMs) : List.<String>of());
    }

    private static List<String> realmsDue(Connection connection, long nowMs) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select r.ID from REALM r where exists"
                + " (select 1 from GATEHOUSE_AGENT a where a.REALM_ID = r.ID and a.LOOK_AT_MS <= ?) fetch first "
                + MAX_REALMS + " rows only")) {
            select.setLong(1, nowMs);
            List<String> realmIds = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    realmIds.add(rows.getString(1));
                }
            }
            return realmIds;
        }
    }

    /** How many agents were due. */
    private int batch(String realmId, long nowMs) {
        return ports.database().inNewTransaction(session -> {
            boolean isHolder = ports.database().onConnection(session, connection -> lease.take(connection) >= 0);
            return isHolder ? batch(session, realmId, nowMs) : 0;
        });
    }

    private int batch(KeycloakSession session, String realmId, long nowMs) {
        Agents agents = stores.open(session, realmId, Caller.system(), RequestFacts.ofBackground())
                .orElse(null);
        if (agents == null) {
            return 0;
        }
        List<String> ids = agents.rows().idsToLookAt(nowMs, BATCH_AGENTS);
        AgentLook look = agents.look();
        // In the order of ids, as whoever locks many agents does, so that two never wait for each other in a circle.
        ids.stream().sorted().forEach(id -> look.at(id, nowMs));
        return ids.size();
    }
}
