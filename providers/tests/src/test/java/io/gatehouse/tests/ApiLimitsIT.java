package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The limits of the API itself: of each caller, and of each address without a good credential. */
@ExtendWith(GatehouseExtension.class)
class ApiLimitsIT {
    /** One a second: ten at once. */
    private static final int BURST = 10;

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Gatehouse gatehouse;
    private TestRealm realm;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
    }

    @AfterEach
    void lift() {
        perSecond(0);
    }

    @Test
    void callerIsToldWhatIsLeftAndRefusedBeyondIt() {
        String alice = token();
        String bob = token();
        perSecond(1);

        for (int i = 1; i <= BURST; i++) {
            Answer answer = me(alice).expect(200);
            assertThat(answer.header("RateLimit-Policy")).hasValue("\"caller\";q=10;w=10");
            assertThat(answer.header("RateLimit").orElseThrow()).startsWith("\"caller\";r=");
        }
        Answer refused = refused(alice);

        assertThat(refused.text("code")).isEqualTo("throttled");
        assertThat(refused.header("Retry-After")).hasValue("1");
        assertThat(refused.header("RateLimit").orElseThrow()).startsWith("\"caller\";r=0;t=");
        me(bob).expect(200);
        Answer later = Eventually.value(LIMIT, "another call is admitted", () -> Optional.of(me(alice))
                .filter(answer -> answer.status() == 200));
        assertThat(later.header("RateLimit")).isPresent();
    }

    @Test
    void badCredentialsAndNoneCountForTheAddressAlone() {
        String alice = token();
        perSecond(1);

        Answer first = me("no-token-at-all").expect(401);
        assertThat(first.header("RateLimit-Policy")).hasValue("\"address\";q=10;w=10");
        Answer refused = refused("no-token-at-all");

        assertThat(refused.header("RateLimit-Policy")).hasValue("\"address\";q=10;w=10");
        assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow()))
                .isPositive();
        assertThat(gatehouse.http().get(realm.path("/gatehouse/v1/me")).send().status())
                .isIn(401, 429);
        me(alice).expect(200);
    }

    @Test
    void administratorsAreCallersToo() {
        perSecond(500);

        Answer answer = realm.admin("GET", "/gatehouse/settings").send().expect(200);

        assertThat(answer.header("RateLimit-Policy")).hasValue("\"caller\";q=5000;w=10");
        perSecond(0);
        assertThat(realm.admin("GET", "/gatehouse/settings").send().expect(200).header("RateLimit"))
                .isEmpty();
    }

    private Answer refused(String token) {
        return Eventually.value(
                LIMIT, "a call is refused", () -> Optional.of(me(token)).filter(answer -> answer.status() == 429));
    }

    private Answer me(String token) {
        return gatehouse
                .http()
                .get(realm.path("/gatehouse/v1/me"))
                .bearer(token)
                .send();
    }

    /** Of somebody new, who made no calls yet. */
    private String token() {
        String username = KeyRealm.unique("caller");
        String ignored = realm.createUser(username);
        return realm.userToken(username, "openid gatehouse");
    }

    private void perSecond(int requests) {
        realm.admin("PATCH", "/gatehouse/settings")
                .json(Map.of("api_requests_per_second", requests))
                .send()
                .expect(200);
    }
}
