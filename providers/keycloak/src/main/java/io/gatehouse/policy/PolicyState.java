package io.gatehouse.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.core.policy.Policy;
import io.gatehouse.core.policy.PolicySet;
import io.gatehouse.core.policy.RuleReader;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.ClusterNotice;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Jobs;
import io.gatehouse.platform.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The active policies of every realm, in the memory of this node: a decision asks no database. Read anew when a node tells
 * that policies changed, and every {@link #INTERVAL_MS} in case a notice was lost, if their number of changes is another; and
 * every {@link #REREAD_MS} anyway, for what changed by other ways than ours, such as a realm that was removed and imported. A
 * node that could not look for {@link #MAX_STALENESS_MS} decides nothing: 503. One for each node; thread-safe.
 */
public final class PolicyState {
    /** Pause between two looks, in milliseconds. */
    static final long INTERVAL_MS = 500;

    /** How long what was read is kept while nobody tells of a change, in milliseconds. */
    static final long REREAD_MS = 60_000;

    /** How long this node may go without a look, in milliseconds. */
    static final long MAX_STALENESS_MS = 30_000;

    /** Most rules as text that are read, in bytes: what was written came in a body of that size. */
    static final int MAX_RULES_BYTES = 131_072;

    private static final int RETRY_AFTER_SECONDS = 5;
    private static final int MAX_COMPILED = 10_000;
    private static final Logger LOG = Logger.getLogger(PolicyState.class);

    private record VersionId(String policyId, int version) {}

    /**
     * @param changes how often policies had changed
     * @param readAtMs when they were read
     * @param atMs when this node looked last
     */
    private record Seen(long changes, Map<String, RealmPolicies> byRealm, long readAtMs, long atMs) {
        Seen stillTrue(long nowMs) {
            return new Seen(changes, byRealm, readAtMs, nowMs);
        }
    }

    private final Database database;
    private final Cache<VersionId, Policy> compiled = Caffeine.newBuilder()
            .maximumSize(MAX_COMPILED)
            .executor(Runnable::run)
            .build();
    private volatile Seen seen = new Seen(-1, Map.of(), Long.MIN_VALUE / 2, Long.MIN_VALUE / 2);

    /** Decides nothing until it is started. */
    public PolicyState(Database database) {
        this.database = database;
    }

    /** Looks now, at each notice, and in between. */
    public void start(Jobs jobs, ClusterNotice notices) {
        notices.listen(PolicyChanges.TOPIC, notice -> lookQuietly());
        lookQuietly();
        jobs.every("policies", INTERVAL_MS, this::look);
    }

    /**
     * The policies of a realm.
     *
     * @throws GatehouseException 503 when they are not known as they are now
     */
    RealmPolicies of(String realmId) {
        Seen now = seen;
        if (Clock.monotonicMs() - now.atMs() > MAX_STALENESS_MS) {
            throw GatehouseException.unavailable(
                    "The policies that this node knows are not current; nothing can be decided now.",
                    RETRY_AFTER_SECONDS);
        }
        return now.byRealm().getOrDefault(realmId, RealmPolicies.NONE);
    }

    /**
     * The policies of a realm that also decide Keycloak's own grants; null when there are none.
     *
     * @throws GatehouseException 503 when they are not known as they are now
     */
    @Nullable
    PolicySet ofStockGrants(String realmId) {
        return of(realmId).stock();
    }

    /** Whether a policy of the realm also decides Keycloak's own grants, as far as this node knows; costs nothing. */
    public boolean isAskedOfStockGrants(String realmId) {
        RealmPolicies known = seen.byRealm().get(realmId);
        return known != null && known.stock() != null;
    }

    /** In turn, so that an older look never replaces a newer one. */
    private synchronized void look() {
        long startedAtMs = Clock.monotonicMs();
        Seen before = seen;
        seen = database.inNewConnection(connection -> {
            // The number first: policies that change in between are read again the next time.
            long changes = PolicyChanges.count(connection);
            boolean isKnown = changes == before.changes() && startedAtMs - before.readAtMs() < REREAD_MS;
            return isKnown
                    ? before.stillTrue(startedAtMs)
                    : new Seen(changes, read(connection), startedAtMs, startedAtMs);
        });
    }

    /** On the thread of whoever changed the policy: that is done, and the next look comes anyway. */
    private void lookQuietly() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.debugf(e, "could not look for policies; it is tried again");
        }
    }

    private Map<String, RealmPolicies> read(Connection connection) throws SQLException {
        Map<String, Sorted> sorted = new HashMap<>();
        try (PreparedStatement select =
                        connection.prepareStatement("select REALM_ID, ID, VERSION, PRIORITY, MODE, RULES, STOCK_GRANTS"
                                + " from GATEHOUSE_POLICY where IS_ACTIVE = true");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Policy policy =
                        policy(new VersionId(rows.getString(2), rows.getInt(3)), rows.getInt(4), rows.getString(6));
                sorted.computeIfAbsent(rows.getString(1), realm -> new Sorted())
                        .add(policy, PolicyMode.SHADOW.text().equals(rows.getString(5)), rows.getBoolean(7));
            }
        }
        Map<String, RealmPolicies> byRealm = new HashMap<>();
        sorted.forEach((realm, policies) -> byRealm.put(realm, policies.all()));
        return byRealm;
    }

    /** The policies of one realm by what they do. */
    private record Sorted(List<Policy> acting, List<Policy> shadows, List<Policy> stock) {
        Sorted() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        /** A policy that is only tried does nothing at all to Keycloak's own grants. */
        void add(Policy policy, boolean isShadow, boolean isForStockGrants) {
            (isShadow ? shadows : acting).add(policy);
            if (isForStockGrants && !isShadow) {
                stock.add(policy);
            }
        }

        RealmPolicies all() {
            return RealmPolicies.of(acting, shadows, stock);
        }
    }

    /** Nobody but us writes the row; what cannot be read was edited in the database, and is never kept as read. */
    private Policy policy(VersionId id, int priority, String rules) {
        Policy known = compiled.getIfPresent(id);
        if (known != null) {
            return known;
        }
        RuleReader.Reading reading;
        try {
            JsonNode tree = Json.readTree(rules.getBytes(StandardCharsets.UTF_8), MAX_RULES_BYTES);
            reading = RuleReader.read(tree);
        } catch (GatehouseException e) {
            LOG.errorf("the rules of the policy %s cannot be read: it denies everything", id.policyId());
            return Policy.unreadable(id.policyId(), id.version());
        }
        if (!reading.faults().isEmpty()) {
            LOG.errorf("the policy %s is broken: it denies everything (%s)", id.policyId(), reading.faults());
            return Policy.unreadable(id.policyId(), id.version());
        }
        Policy policy = new Policy(id.policyId(), id.version(), priority, reading.rules());
        compiled.put(id, policy);
        return policy;
    }
}
