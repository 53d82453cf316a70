package io.gatehouse.login;

import io.gatehouse.platform.Database;
import io.gatehouse.platform.Deadlines;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;

/**
 * Deletes guests that did not come back, see {@link Deadlines}. Every guest is looked at once a day at least, so that a changed
 * setting is followed within a day; each in a transaction of its own, so that one that cannot be deleted holds up nobody.
 */
public final class GuestSweep {
    /** How long after one look the next one comes at the latest, in milliseconds. */
    static final long LOOK_MS = Duration.ofDays(1).toMillis();

    /** Most guests of one realm that are looked at before other work of the job has its turn. */
    static final int BATCH_ROWS = 20;

    private static final Logger LOG = Logger.getLogger(GuestSweep.class);

    private final Database database;
    private final GuestRooms rooms;

    private GuestSweep(Database database, GuestRooms rooms) {
        this.database = database;
        this.rooms = rooms;
    }

    /** In every realm. */
    public static Deadlines of(Database database, GuestRooms rooms) {
        GuestSweep sweep = new GuestSweep(database, rooms);
        return new Deadlines(
                database, "guest-sweep", List.of(new Deadlines.Kind("GATEHOUSE_GUEST", "LOOK_AT_MS", sweep::work)));
    }

    private boolean work(KeycloakSession session, String realmId, long nowMs) {
        List<String> due = rooms.open(session, realmId)
                .map(guests -> guests.due(nowMs, BATCH_ROWS))
                .orElse(List.of());
        due.forEach(userId -> look(realmId, userId, nowMs));
        return due.size() == BATCH_ROWS;
    }

    private void look(String realmId, String userId, long nowMs) {
        try {
            database.runInNewTransaction(
                    session -> rooms.open(session, realmId).ifPresent(guests -> guests.look(userId, nowMs)));
        } catch (RuntimeException e) {
            LOG.errorf(e, "could not look at guest %s of realm %s; it is looked at again in a day", userId, realmId);
            database.runInNewTransaction(
                    session -> rooms.open(session, realmId).ifPresent(guests -> guests.lookLater(userId, nowMs)));
        }
    }
}
