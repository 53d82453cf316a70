package io.gatehouse.event;

import io.gatehouse.core.audit.Commitment;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.Json;
import io.micrometer.core.instrument.Metrics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Writes Keycloak's own events into the transaction in which they happen. The opposite of {@link Events}: here the change is
 * Keycloak's, and a fault of ours must not undo it. So the rows are plain statements behind a savepoint, with a time limit;
 * when they fail, the transaction goes on as if they had never been tried, and the failure is counted.
 */
public final class StockEvents {
    /** Counts the events that could not be written. */
    public static final String FAILURES = "gatehouse.stock_events.failures";

    /** Longest that a login waits for one statement. */
    static final int STATEMENT_SECONDS = 2;

    private static final Logger LOG = Logger.getLogger(StockEvents.class);
    private static final long LOG_INTERVAL_MS = 60_000;
    private static final AtomicLong LOGGED_AT_MS = new AtomicLong(Long.MIN_VALUE);

    private static final String SAVEPOINT = "SAVEPOINT GATEHOUSE_STOCK_EVENT";
    private static final String ROLLBACK = "ROLLBACK TO SAVEPOINT GATEHOUSE_STOCK_EVENT";
    private static final String RELEASE = "RELEASE SAVEPOINT GATEHOUSE_STOCK_EVENT";

    private static final String EVENT =
            "insert into GATEHOUSE_EVENT (ID, REALM_ID, EVENT_TYPE, OCCURRED_AT_MS, ACTOR_TYPE, ACTOR_ID, SUBJECT_ID,"
                    + " TARGET_TYPE, TARGET_ID, AUTH_METHOD, REQUEST_ID, CORRELATION_ID, DATA)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String IP =
            "insert into GATEHOUSE_EVENT_PERSONAL (ID, REALM_ID, EVENT_ID, SUBJECT_ID, NAME, SALT,"
                    + " VALUE_TEXT, COMMITMENT) values (?, ?, ?, ?, 'ip', ?, ?, ?)";

    /** How Keycloak's own events say that somebody proved who they are. */
    private static final String AUTH_METHOD = "keycloak";

    private StockEvents() {}

    /**
     * Writes one event, or leaves the transaction as it was.
     *
     * @param connection of the transaction in which the event happens
     * @return whether it was written; no exception in any case
     */
    public static boolean append(Connection connection, StockEvent event) {
        try {
            insertBehindSavepoint(connection, event);
            return true;
        } catch (SQLException | RuntimeException e) {
            failed(e);
            return false;
        }
    }

    /** Counts and reports an event that could not be written; the first, and then one each minute. */
    public static void failed(Exception cause) {
        Metrics.counter(FAILURES).increment();
        long nowMs = Clock.monotonicMs();
        long loggedAtMs = LOGGED_AT_MS.get();
        boolean isTime = loggedAtMs == Long.MIN_VALUE || nowMs - loggedAtMs >= LOG_INTERVAL_MS;
        if (isTime && LOGGED_AT_MS.compareAndSet(loggedAtMs, nowMs)) {
            LOG.warnf(cause, "an event of Keycloak's own was not written for webhooks; %s counts them", FAILURES);
        }
    }

    /**
     * The savepoint is set by statements, not by JDBC's methods: a pool that takes part in a distributed transaction refuses
     * those.
     */
    private static void insertBehindSavepoint(Connection connection, StockEvent event) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SAVEPOINT);
            boolean isDone = false;
            try {
                insert(connection, event);
                isDone = true;
            } finally {
                if (!isDone) {
                    statement.execute(ROLLBACK);
                }
            }
            statement.execute(RELEASE);
        }
    }

    private static void insert(Connection connection, StockEvent event) throws SQLException {
        String id = Entropy.uuid().toString();
        try (PreparedStatement insert = connection.prepareStatement(EVENT)) {
            insert.setString(1, id);
            insert.setString(2, event.realmId());
            insert.setString(3, event.type());
            insert.setLong(4, event.occurredAtMs());
            insert.setString(5, event.actor().text());
            insert.setString(6, event.actorId());
            insert.setString(7, event.subjectId());
            insert.setString(8, event.targetType());
            insert.setString(9, event.targetId());
            insert.setString(10, AUTH_METHOD);
            insert.setString(11, event.request().requestId());
            insert.setString(12, event.request().correlationId());
            insert.setString(13, event.data().isEmpty() ? null : Json.write(event.data()));
            execute(insert);
        }
        String ip = event.ip();
        if (ip != null && !ip.isEmpty()) {
            insertIp(connection, id, event, StockEvent.fitting(ip, EventPersonalEntity.MAX_VALUE_LENGTH));
        }
    }

    private static void insertIp(Connection connection, String eventId, StockEvent event, String ip)
            throws SQLException {
        byte[] salt = Entropy.bytes(Commitment.SALT_BYTES);
        boolean isActors = event.subjectId() == null && event.actor() != Caller.Kind.ANONYMOUS;
        try (PreparedStatement insert = connection.prepareStatement(IP)) {
            insert.setString(1, Entropy.uuid().toString());
            insert.setString(2, event.realmId());
            insert.setString(3, eventId);
            insert.setString(4, isActors ? event.actorId() : event.subjectId());
            insert.setString(5, Base64.getUrlEncoder().withoutPadding().encodeToString(salt));
            insert.setString(6, ip);
            insert.setString(7, Commitment.of("ip", salt, ip));
            execute(insert);
        }
    }

    private static void execute(PreparedStatement insert) throws SQLException {
        insert.setQueryTimeout(STATEMENT_SECONDS);
        try {
            insert.executeUpdate();
        } finally {
            // H2 keeps the limit for all that the connection does later.
            insert.setQueryTimeout(0);
        }
    }
}
