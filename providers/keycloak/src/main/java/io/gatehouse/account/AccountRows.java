package io.gatehouse.account;

import io.gatehouse.platform.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * What Keycloak does not keep of an account: when it was changed last, and how many one-time codes were tried in vain. One row of
 * a realm and a user, made when it is first needed. Changed in transactions of its own: what is counted must survive a refusal,
 * and no fault here may undo what Keycloak did. Thread-safe.
 */
public final class AccountRows {
    /** How many wrong codes a person may give within {@link #TRIES_WINDOW_MS}, on the whole cluster. */
    public static final int MAX_TRIES = 5;

    /** Within which time wrong codes are counted, in milliseconds. */
    public static final long TRIES_WINDOW_MS = 600_000;

    private static final Logger LOG = Logger.getLogger(AccountRows.class);
    private static final int INSERTS = 2;
    private static final String WHOSE = " where REALM_ID = ? and USER_ID = ?";

    private final Database database;
    private final String realmId;

    /** The rows of a realm. */
    public AccountRows(Database database, String realmId) {
        this.database = database;
        this.realmId = realmId;
    }

    /** Notes that an account was changed. Contained: what was changed stays so. */
    public void changed(String userId, long nowMs) {
        try {
            ensure(userId);
            boolean ignored = database.inNewConnection(
                    connection -> update(connection, "set UPDATED_AT_MS = ?", "", userId, nowMs));
        } catch (RuntimeException e) {
            LOG.warn("could not note that an account was changed", e);
        }
    }

    /** When the account was changed last, null for never. */
    @Nullable
    Long changedAtMs(KeycloakSession session, String userId) {
        return database.<Long[]>onConnection(session, connection -> new Long[] {read(connection, userId)})[0];
    }

    /** Removes what is kept of a user, in the transaction in which the user goes. */
    public void forget(KeycloakSession session, String userId) {
        Boolean ignored = database.onConnection(session, connection -> {
            try (PreparedStatement delete = connection.prepareStatement("delete from GATEHOUSE_ACCOUNT" + WHOSE)) {
                delete.setString(1, realmId);
                delete.setString(2, userId);
                return delete.executeUpdate() > 0;
            }
        });
    }

    /**
     * Counts a try before the code is looked at, so that no number of calls at once gets more of them.
     *
     * @return 0 when it may be made, else after how many seconds the next may
     */
    long takeTry(String userId, long nowMs) {
        ensure(userId);
        long begin = nowMs - TRIES_WINDOW_MS;
        return database.inNewConnection(connection -> {
            boolean isOneMore = update(
                    connection,
                    "set CODE_TRIES = CODE_TRIES + 1",
                    " and CODE_TRIES < " + MAX_TRIES + " and TRIES_SINCE_MS > " + begin,
                    userId);
            boolean isFirst = !isOneMore
                    && update(
                            connection,
                            "set CODE_TRIES = 1, TRIES_SINCE_MS = ?",
                            " and TRIES_SINCE_MS <= " + begin,
                            userId,
                            nowMs);
            return isOneMore || isFirst ? 0L : secondsToWait(connection, userId, begin);
        });
    }

    /** Takes back one try that was right. */
    void giveBackTry(String userId) {
        boolean ignored = database.inNewConnection(
                connection -> update(connection, "set CODE_TRIES = CODE_TRIES - 1", " and CODE_TRIES > 0", userId));
    }

    /** Forgets the tries of a person who gave a right code. */
    void forgetTries(String userId) {
        boolean ignored = database.inNewConnection(connection -> update(connection, "set CODE_TRIES = 0", "", userId));
    }

    private long secondsToWait(Connection connection, String userId, long beginMs) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select TRIES_SINCE_MS from GATEHOUSE_ACCOUNT" + WHOSE)) {
            select.setString(1, realmId);
            select.setString(2, userId);
            try (ResultSet row = select.executeQuery()) {
                long waitMs = row.next() ? row.getLong(1) - beginMs : TRIES_WINDOW_MS;
                return Math.max(1, (waitMs + 999) / 1_000);
            }
        }
    }

    private @Nullable Long read(Connection connection, String userId) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select UPDATED_AT_MS from GATEHOUSE_ACCOUNT" + WHOSE)) {
            select.setString(1, realmId);
            select.setString(2, userId);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                long found = row.getLong(1);
                return row.wasNull() ? null : found;
            }
        }
    }

    /** Makes the row when there is none. Of two nodes that make it at once the second finds the first one's. */
    private void ensure(String userId) {
        for (int i = 1; i <= INSERTS; i++) {
            try {
                boolean ignored = database.inNewConnection(
                        connection -> exists(connection, userId) || insert(connection, userId));
                return;
            } catch (RuntimeException e) {
                if (i == INSERTS) {
                    throw e;
                }
            }
        }
    }

    private boolean exists(Connection connection, String userId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select 1 from GATEHOUSE_ACCOUNT" + WHOSE)) {
            select.setString(1, realmId);
            select.setString(2, userId);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private boolean insert(Connection connection, String userId) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into GATEHOUSE_ACCOUNT (REALM_ID, USER_ID, CODE_TRIES, TRIES_SINCE_MS) values (?, ?, 0, 0)")) {
            insert.setString(1, realmId);
            insert.setString(2, userId);
            return insert.executeUpdate() == 1;
        }
    }

    /** @param value bound to the change's one parameter, when it has one */
    private boolean update(Connection connection, String change, String condition, String userId, long... value)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update GATEHOUSE_ACCOUNT " + change + WHOSE + condition)) {
            int at = 1;
            for (long one : value) {
                update.setLong(at++, one);
            }
            update.setString(at++, realmId);
            update.setString(at, userId);
            return update.executeUpdate() == 1;
        }
    }
}
