package io.gatehouse.login;

import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.GuestUsers;
import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The guests of one realm. Keycloak's user is the guest; our row says how long it was not seen, and that nobody has taken it over
 * in the meantime: whoever deletes or links a guest locks it first, so that of the two one happens.
 */
public final class Guests {
    /** How far behind it may be when a guest was last seen, in milliseconds: a guest that comes back often costs no write. */
    static final long SEEN_GRAIN_MS = Duration.ofHours(1).toMillis();

    /** What events about guests are about. */
    static final String TARGET = "user";

    private static final String NAME_PREFIX = "guest-";
    private static final int NAME_LENGTH = 12;
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int FULL_RETRY_SECONDS = 600;

    private final RealmScope scope;
    private final Events events;

    /** The guests of the scope's realm. */
    public Guests(RealmScope scope, Events events) {
        this.scope = scope;
        this.events = events;
    }

    /**
     * Makes a guest.
     *
     * @param clientId the client that it comes through, for the event; null for the realm's own
     * @return the user's id
     * @throws GatehouseException 503 when the realm has as many guests as it allows; calls at the same moment may exceed that
     *     number by theirs
     */
    public String make(@Nullable String clientId) {
        int max = scope.settings().login().guestMaxCount();
        if (count() >= max) {
            throw GatehouseException.unavailable(
                    "This realm has " + max + " guests, as many as its setting guest_max_count allows. They are deleted"
                            + " when they did not come back for guest_max_idle_days.",
                    FULL_RETRY_SECONDS);
        }
        String userId = users().create(scope.session(), scope.realm(), name());
        em().persist(new GuestEntity(userId, scope.realmId(), Clock.nowMs()));
        append(event(EventType.GUEST_CREATED, userId).data("client_id", clientId));
        return userId;
    }

    /** Records that a new guest got tokens. */
    void loggedIn(String userId) {
        new LoginEvents(events, LoginMethod.GUEST).succeeded(userId, userId, true);
    }

    /** A name that nobody can guess: {@code guest-} and 60 random bits in base 32. */
    static String name() {
        StringBuilder name = new StringBuilder(NAME_PREFIX);
        for (byte random : Entropy.bytes(NAME_LENGTH)) {
            name.append(BASE32.charAt(random & 31));
        }
        return name.toString();
    }

    private long count() {
        return em().createNamedQuery("gatehouse.countGuests", Long.class)
                .setParameter("realm", scope.realmId())
                .getSingleResult();
    }

    /** Locks a guest until the transaction ends; empty for whoever is none, or is none any more. */
    Optional<GuestEntity> lock(String userId) {
        GuestEntity row = em().find(GuestEntity.class, userId, LockModeType.PESSIMISTIC_WRITE);
        return Optional.ofNullable(row)
                .filter(found -> found.isOf(scope.realmId()))
                .filter(found -> users().isGuest(scope.session(), scope.realm(), userId));
    }

    /** The guests that it is time to look at. */
    List<String> due(long nowMs, int max) {
        return em().createNamedQuery("gatehouse.guestIdsToLookAt", String.class)
                .setParameter("realm", scope.realmId())
                .setParameter("now", nowMs)
                .setMaxResults(max)
                .getResultList();
    }

    /**
     * Looks at one guest, and deletes it when it was not seen for as long as the realm's setting says and no login of it lives.
     * One that an administrator made an ordinary user is forgotten.
     */
    void look(String userId, long nowMs) {
        Optional<GuestEntity> guest = lock(userId);
        if (guest.isEmpty()) {
            forget(userId);
            return;
        }
        GuestEntity row = guest.get();
        long idleMs =
                Duration.ofDays(scope.settings().login().guestMaxIdleDays()).toMillis();
        if (row.seenAtMs() + idleMs <= nowMs) {
            if (!users().hasSession(scope.session(), scope.realm(), userId)) {
                delete(userId, row);
                return;
            }
            row.seen(nowMs);
        }
        row.lookAt(Math.min(row.seenAtMs() + idleMs, nowMs + GuestSweep.LOOK_MS));
    }

    /** Looks again later, whatever became of the last time. */
    void lookLater(String userId, long nowMs) {
        GuestEntity row = em().find(GuestEntity.class, userId, LockModeType.PESSIMISTIC_WRITE);
        if (row != null && row.isOf(scope.realmId())) {
            row.lookAt(nowMs + GuestSweep.LOOK_MS);
        }
    }

    private void delete(String userId, GuestEntity row) {
        append(event(EventType.GUEST_DELETED, userId)
                .data("created_at", Clock.iso(row.createdAtMs()))
                .data("last_seen_at", Clock.iso(row.seenAtMs())));
        em().remove(row);
        em().flush();
        users().delete(scope.session(), scope.realm(), userId);
    }

    /** Removes our row of a guest that is none any more; does nothing for anybody else. */
    public void forget(String userId) {
        int ignored = em().createQuery("delete from GatehouseGuest g where g.realmId = :realm and g.userId = :user")
                .setParameter("realm", scope.realmId())
                .setParameter("user", userId)
                .executeUpdate();
    }

    /** Notes in a transaction of its own that a guest used its login. */
    public static void seen(Database database, String realmId, String userId) {
        long nowMs = Clock.nowMs();
        int ignored = database.inNewConnection(connection -> {
            try (var update = connection.prepareStatement(
                    "update GATEHOUSE_GUEST set SEEN_AT_MS = ? where USER_ID = ? and REALM_ID = ? and SEEN_AT_MS < ?")) {
                update.setLong(1, nowMs);
                update.setString(2, userId);
                update.setString(3, realmId);
                update.setLong(4, nowMs - SEEN_GRAIN_MS);
                return update.executeUpdate();
            }
        });
    }

    private static Event.Builder event(EventType type, String userId) {
        return Event.of(type, TARGET, userId).subject(userId);
    }

    private void append(Event.Builder event) {
        String ignored = events.append(event.build());
    }

    private GuestUsers users() {
        return scope.ports().guestUsers();
    }

    private EntityManager em() {
        return scope.entityManager();
    }
}
