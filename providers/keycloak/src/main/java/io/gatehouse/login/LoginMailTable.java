package io.gatehouse.login;

import io.gatehouse.core.key.Digest;
import io.gatehouse.platform.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of GATEHOUSE_LOGIN_MAIL of one realm. Belongs to its connection. What must happen once is an update with a condition,
 * whose count says who was first. Long because every statement about the table stands here.
 */
final class LoginMailTable {
    /** Most nonces that are looked for at once. */
    static final int MAX_NONCES = 3;

    /** Most rows of one browser that are looked at. */
    private static final int MAX_ASKED = 10;

    private static final String COLUMNS =
            "ID, KIND, ADDRESS, NETWORK, PAYLOAD, NONCE_HASH, PEPPER_ID, SECRET_DIGEST, USER_ID,"
                    + " CREATED_AT_MS, WRITTEN_AT_MS, EXPIRES_AT_MS, SEND_TRIES, GUESSES, USED_AT_MS";
    private static final String SELECT = "select " + COLUMNS + " from GATEHOUSE_LOGIN_MAIL where REALM_ID = ?";

    private final Connection connection;
    private final String realmId;

    LoginMailTable(Connection connection, String realmId) {
        this.connection = connection;
        this.realmId = realmId;
    }

    /** Its turn may come from now on. */
    void insert(LoginMail mail) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into GATEHOUSE_LOGIN_MAIL (ID, REALM_ID, KIND,"
                        + " ADDRESS, NETWORK, PAYLOAD, NONCE_HASH, CREATED_AT_MS, DUE_AT_MS, EXPIRES_AT_MS, SWEEP_AT_MS, SEND_TRIES,"
                        + " GUESSES) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)")) {
            insert.setString(1, mail.id());
            insert.setString(2, realmId);
            insert.setString(3, mail.kind());
            insert.setString(4, mail.address());
            insert.setString(5, mail.network());
            insert.setString(6, Json.write(mail.payload()));
            insert.setString(7, mail.nonceHash());
            insert.setLong(8, mail.createdAtMs());
            insert.setLong(9, mail.createdAtMs());
            insert.setLong(10, mail.expiresAtMs());
            insert.setLong(11, Math.max(mail.expiresAtMs(), mail.createdAtMs() + LoginMailTurns.MEMORY_MS));
            insert.executeUpdate();
        }
    }

    Optional<LoginMail> find(String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + " and ID = ?")) {
            select.setString(1, realmId);
            select.setString(2, id);
            return read(select).stream().findFirst();
        }
    }

    /** Those for an address with one of these nonces, the newest first. */
    List<LoginMail> asked(String kind, String address, List<String> nonceHashes) throws SQLException {
        if (nonceHashes.isEmpty()) {
            return List.of();
        }
        String marks = String.join(", ", Collections.nCopies(nonceHashes.size(), "?"));
        try (PreparedStatement select = connection.prepareStatement(SELECT + " and NONCE_HASH in (" + marks
                + ") and KIND = ? and ADDRESS = ? order by CREATED_AT_MS desc fetch first " + MAX_ASKED
                + " rows only")) {
            int at = 1;
            select.setString(at++, realmId);
            for (String hash : nonceHashes) {
                select.setString(at++, hash);
            }
            select.setString(at++, kind);
            select.setString(at, address);
            return read(select);
        }
    }

    boolean countGuess(String id, int max, long nowMs) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update GATEHOUSE_LOGIN_MAIL set GUESSES = GUESSES + 1 where REALM_ID = ? and ID = ? and GUESSES < ?"
                        + " and USED_AT_MS is null and WRITTEN_AT_MS is not null and EXPIRES_AT_MS > ?")) {
            update.setString(1, realmId);
            update.setString(2, id);
            update.setInt(3, max);
            update.setLong(4, nowMs);
            return update.executeUpdate() == 1;
        }
    }

    boolean use(String id, long nowMs) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update GATEHOUSE_LOGIN_MAIL set USED_AT_MS = ?,"
                + " DUE_AT_MS = null where REALM_ID = ? and ID = ? and USED_AT_MS is null and SECRET_DIGEST is not null"
                + " and EXPIRES_AT_MS > ?")) {
            update.setLong(1, nowMs);
            update.setString(2, realmId);
            update.setString(3, id);
            update.setLong(4, nowMs);
            return update.executeUpdate() == 1;
        }
    }

    void giveBack(String id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update GATEHOUSE_LOGIN_MAIL set USED_AT_MS = null where REALM_ID = ? and ID = ?")) {
            update.setString(1, realmId);
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    /** The addresses for which something is due, the one that waited longest first. */
    List<String> addressesDue(long nowMs, int max) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select ADDRESS from GATEHOUSE_LOGIN_MAIL"
                + " where REALM_ID = ? and DUE_AT_MS <= ? group by ADDRESS order by min(DUE_AT_MS), ADDRESS fetch first "
                + max
                + " rows only")) {
            select.setString(1, realmId);
            select.setLong(2, nowMs);
            List<String> addresses = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    addresses.add(rows.getString(1));
                }
            }
            return addresses;
        }
    }

    /** Those that have had their turn, and whose letter is to be written again because it was not sent. */
    List<LoginMail> unsent(String address, long nowMs) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + " and ADDRESS = ? and DUE_AT_MS <= ?"
                + " and WRITTEN_AT_MS is not null order by DUE_AT_MS, ID fetch first " + MAX_ASKED + " rows only")) {
            select.setString(1, realmId);
            select.setString(2, address);
            select.setLong(3, nowMs);
            return read(select);
        }
    }

    /** Those that wait for their turn, the oldest first. */
    List<LoginMail> waiting(String address, int max) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(SELECT + " and ADDRESS = ? and DUE_AT_MS is not null"
                        + " and WRITTEN_AT_MS is null order by CREATED_AT_MS, ID fetch first " + max + " rows only")) {
            select.setString(1, realmId);
            select.setString(2, address);
            return read(select);
        }
    }

    /** Those that have had their turn since a moment, the newest first. */
    List<LoginMailTurns.Past> past(String address, long sinceMs, int max) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select NETWORK, WRITTEN_AT_MS from GATEHOUSE_LOGIN_MAIL"
                        + " where REALM_ID = ? and ADDRESS = ? and WRITTEN_AT_MS > ? order by WRITTEN_AT_MS desc fetch first "
                        + max
                        + " rows only")) {
            select.setString(1, realmId);
            select.setString(2, address);
            select.setLong(3, sinceMs);
            List<LoginMailTurns.Past> past = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    past.add(new LoginMailTurns.Past(rows.getString(1), rows.getLong(2)));
                }
            }
            return past;
        }
    }

    void delete(String id) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from GATEHOUSE_LOGIN_MAIL where REALM_ID = ? and ID = ?")) {
            delete.setString(1, realmId);
            delete.setString(2, id);
            delete.executeUpdate();
        }
    }

    /** When its turn, or its next try, is to come; null for never. */
    void dueAt(String id, @Nullable Long dueAtMs) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update GATEHOUSE_LOGIN_MAIL set DUE_AT_MS = ? where REALM_ID = ? and ID = ?")) {
            if (dueAtMs == null) {
                update.setNull(1, Types.BIGINT);
            } else {
                update.setLong(1, dueAtMs);
            }
            update.setString(2, realmId);
            update.setString(3, id);
            update.executeUpdate();
        }
    }

    /** Notes that its turn has come, and that nobody is written to, or not again. */
    void over(String id, long nowMs) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update GATEHOUSE_LOGIN_MAIL set WRITTEN_AT_MS ="
                + " coalesce(WRITTEN_AT_MS, ?), DUE_AT_MS = null where REALM_ID = ? and ID = ?")) {
            update.setLong(1, nowMs);
            update.setString(2, realmId);
            update.setString(3, id);
            update.executeUpdate();
        }
    }

    /**
     * Notes that its turn has come, and what was written.
     *
     * @param digest of what the letter hands out
     * @param dueAtMs when it is written again, unless somebody says before that it was sent
     */
    void written(String id, Digest digest, @Nullable String userId, long nowMs, long expiresAtMs, long dueAtMs)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update GATEHOUSE_LOGIN_MAIL set WRITTEN_AT_MS = ?,"
                + " EXPIRES_AT_MS = ?, SWEEP_AT_MS = ?, PEPPER_ID = ?, SECRET_DIGEST = ?, USER_ID = ?,"
                + " SEND_TRIES = SEND_TRIES + 1, GUESSES = 0, DUE_AT_MS = ? where REALM_ID = ? and ID = ?"
                + " and USED_AT_MS is null")) {
            update.setLong(1, nowMs);
            update.setLong(2, expiresAtMs);
            update.setLong(3, Math.max(expiresAtMs, nowMs + LoginMailTurns.MEMORY_MS));
            update.setString(4, digest.pepperId());
            update.setString(5, digest.value());
            update.setString(6, userId);
            update.setLong(7, dueAtMs);
            update.setString(8, realmId);
            update.setString(9, id);
            update.executeUpdate();
        }
    }

    /** Deletes what nobody needs any more. */
    int sweep(long nowMs, int max) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from GATEHOUSE_LOGIN_MAIL where REALM_ID = ? and"
                        + " ID in (select ID from GATEHOUSE_LOGIN_MAIL where REALM_ID = ? and SWEEP_AT_MS <= ?"
                        + " order by SWEEP_AT_MS fetch first " + max + " rows only)")) {
            delete.setString(1, realmId);
            delete.setString(2, realmId);
            delete.setLong(3, nowMs);
            return delete.executeUpdate();
        }
    }

    private static List<LoginMail> read(PreparedStatement select) throws SQLException {
        List<LoginMail> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String digest = row.getString(8);
                found.add(new LoginMail(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Json.readMap(row.getString(5)),
                        row.getString(6),
                        digest == null ? null : new Digest(row.getString(7), digest),
                        row.getString(9),
                        row.getLong(10),
                        number(row, 11),
                        row.getLong(12),
                        row.getInt(13),
                        row.getInt(14),
                        number(row, 15)));
            }
        }
        return found;
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
