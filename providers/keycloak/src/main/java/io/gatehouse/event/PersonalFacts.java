package io.gatehouse.event;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the events of one realm tell of persons, beside the events themselves. Belongs to its connection. */
public final class PersonalFacts {
    private final Connection connection;
    private final String realmId;

    /** Reads and erases facts of the realm on this connection. */
    public PersonalFacts(Connection connection, String realmId) {
        this.connection = connection;
        this.realmId = realmId;
    }

    /**
     * A fact about a person.
     *
     * @param salt base64url of its salt, null once it is erased
     * @param value the fact itself, null once it is erased
     */
    public record Fact(@Nullable String salt, @Nullable String value) {
        /** Whether there is nothing left of it. */
        public boolean isErased() {
            return salt == null || value == null;
        }
    }

    /** The facts of the events, by event and name. */
    public Map<String, Map<String, Fact>> of(Collection<String> eventIds) throws SQLException {
        Map<String, Map<String, Fact>> found = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("select EVENT_ID, NAME, SALT, VALUE_TEXT from GATEHOUSE_EVENT_PERSONAL"
                        + " where REALM_ID = ? and EVENT_ID = any(?)")) {
            Array ids = connection.createArrayOf("varchar", eventIds.toArray());
            select.setString(1, realmId);
            select.setArray(2, ids);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(rows.getString(1), id -> new TreeMap<>())
                            .put(rows.getString(2), new Fact(rows.getString(3), rows.getString(4)));
                }
            }
            ids.free();
        }
        return found;
    }

    /**
     * Erases every fact about a person, whether its event has its place yet or not; the commitments stay. Decisions about tokens
     * for it cannot be asked again.
     *
     * @return how many facts there were
     */
    public int erase(String subjectId) throws SQLException {
        eraseRecorded("GATEHOUSE_SEQUENCED_EVENT", subjectId);
        // What policies were told moves with its event: nothing moves from here on, so that no copy of it is left.
        Sequencer.hold(connection);
        eraseRecorded("GATEHOUSE_EVENT", subjectId);
        eraseRecorded("GATEHOUSE_SEQUENCED_EVENT", subjectId);
        try (PreparedStatement update =
                connection.prepareStatement("update GATEHOUSE_EVENT_PERSONAL set SALT = null, VALUE_TEXT = null"
                        + " where REALM_ID = ? and SUBJECT_ID = ? and (SALT is not null or VALUE_TEXT is not null)")) {
            update.setString(1, realmId);
            update.setString(2, subjectId);
            return update.executeUpdate();
        }
    }

    /** Erases what policies were told of requests of a person: address and intent are in it, too. */
    private void eraseRecorded(String table, String subjectId) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update " + table
                + " set FACTS = null where REALM_ID = ? and FACTS is not null"
                + " and ID in (select EVENT_ID from GATEHOUSE_EVENT_PERSONAL where REALM_ID = ? and SUBJECT_ID = ?)")) {
            update.setString(1, realmId);
            update.setString(2, realmId);
            update.setString(3, subjectId);
            update.executeUpdate();
        }
    }
}
