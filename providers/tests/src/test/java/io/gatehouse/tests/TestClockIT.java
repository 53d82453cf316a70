package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(GatehouseExtension.class)
class TestClockIT {
    private static final Duration PAST_AN_ADMIN_TOKEN = Duration.ofSeconds(400);

    @Test
    void tokenExpiresWhenTheClockMovesPastIt(Gatehouse gatehouse) {
        String token = gatehouse.adminToken();
        gatehouse.http().get("/admin/realms").bearer(token).send().expect(200);

        gatehouse.moveClock(PAST_AN_ADMIN_TOKEN);

        gatehouse.http().get("/admin/realms").bearer(token).send().expect(401);
    }

    @Test
    void tokensAreIssuedAtTheMovedTime(Gatehouse gatehouse) {
        TestRealm demo = gatehouse.realm("demo");
        long before = issuedAt(demo);

        gatehouse.moveClock(Duration.ofHours(1));

        assertThat(issuedAt(demo) - before).isBetween(3600L, 3660L);
    }

    @Test
    void administratorsTokenIsRenewedAfterTheClockMoved(Gatehouse gatehouse) {
        gatehouse.adminToken();
        gatehouse.moveClock(PAST_AN_ADMIN_TOKEN);

        gatehouse
                .http()
                .get("/admin/realms")
                .bearer(gatehouse.adminToken())
                .send()
                .expect(200);
    }

    private static long issuedAt(TestRealm realm) {
        return Jwt.parse(realm.userToken("alice", "openid"))
                .claims()
                .path("iat")
                .asLong();
    }
}
