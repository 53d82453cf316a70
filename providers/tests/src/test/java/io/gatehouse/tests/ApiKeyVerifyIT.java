package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code POST /api-keys/verify} says of a key, and to whom. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyVerifyIT {
    private static final String INVALID = "{\"valid\":false,\"code\":\"INVALID\"}";

    private Gatehouse gatehouse;
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
    }

    @Test
    void validKeyIsDescribedToTheResourceServer() {
        JsonNode made = keys.key("scopes", List.of("a", "b"), "metadata", Map.of("tier", "gold"), "environment", "test")
                .json();

        JsonNode verdict = keys.verifyAs(
                        keys.realm().serviceAccountToken("gatehouse"),
                        made.path("key").asText(),
                        "a")
                .json();

        assertThat(verdict.path("valid").asBoolean()).isTrue();
        assertThat(verdict.path("code").asText()).isEqualTo("VALID");
        assertThat(verdict.path("key_id")).isEqualTo(made.path("id"));
        assertThat(verdict.path("owner")).isEqualTo(made.path("owner"));
        assertThat(verdict.path("scopes")).isEqualTo(made.path("scopes"));
        assertThat(verdict.path("environment").asText()).isEqualTo("test");
        assertThat(verdict.at("/metadata/tier").asText()).isEqualTo("gold");
        assertThat(verdict.path("expires_at")).isEqualTo(made.path("expires_at"));
    }

    @Test
    void expiredKeyIsExpiredFromItsLastSecondOn() {
        String key = keys.key("expires_in_days", 1).text("key");

        gatehouse.moveClock(Duration.ofHours(24).minusSeconds(60));
        assertThat(keys.verify(key).text("code")).isEqualTo("VALID");
        gatehouse.moveClock(Duration.ofHours(24));
        assertThat(keys.verify(key).text("code")).isEqualTo("EXPIRED");
    }

    @Test
    void revokedKeyIsRefusedByTheNextRequest() {
        Answer made = keys.key("scopes", List.of("gatehouse:read"));
        String key = made.text("key");
        assertThat(keys.verify(key).text("code")).isEqualTo("VALID");
        keys.v1("GET", "/agents").bearer(key).send().expect(200);

        keys.admin("DELETE", "/api-keys/" + made.text("id")).send().expect(204);

        JsonNode verdict = keys.verify(key).json();
        assertThat(verdict.path("code").asText()).isEqualTo("REVOKED");
        assertThat(verdict.path("valid").asBoolean()).isFalse();
        assertThat(verdict.path("scopes")).isEmpty();
        keys.v1("GET", "/agents").bearer(key).send().expect(401);
    }

    @Test
    void everyRequiredScopeMustBeHeld() {
        String key = keys.key("scopes", List.of("a", "b")).text("key");

        assertThat(keys.verify(key, "b", "a").text("code")).isEqualTo("VALID");
        JsonNode verdict = keys.verify(key, "a", "c").json();
        assertThat(verdict.path("code").asText()).isEqualTo("INSUFFICIENT_SCOPE");
        assertThat(verdict.path("valid").asBoolean()).isFalse();
        assertThat(keys.verify(key, "A").text("code")).isEqualTo("INSUFFICIENT_SCOPE");
    }

    static Stream<String> malformed() {
        String key = "ak_live_0123456789abcdefghijABCDEFGHIJ0123456789abcdefghij01";
        return Stream.of(
                "x",
                " ",
                "ak_live_",
                key,
                key.substring(1),
                key + "0",
                "Bearer " + key,
                "ak_prod_" + key.substring(8),
                "AK_LIVE_" + key.substring(8),
                "sk_live_" + key.substring(8),
                "' or '1'='1",
                "%",
                "ak_live_%",
                "\uD83D\uDD11".repeat(58),
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
                "x".repeat(1000));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedKeyIsInvalid(String key) {
        assertThat(keys.verify(key).body()).isEqualTo(INVALID);
    }

    @Test
    void everyChangedCharacterMakesAKeyInvalid() {
        String key = keys.key().text("key");

        for (int i = 0; i < key.length(); i++) {
            char other = key.charAt(i) == 'A' ? 'B' : 'A';
            String changed = key.substring(0, i) + other + key.substring(i + 1);
            assertThat(keys.verify(changed).body()).as("changed at %d", i).isEqualTo(INVALID);
        }
        assertThat(keys.verify(key + " ").body()).isEqualTo(INVALID);
        assertThat(keys.verify(key).text("code")).isEqualTo("VALID");
    }

    /** Holders of credentials that give no right to a key of the realm. */
    private Stream<String> callersWithoutARight() {
        return Stream.of(
                keys.token(keys.person().username()),
                keys.token(keys.person("manage-agents").username()),
                keys.token(keys.person("view-gatehouse").username()),
                keys.serviceAccountToken(keys.client()),
                keys.key("scopes", List.of("api-keys:read", "gatehouse:read", "agents:write"))
                        .text("key"),
                keys.key("scopes", List.of("api-keys:verify"), "organization_id", keys.organization())
                        .text("key"));
    }

    @Test
    void withoutARightEveryKeyIsInvalidAlike() {
        Answer valid = keys.key();
        Answer revoked = keys.key();
        keys.admin("DELETE", "/api-keys/" + revoked.text("id")).send().expect(204);
        Answer off = keys.key();
        keys.admin("PATCH", "/api-keys/" + off.text("id"))
                .json(body("is_active", false))
                .send()
                .expect(200);

        callersWithoutARight().forEach(caller -> {
            for (Answer made : List.of(valid, revoked, off)) {
                assertThat(keys.verifyAs(caller, made.text("key")).body()).isEqualTo(INVALID);
                assertThat(keys.verifyAs(caller, made.text("key"), "unheld").body())
                        .isEqualTo(INVALID);
            }
        });
    }

    @Test
    void withoutARightAnExpiredKeyIsInvalid() {
        String expired = keys.key("expires_in_days", 1).text("key");
        gatehouse.moveClock(Duration.ofHours(25));

        callersWithoutARight()
                .forEach(caller ->
                        assertThat(keys.verifyAs(caller, expired).body()).isEqualTo(INVALID));
        assertThat(keys.verify(expired).text("code")).isEqualTo("EXPIRED");
    }

    @Test
    void ownerLearnsTheTruthOfItsOwnKey() {
        String token = keys.token(keys.person().username());
        Answer made = keys.create(token, "name", "k").expect(201);

        assertThat(keys.verifyAs(token, made.text("key")).text("code")).isEqualTo("VALID");
        keys.v1("DELETE", "/api-keys/" + made.text("id")).bearer(token).send().expect(204);
        assertThat(keys.verifyAs(token, made.text("key")).text("code")).isEqualTo("REVOKED");
    }

    @Test
    void keyWithTheVerifyScopeVerifiesOthers() {
        String verifier = keys.key("scopes", List.of("api-keys:verify")).text("key");

        assertThat(keys.verifyAs(verifier, keys.key().text("key")).text("code")).isEqualTo("VALID");
    }

    @Test
    void useIsWrittenDownAndFailedUseIsNot() {
        Answer made = keys.key("scopes", List.of("gatehouse:read"));
        String key = made.text("key");
        String stranger = keys.token(keys.person().username());

        keys.verify(key);
        keys.verify(key);
        keys.v1("GET", "/agents").bearer(key).send().expect(200);
        keys.verify(key, "unheld");
        keys.verifyAs(stranger, key);

        JsonNode shown =
                Eventually.value(Duration.ofSeconds(30), "the use of the key is written down", () -> Optional.of(
                                keys.admin("GET", "/api-keys/" + made.text("id"))
                                        .send()
                                        .expect(200)
                                        .json())
                        .filter(row -> row.path("use_count").asLong() >= 3));
        assertThat(shown.path("use_count").asLong()).isEqualTo(3);
        assertThat(shown.path("last_used_at").isTextual()).isTrue();
        assertThat(shown.path("updated_at").asText()).isEqualTo(made.text("updated_at"));
    }
}
