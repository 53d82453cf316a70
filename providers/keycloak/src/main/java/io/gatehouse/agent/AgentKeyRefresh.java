package io.gatehouse.agent;

import io.gatehouse.core.net.OutboundUrl;
import io.gatehouse.core.net.OutboundUrlException;
import io.gatehouse.event.EventType;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.GuardedHttp;
import io.gatehouse.platform.HttpOutcome;
import io.gatehouse.platform.Jobs;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.Ports;
import io.gatehouse.platform.RequestFacts;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Fetches the keys of agents that publish them at a {@code jwks_uri}, beside every request: a fetch is claimed in one
 * transaction, done outside any, and settled in another. Runs on every node; a claim is one node's. One for each node;
 * thread-safe.
 */
public final class AgentKeyRefresh implements AutoCloseable {
    /** Pause between two looks for what is due, in milliseconds. */
    public static final long INTERVAL_MS = 1_000;

    /** Most fetches of one node at a time. */
    static final int MAX_FETCHES = 8;

    /** Most agents of one node that wait because an unknown key came. */
    static final int MAX_WISHES = 1_000;

    /** After how long a fetch is somebody else's whose node died, in milliseconds. */
    private static final long CLAIM_MS = 60_000;

    private static final Logger LOG = Logger.getLogger(AgentKeyRefresh.class);
    private static final Map<String, String> HEADERS = Map.of("Accept", "application/jwk-set+json, application/json");
    private static final int OK = 200;

    private final Ports ports;
    private final AgentStores stores;
    private final GuardedHttp http;
    private final Set<Wish> wishes = ConcurrentHashMap.newKeySet();
    private final AtomicInteger running = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(MAX_FETCHES, work -> {
        Thread thread = new Thread(work, "gatehouse-agent-keys");
        thread.setDaemon(true);
        return thread;
    });

    private record Wish(String realmId, String agentId) {}

    private record Fetch(String realmId, String agentId, String uri) {}

    /** @param http the guarded way out */
    public AgentKeyRefresh(Ports ports, AgentStores stores, GuardedHttp http) {
        this.ports = ports;
        this.stores = stores;
        this.http = http;
    }

    /** Fetches from now on. */
    public void start(Jobs jobs) {
        jobs.every("agent-keys", INTERVAL_MS, this::run);
    }

