package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Guests that do not come back are deleted, and nobody else is. */
@ExtendWith(GatehouseExtension.class)
class GuestSweepIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration A_BIT = Duration.ofMinutes(1);

    /** The sweep looks at twenty in one batch. */
    private static final int MORE_THAN_A_BATCH = 25;

    private Gatehouse gatehouse;
    private TestRealm realm;
    private GuestCalls guests;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        this.guests = new GuestCalls(gatehouse, realm);
        guests.set("guests_enabled", true, "guest_max_idle_days", 1);
        sessionsLive(realm, Duration.ofMinutes(30));
    }

    @Test
    void guestIsDeletedWhenTheSettingSaysSo() {
        String gone = guests.guest().id();
        String person = realm.createUser("stays");
        try (TestRealm other = gatehouse.freshRealm()) {
            GuestCalls there = new GuestCalls(gatehouse, other);
            there.set("guest_max_idle_days", 2);
            sessionsLive(other, Duration.ofMinutes(30));
            String kept = there.guest().id();

            gatehouse.moveClock(Duration.ofDays(1).plus(A_BIT));

            awaitGone(guests, gone);
            assertThat(there.isThere(kept)).isTrue();
            assertThat(guests.isThere(person)).isTrue();
            assertThat(new AuditCalls(new RealmCalls(gatehouse, realm))
                            .first("?type=guest.deleted&target=" + gone)
                            .at("/actor/type")
                            .asText())
                    .isEqualTo("system");
            gatehouse.moveClock(Duration.ofDays(2).plus(A_BIT));
            awaitGone(there, kept);
        }
    }

    @Test
    void guestWhoseLoginLivesStays() {
        sessionsLive(realm, Duration.ofDays(5));
        GuestCalls.Guest here = guests.guest();
        GuestCalls.Guest gone = guests.guest();
        logOut(gone);

        gatehouse.moveClock(Duration.ofDays(1).plus(A_BIT));

        awaitGone(guests, gone.id());
        assertThat(guests.isThere(here.id())).isTrue();
        guests.refresh(here.refreshToken()).expect(200);
        logOut(here);
        gatehouse.moveClock(Duration.ofDays(2).plus(A_BIT).plus(A_BIT));
        awaitGone(guests, here.id());
    }

    @Test
    void guestThatCameBackHasItsTimeAgain() {
        sessionsLive(realm, Duration.ofDays(5));
        GuestCalls.Guest back = guests.guest();
        GuestCalls.Guest gone = guests.guest();
        gatehouse.moveClock(Duration.ofHours(12));
        guests.refresh(back.refreshToken()).expect(200);
        logOut(back);
        logOut(gone);

        gatehouse.moveClock(Duration.ofDays(1).plus(A_BIT));

        awaitGone(guests, gone.id());
        assertThat(guests.isThere(back.id())).isTrue();
        gatehouse.moveClock(Duration.ofHours(36).plus(A_BIT));
        awaitGone(guests, back.id());
    }

    @Test
    void manyAreDeletedInSeveralBatches() {
        try (TestRealm other = gatehouse.freshRealm()) {
            GuestCalls there = new GuestCalls(gatehouse, other);
            there.set("guest_max_idle_days", 1);
            sessionsLive(other, Duration.ofMinutes(30));
            for (int i = 0; i < MORE_THAN_A_BATCH; i++) {
                String ignored = there.guest().id();
            }

            gatehouse.moveClock(Duration.ofDays(1).plus(A_BIT));

            Eventually.holds(LIMIT, "all guests are deleted", () -> there.marked() == 0);
        }
    }

    private void logOut(GuestCalls.Guest guest) {
        gatehouse
                .http()
                .post(realm.path("/protocol/openid-connect/logout"))
                .form(
                        "client_id",
                        "demo-app",
                        "client_secret",
                        "demo-app-secret",
                        "refresh_token",
                        guest.refreshToken())
                .send()
                .expect(204);
    }

    private static void sessionsLive(TestRealm realm, Duration time) {
        realm.admin("PUT", "")
                .json(Map.of("ssoSessionIdleTimeout", time.toSeconds(), "ssoSessionMaxLifespan", time.toSeconds()))
                .send()
                .expect(204);
    }

    private static void awaitGone(GuestCalls calls, String id) {
        Eventually.holds(LIMIT, "the guest " + id + " is deleted", () -> !calls.isThere(id));
    }
}
