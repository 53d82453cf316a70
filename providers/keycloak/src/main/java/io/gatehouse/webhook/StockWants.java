package io.gatehouse.webhook;

import io.gatehouse.core.webhook.EventFilter;
import io.gatehouse.event.StockSubscriptions;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.Jobs;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which of Keycloak's own events some webhook asks for by name, in memory, read anew every {@link #INTERVAL_MS}: a login asks
 * no database for it. A webhook gets these events from a second after it was made. One for each node; thread-safe.
 */
public final class StockWants implements StockSubscriptions {
    /** Pause between two looks, in milliseconds. */
    static final long INTERVAL_MS = 1_000;

    /** Most webhooks of all realms that are looked at. */
    static final int MAX_WEBHOOKS = 10_000;

    private volatile Map<String, Set<String>> globsByRealm = Map.of();

    /** Looks from now on. */
    public void start(Jobs jobs, Database database) {
        jobs.every(
                "webhook-stock-events", INTERVAL_MS, () -> globsByRealm = database.inNewConnection(StockWants::read));
    }

    @Override
    public boolean wants(String realmId, String type) {
        Set<String> globs = globsByRealm.get(realmId);
        return globs != null && globs.stream().anyMatch(glob -> EventFilter.matches(glob, type));
    }

    private static Map<String, Set<String>> read(Connection connection) throws SQLException {
        Map<String, Set<String>> found = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("select REALM_ID, EVENTS from GATEHOUSE_WEBHOOK"
                        + " where WANTS_STOCK = true and IS_ACTIVE = true and DELETED_AT_MS is null fetch first "
                        + MAX_WEBHOOKS + " rows only");
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
