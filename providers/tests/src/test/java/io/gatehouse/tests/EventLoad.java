package io.gatehouse.tests;

import io.gatehouse.core.audit.Commitment;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Puts events into the inbox of a PostgreSQL as a store would, but by SQL: many at once, or one a transaction. */
final class EventLoad implements AutoCloseable {
    private static final String USER = "postgres";
    private static final String COLUMNS = "id, realm_id, event_type, occurred_at_ms, actor_type, actor_id, agent_id,"
            + " subject_id, target_type, target_id, decision, decision_id, auth_method, request_id, data";
    private static final String VALUES = "gen_random_uuid()::text, ?, 'token.issued',"
            + " (extract(epoch from clock_timestamp()) * 1000)::bigint, 'agent', 'agent_0123456789ab', 'agent_0123456789ab',"
            + " 'agent_0123456789ab', 'token', 'gh-' || gen_random_uuid(), 'allow', gen_random_uuid()::text, 'client_secret',"
            + " gen_random_uuid()::text, '{\"scope\":[\"orders.read\"],\"target_service\":\"any\",\"ttl\":300}'";

    private final Connection connection;
    private final PreparedStatement one;
    private final PreparedStatement next;
    private final String realmId;

    EventLoad(String url, String realmId) throws SQLException {
        this("gatehouse_event", url, realmId);
    }

    private EventLoad(String table, String url, String realmId) throws SQLException {
        this.realmId = realmId;
        connection = DriverManager.getConnection(url, USER, USER);
        one = connection.prepareStatement("insert into " + table + " (" + COLUMNS + ") values (" + VALUES + ")");
        one.setString(1, realmId);
        next = connection.prepareStatement("select next_seq from gatehouse_event_sequence where realm_id = ?");
        next.setString(1, realmId);
    }

    /** Writes single events into a table of the same shape. */
    static EventLoad into(String table, String url, String realmId) throws SQLException {
        return new EventLoad(table, url, realmId);
    }

    /** One event, committed. */
    void insert() throws SQLException {
        one.executeUpdate();
    }

    /** One event, committed; its id. */
    String insertWithId() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into gatehouse_event (" + COLUMNS + ") values (" + VALUES + ") returning id")) {
            insert.setString(1, realmId);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** Many events in one transaction, each with two facts about a person. */
    void insert(String realmId, int count) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement events =
                connection.prepareStatement("with made as (insert into gatehouse_event (" + COLUMNS
                        + ") select " + VALUES + " from generate_series(1, ?) returning id, realm_id)"
                        + " insert into gatehouse_event_personal (id, realm_id, event_id, name, salt, value_text, commitment)"
                        + " select gen_random_uuid()::text, realm_id, made.id, name, repeat('A', 43), 'value', commitment"
                        + " from made, (values ('ip', '" + commitment("ip") + "'), ('user_agent', '"
                        + commitment("user_agent") + "')) as names (name, commitment)")) {
            events.setString(1, realmId);
            events.setInt(2, count);
            events.executeUpdate();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** To the value that every fact has, with a salt of zeros. */
    private static String commitment(String name) {
        return Commitment.of(name, new byte[Commitment.SALT_BYTES], "value");
    }

    /** How many events of the realm have their place. */
    long sequenced() throws SQLException {
        try (ResultSet row = next.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Runs a statement, such as {@code checkpoint} before something is measured. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
