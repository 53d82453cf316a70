package io.gatehouse.policy;

import io.gatehouse.platform.RealmScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/**
 * How often policies changed, of whatever realm: one number in the database. Who changes a policy holds its lock until the
 * commit, so that changes come one after the other, and a node that saw a number has seen every change up to it.
 */
final class PolicyChanges {
    static final String TOPIC = "gatehouse-policies";

    private static final String NAME = "policy-changes";

    private PolicyChanges() {}

    /** Takes the lock and counts a change; every node hears of it after the commit. */
    static void begin(RealmScope scope) {
        Boolean ignored = scope.ports().database().onConnection(scope.session(), connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("update GATEHOUSE_LEASE set VERSION = VERSION + 1 where NAME = ?")) {
                update.setString(1, NAME);
                return update.executeUpdate() == 1;
            }
        });
        scope.ports().clusterNotice().afterCommit(scope.session(), TOPIC, Map.of("realm", scope.realmId()));
    }

    /** How often policies changed by now. */
    static long count(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select VERSION from GATEHOUSE_LEASE where NAME = ?")) {
            select.setString(1, NAME);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the row policy-changes of GATEHOUSE_LEASE is gone");
                }
                return row.getLong(1);
            }
        }
    }
}