    /**
     * Wishes for an agent's keys because one came that is not known; they are fetched within seconds, unless they were tried
     * within the last {@link AgentKeyPlan#MIN_INTERVAL_MS}. Reads and writes nothing, so it may be called in any transaction.
     */
    public void wish(String realmId, String agentId) {
        if (wishes.size() < MAX_WISHES) {
            boolean ignored = wishes.add(new Wish(realmId, agentId));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void run() {
        int free = MAX_FETCHES - running.get();
        if (free <= 0) {
            return;
        }
        List<Fetch> claimed = ports.database().inNewConnection(connection -> claim(connection, free));
        for (Fetch fetch : claimed) {
            running.incrementAndGet();
            threads.execute(() -> {
                try {
                    settle(fetch, fetched(fetch.uri()));
                } catch (RuntimeException e) {
                    LOG.warnf(e, "could not keep the fetched keys of %s; they are fetched again", fetch.agentId());
                } finally {
                    running.decrementAndGet();
                }
            });
        }
    }

    private List<Fetch> claim(Connection connection, int max) throws SQLException {
        long nowMs = Clock.nowMs();
        List<Fetch> claimed = new ArrayList<>();
        for (Wish wish : List.copyOf(wishes)) {
            if (claimed.size() < max && wishes.remove(wish)) {
                claimWish(connection, wish, nowMs).ifPresent(claimed::add);
            }
        }
        if (claimed.size() < max) {
            claimed.addAll(claimDue(connection, max - claimed.size(), nowMs));
        }
        return claimed;
    }

    private static Optional<Fetch> claimWish(Connection connection, Wish wish, long nowMs) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select JWKS_URI, JWKS_FETCH_AT_MS from GATEHOUSE_AGENT"
                        + " where REALM_ID = ? and ID = ? and STATUS <> 'revoked' and JWKS_URI is not null"
                        + " and JWKS_FETCH_AT_MS > ? and JWKS_TRIED_AT_MS <= ?")) {
            select.setString(1, wish.realmId());
            select.setString(2, wish.agentId());
            select.setLong(3, nowMs);
            select.setLong(4, nowMs - AgentKeyPlan.MIN_INTERVAL_MS);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Fetch fetch = new Fetch(wish.realmId(), wish.agentId(), row.getString(1));
                return isClaimed(connection, fetch, row.getLong(2), nowMs) ? Optional.of(fetch) : Optional.empty();
            }
        }
    }

    private static List<Fetch> claimDue(Connection connection, int max, long nowMs) throws SQLException {
        List<Fetch> due = new ArrayList<>();
        List<Long> plannedMs = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select REALM_ID, ID, JWKS_URI, JWKS_FETCH_AT_MS from GATEHOUSE_AGENT where JWKS_FETCH_AT_MS <= ?"
                        + " and STATUS <> 'revoked' order by JWKS_FETCH_AT_MS fetch first " + max + " rows only")) {
            select.setLong(1, nowMs);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    due.add(new Fetch(rows.getString(1), rows.getString(2), rows.getString(3)));
                    plannedMs.add(rows.getLong(4));
                }
            }
        }
        List<Fetch> claimed = new ArrayList<>();
        for (int i = 0; i < due.size(); i++) {
            if (isClaimed(connection, due.get(i), plannedMs.get(i), nowMs)) {
                claimed.add(due.get(i));
            }
        }
        return claimed;
    }

    /** Of nodes that see the same plan one changes it. */
    private static boolean isClaimed(Connection connection, Fetch fetch, long plannedMs, long nowMs)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update GATEHOUSE_AGENT set JWKS_FETCH_AT_MS = ?, JWKS_TRIED_AT_MS = ?"
                        + " where REALM_ID = ? and ID = ? and JWKS_FETCH_AT_MS = ?")) {
            update.setLong(1, nowMs + CLAIM_MS);
            update.setLong(2, nowMs);
            update.setString(3, fetch.realmId());
            update.setString(4, fetch.agentId());
            update.setLong(5, plannedMs);
            return update.executeUpdate() == 1;
        }
    }

    /** The keys that are there now; empty for whatever is wrong with them. No transaction is open. */
    private Optional<Jwks> fetched(String uri) {
        try {
            HttpOutcome outcome = http.get(OutboundUrl.parse(uri, http.guard()), HEADERS);
            if (outcome instanceof HttpOutcome.Answered answer && answer.status() == OK && !answer.isTruncated()) {
                byte[] bytes = answer.text().getBytes(StandardCharsets.UTF_8);
                return Optional.of(Jwks.parseFetched(Json.readTree(bytes, Json.MAX_BODY_BYTES)));
            }
            return Optional.empty();
        } catch (OutboundUrlException | IllegalArgumentException | GatehouseException e) {
            LOG.debugf(e, "no keys at %s", uri);
            return Optional.empty();
        }
    }

    private void settle(Fetch fetch, Optional<Jwks> keys) {
        ports.database().runInNewTransaction(session -> {
            Optional<Agent> ignored = stores.open(
                            session, fetch.realmId(), Caller.system(), RequestFacts.ofBackground())
                    .flatMap(agents -> agents.change(fetch.agentId(), row -> settle(agents, row, fetch, keys)));
        });
    }

    /** The agent may have been revoked, or its keys moved, while they were fetched. */
    private static void settle(Agents agents, AgentEntity row, Fetch fetch, Optional<Jwks> keys) {
        if (fetch.uri().equals(row.jwksUri()) && row.status() != AgentStatus.REVOKED) {
            settle(agents, row, keys);
        }
    }

    private static void settle(Agents agents, AgentEntity row, Optional<Jwks> keys) {
        long nowMs = Clock.nowMs();
        Jwks before = row.jwks();
        if (keys.isPresent()) {
            row.keysFetched(keys.get(), nowMs, nowMs + AgentKeyPlan.REFRESH_MS);
            if (!keys.get().equals(before)) {
                changed(agents, row, before != null && !keys.get().hasEveryKeyOf(before), "jwks_uri");
            }
            return;
        }
        row.fetchKeysAt(AgentKeyPlan.retryAtMs(nowMs, row.keysNotFetched()));
        Long fetchedAtMs = row.jwksFetchedAtMs();
        if (before != null && (fetchedAtMs == null || AgentKeyPlan.isStale(nowMs, fetchedAtMs))) {
            row.dropKeys();
            changed(agents, row, true, "jwks_uri_failed");
        }
    }

    /** As when keys are changed by a call: who held one that is gone may hold tokens. */
    private static void changed(Agents agents, AgentEntity row, boolean isKeyGone, String cause) {
        if (isKeyGone) {
            agents.killTokens(row);
        }
        agents.append(Agents.event(EventType.AGENT_UPDATED, agents.rows().agent(row))
                .cause(cause)
                .data("changed", List.of("jwks"))
                .data("tokens_revoked", isKeyGone));
    }
}
