package io.gatehouse.apikey;

import io.gatehouse.platform.Database;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** The tables of limits in an H2 of a test's own; counts the transactions, and can be out of order. */
final class MemoryDatabase implements Database, AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final AtomicInteger transactions = new AtomicInteger();
    volatile boolean isDown;
    private final String url = "jdbc:h2:mem:limits" + NUMBER.incrementAndGet() + ";LOCK_TIMEOUT=10000";
    private final Connection keptOpen;

    MemoryDatabase() throws SQLException {
        keptOpen = DriverManager.getConnection(url);
        try (Statement statement = keptOpen.createStatement()) {
            statement.execute("create table REALM (ID varchar(36) primary key)");
            statement.execute("insert into REALM values ('" + Keys.REALM + "')");
            statement.execute(
                    "create table GATEHOUSE_KEY_CREDIT (REALM_ID varchar(36), ID varchar(36), REMAINING bigint,"
                            + " REFILL_AMOUNT bigint, REFILL_INTERVAL varchar(8), REFILL_AT_MS bigint, GENERATION bigint,"
                            + " primary key (REALM_ID, ID))");
            statement.execute("create table GATEHOUSE_RATE_USE (REALM_ID varchar(36), ID varchar(36), NAME varchar(64),"
                    + " WINDOW_SECONDS int, WINDOW_START_MS bigint, NODE_ID varchar(36), USED bigint, EXPIRES_AT_MS bigint,"
                    + " primary key (REALM_ID, ID, NAME, WINDOW_SECONDS, WINDOW_START_MS, NODE_ID))");
        }
    }

    @Override
    public EntityManager entityManager(KeycloakSession session) {
        throw new AssertionError("not expected");
    }

    @Override
    public <T> T inNewTransaction(Function<KeycloakSession, T> work) {
        throw new AssertionError("not expected");
    }

    @Override
    public <T> T onConnection(@Nullable KeycloakSession session, JdbcWork<T> work) {
        return inNewConnection(work);
    }

    @Override
    public <T> T inNewConnection(JdbcWork<T> work) {
        transactions.incrementAndGet();
        if (isDown) {
            throw new IllegalStateException("no database");
        }
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        keptOpen.close();
    }
}
