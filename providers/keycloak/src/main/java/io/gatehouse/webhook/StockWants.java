package io.gatehouse.webhook;

import io.gatehouse.core.webhook.EventFilter;
import io.gatehouse.event.StockSubscriptions;
import io.gatehouse.platform.ClusterNotice;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.Jobs;
import io.gatehouse.platform.RealmScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Which of Keycloak's own events some webhook asks for by name, in memory: a login asks no database for it. Read anew when a
 * node tells that a webhook changed, and every {@link #INTERVAL_MS} in case a notice was lost. An old answer means an event too
 * many or too few for that long; of one too many {@link WebhookFanOut} makes no delivery. One for each node; thread-safe.
 */
public final class StockWants implements StockSubscriptions {
    /** Pause between two looks, in milliseconds. */
    static final long INTERVAL_MS = 500;

    /** Most webhooks of all realms that are looked at. */
    static final int MAX_WEBHOOKS = 10_000;

    private static final String TOPIC = "gatehouse-stock-wants";
    private static final Logger LOG = Logger.getLogger(StockWants.class);

    private final Database database;
    private volatile Map<String, Set<String>> globsByRealm = Map.of();

    /** Wants nothing until it is started. */
    public StockWants(Database database) {
        this.database = database;
    }

    /** Looks now, at each notice, and in between. */
    public void start(Jobs jobs, ClusterNotice notices) {
        notices.listen(TOPIC, notice -> lookQuietly());
        lookQuietly();
        jobs.every("webhook-stock-events", INTERVAL_MS, this::look);
    }

    /** Tells every node that a webhook of the realm changed, once that is committed. */
    static void changed(RealmScope scope) {
        scope.ports().clusterNotice().afterCommit(scope.session(), TOPIC, Map.of("realm", scope.realmId()));
    }

    @Override
    public boolean wants(String realmId, String type) {
        Set<String> globs = globsByRealm.get(realmId);
        return globs != null && globs.stream().anyMatch(glob -> EventFilter.matches(glob, type));
    }

    /** In turn, so that an older look never replaces a newer one. */
    private synchronized void look() {
        globsByRealm = database.inNewConnection(StockWants::read);
    }

    /** On the thread of whoever changed the webhook: that is done, and the next look comes anyway. */
    private void lookQuietly() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.debugf(e, "could not look which of Keycloak's own events are wanted; it is tried again");
        }
    }

    /** Without webhooks of organizations: Keycloak's own events belong to none. */
    private static Map<String, Set<String>> read(Connection connection) throws SQLException {
        Map<String, Set<String>> found = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("select REALM_ID, EVENTS from GATEHOUSE_WEBHOOK"
                        + " where WANTS_STOCK = true and IS_ACTIVE = true and DELETED_AT_MS is null"
                        + " and ORGANIZATION_ID is null fetch first " + MAX_WEBHOOKS + " rows only");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Set<String> globs = found.computeIfAbsent(rows.getString(1), realm -> new TreeSet<>());
                Stream.of(rows.getString(2).split("\n", -1))
                        .filter(EventFilter::isStock)
                        .forEach(globs::add);
            }
        }
        return found;
    }
}
