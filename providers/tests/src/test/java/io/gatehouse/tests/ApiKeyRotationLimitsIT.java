package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys that replace one another share one allowance: rotating hands out nothing anew, however often. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyRotationLimitsIT {
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        keys = new KeyRealm(gatehouse, realm);
    }

    @Test
    void rateLimitIsThatOfTheOldKeyAlsoAfterASecondRotation() {
        Answer first = keys.key("rate_limits", List.of(LimitedKeys.limit("a", 6)));

        for (Answer key : rotatedTwiceInSixUses(first)) {
            assertThat(code(key)).isEqualTo("RATE_LIMITED");
        }
    }

    @Test
    void creditsAreThoseOfTheOldKeyAlsoAfterASecondRotation() {
        Answer first = keys.key("credits", body("remaining", 6));

        for (Answer key : rotatedTwiceInSixUses(first)) {
            assertThat(code(key)).isEqualTo("USAGE_EXCEEDED");
            assertThat(remaining(key)).isZero();
        }
    }

    private List<Answer> rotatedTwiceInSixUses(Answer first) {
        use(first, 2);
        Answer second = keys.rotate(first).expect(201);
        use(second, 1);
        use(first, 1);
        Answer third = keys.rotate(second).expect(201);
        use(third, 1);
        use(second, 1);
        return List.of(first, second, third);
    }

    @Test
    void topUpOfTheNewKeyIsOneOfAll() {
        Answer first = keys.key("credits", body("remaining", 0));
        Answer second = keys.rotate(first).expect(201);

        keys.admin("PATCH", "/api-keys/" + second.text("id"))
                .json(body("credits", body("remaining", 2)))
                .send()
                .expect(200);

        use(first, 1);
        use(second, 1);
        assertThat(List.of(code(first), code(second))).containsOnly("USAGE_EXCEEDED");
    }

    @Test
    void allowanceOutlivesTheKeyThatItIsCountedUnder() {
        Answer first = keys.key("rate_limits", List.of(LimitedKeys.limit("a", 3)), "credits", body("remaining", 10));
        use(first, 1);

        Answer second = keys.rotate(first, "overlap_seconds", 0).expect(201);

        assertThat(code(first)).isEqualTo("REVOKED");
        use(second, 2);
        assertThat(code(second)).isEqualTo("RATE_LIMITED");
        assertThat(remaining(second)).isEqualTo(7);
    }

    private void use(Answer key, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(code(key)).isEqualTo("VALID");
        }
    }

    private String code(Answer key) {
        return keys.verify(key.text("key")).text("code");
    }

    private long remaining(Answer key) {
        return keys.shown(key.text("id")).at("/credits/remaining").asLong();
    }
}
