package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.KeyRealm.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rotation of a key: its successor, the overlap in which both answer, and who may do it. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyRotationIT {
    /** A use is written down within 10 s. */
    private static final Duration WRITTEN_DOWN = Duration.ofSeconds(20);

    private Gatehouse gatehouse;
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
    }

    @Test
    void bothKeysAnswerUntilTheOverlapEndsAndTheNewOneAfterIt() {
        Answer old = keys.key();

        Answer fresh = rotate(old.text("id"), "overlap_seconds", 3_600).expect(201);

        assertThat(code(old)).isEqualTo("VALID");
        assertThat(code(fresh)).isEqualTo("VALID");
        gatehouse.moveClock(Duration.ofSeconds(3_590));
        assertThat(code(old)).isEqualTo("VALID");
        gatehouse.moveClock(Duration.ofSeconds(3_610));
        assertThat(code(old)).isEqualTo("EXPIRED");
        assertThat(keys.shown(old.text("id")).path("status").asText()).isEqualTo("expired");
        assertThat(code(fresh)).isEqualTo("VALID");
    }

    @Test
    void newKeyIsShownOnceUnderItsThreeNamesAndHasAnAddress() {
        Answer old = keys.key();

        Answer fresh = rotate(old.text("id")).expect(201);

        assertThat(fresh.text("key")).matches("ak_live_[0-9A-Za-z]{50}").isNotEqualTo(old.text("key"));
        assertThat(fresh.text("full_key")).isEqualTo(fresh.text("key"));
        assertThat(fresh.text("raw_key")).isEqualTo(fresh.text("key"));
        assertThat(fresh.header("Location"))
                .hasValueSatisfying(at -> assertThat(at).endsWith("/gatehouse/api-keys/" + fresh.text("id")));
        assertThat(fresh.header("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        assertThat(keys.shown(fresh.text("id")).toString()).doesNotContain(fresh.text("key"));
    }

    @Test
    void newKeyInheritsAllButItsTextAndItsUse() {
        String organization = keys.organization();
        Answer old = keys.key(
                "owner",
                Map.of("type", "organization", "id", organization),
                "scopes",
                List.of("orders.read", "orders.write"),
                "audiences",
                List.of("demo-api"),
                "metadata",
                body("team", "a"),
                "environment",
                "test",
                "expires_in_days",
                20);

        JsonNode fresh = rotate(old.text("id")).expect(201).json();

        for (String member : List.of(
                "name", "scopes", "audiences", "metadata", "environment", "owner", "organization_id", "expires_at")) {
            assertThat(fresh.path(member)).as(member).isEqualTo(old.json().path(member));
        }
        assertThat(fresh.path("key").asText()).startsWith("ak_test_");
        assertThat(fresh.path("use_count").asInt()).isZero();
    }

    @Test
    void overlapIsADayUnlessSaidOtherwiseAndNeverOutlivesTheKey() {
        Answer longLived = keys.key();
        Answer shortLived = keys.key("expires_in_days", 1);

        rotate(longLived.text("id")).expect(201);
        rotate(shortLived.text("id"), "overlap_seconds", 2_592_000).expect(201);

        JsonNode old = keys.shown(longLived.text("id"));
        assertThat(Duration.between(Instant.now(), time(old, "expires_at")))
                .isBetween(
                        Duration.ofHours(24).minusMinutes(1),
                        Duration.ofHours(24).plusSeconds(2));
        assertThat(keys.shown(shortLived.text("id")).path("expires_at"))
                .isEqualTo(shortLived.json().path("expires_at"));
    }

    @Test
    void withoutOverlapTheOldKeyIsRevokedAtOnce() {
        Answer old = keys.key();

        Answer fresh = rotate(old.text("id"), "overlap_seconds", 0).expect(201);

        assertThat(code(old)).isEqualTo("REVOKED");
        assertThat(keys.shown(old.text("id")).path("status").asText()).isEqualTo("revoked");
        assertThat(code(fresh)).isEqualTo("VALID");
        AuditCalls audit = new AuditCalls(new RealmCalls(gatehouse, keys.realm()));
        JsonNode revoked = audit.first("?type=api_key.revoked&key_id=" + old.text("id"));
        assertThat(revoked.path("cause").asText()).isEqualTo("rotated");
    }

    @Test
    void bothKeysNameEachOtherAndTheEventNamesBoth() {
        Answer old = keys.key();

        Answer fresh = rotate(old.text("id"), "overlap_seconds", 60, "revoke_when_idle_hours", 5)
                .expect(201);

        assertThat(keys.shown(old.text("id")).path("replaced_by").asText()).isEqualTo(fresh.text("id"));
        assertThat(keys.shown(fresh.text("id")).path("replaces").asText()).isEqualTo(old.text("id"));
        AuditCalls audit = new AuditCalls(new RealmCalls(gatehouse, keys.realm()));
        JsonNode event = audit.first("?type=api_key.rotated&key_id=" + old.text("id"));
        assertThat(event.at("/data/replaced_by").asText()).isEqualTo(fresh.text("id"));
        assertThat(event.at("/data/overlap_seconds").asInt()).isEqualTo(60);
        assertThat(event.at("/data/revoke_when_idle_hours").asInt()).isEqualTo(5);
        assertThat(event.toString()).doesNotContain(fresh.text("key"));
    }

    @Test
    void eitherKeyShowsTheTrafficOfBothAndWhetherTheOldOneIsNeededStill() {
        Answer old = keys.key();
        assertThat(code(old)).isEqualTo("VALID");
        Answer fresh = rotate(old.text("id")).expect(201);
        assertThat(fresh.json().path("safe_to_revoke").asBoolean(true)).isFalse();
        assertThat(code(old)).isEqualTo("VALID");
        assertThat(code(fresh)).isEqualTo("VALID");

        Eventually.holds(
                WRITTEN_DOWN, "both are counted", () -> uses(fresh, "old_key") == 2 && uses(fresh, "new_key") == 1);

        JsonNode ofOld = keys.shown(old.text("id"));
        JsonNode ofNew = keys.shown(fresh.text("id"));
        assertThat(ofOld.path("rotation")).isEqualTo(ofNew.path("rotation"));
        assertThat(ofOld.at("/rotation/old_key/id").asText()).isEqualTo(old.text("id"));
        assertThat(ofOld.at("/rotation/new_key/id").asText()).isEqualTo(fresh.text("id"));
        assertThat(ofOld.at("/rotation/old_key/last_used_at")).isEqualTo(ofOld.path("last_used_at"));
        assertThat(ofOld.at("/rotation/overlap_ends_at")).isEqualTo(ofOld.path("expires_at"));
        assertThat(List.of(ofOld.path("safe_to_revoke"), ofNew.path("safe_to_revoke")))
                .allMatch(safe -> safe.isBoolean() && !safe.asBoolean());

        gatehouse.moveClock(Duration.ofMinutes(62));
        assertThat(keys.shown(old.text("id")).path("safe_to_revoke").asBoolean())
                .isTrue();
    }

    @Test
    void keyThatIsPartOfNoRotationShowsNone() {
        JsonNode key = keys.shown(keys.key().text("id"));

        for (String member : List.of("replaces", "replaced_by", "rotation", "safe_to_revoke")) {
            assertThat(key.path(member).isNull()).as(member).isTrue();
        }
    }

    @Test
    void successorIsRotatedInItsTurn() {
        Answer first = keys.key();
        Answer second = rotate(first.text("id")).expect(201);

        Answer third = rotate(second.text("id")).expect(201);

        JsonNode middle = keys.shown(second.text("id"));
        assertThat(middle.path("replaces").asText()).isEqualTo(first.text("id"));
        assertThat(middle.path("replaced_by").asText()).isEqualTo(third.text("id"));
        assertThat(middle.at("/rotation/new_key/id").asText()).isEqualTo(third.text("id"));
    }

    @Test
    void repeatedCallWithTheSameIdempotencyKeyRotatesOnce() {
        String id = keys.key().text("id");
        long before = keys.keys();
        String key = UUID.randomUUID().toString();

        Answer first = rotateOnce(id, key).expect(201);
        Answer again = rotateOnce(id, key).expect(201);

        assertThat(again.text("id")).isEqualTo(first.text("id"));
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.json().path("key").isNull()).isTrue();
        assertThat(keys.keys()).isEqualTo(before + 1);
    }

    @Test
    void onlyALiveKeyIsRotatedAndOnce() {
        String rotated = keys.key().text("id");
        rotate(rotated).expect(201);
        String revoked = keys.key().text("id");
        keys.admin("DELETE", "/api-keys/" + revoked).send().expect(204);
        String inactive = keys.key().text("id");
        keys.admin("PATCH", "/api-keys/" + inactive)
                .json(body("is_active", false))
                .send()
                .expect(200);
        String expired = keys.key("expires_in_days", 1).text("id");
        long before = keys.keys();

        assertThat(rotate(rotated).expect(409).text("code")).isEqualTo("key_rotated");
        assertThat(rotate(revoked).expect(409).text("code")).isEqualTo("key_revoked");
        assertThat(rotate(inactive).expect(409).text("code")).isEqualTo("key_inactive");
        gatehouse.moveClock(Duration.ofHours(25));
        assertThat(rotate(expired).expect(409).text("code")).isEqualTo("key_expired");
        assertThat(keys.keys()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "overlap_seconds, -1, 422",
        "overlap_seconds, 2592000, 201",
        "overlap_seconds, 2592001, 422",
        "revoke_when_idle_hours, 0, 422",
        "revoke_when_idle_hours, 1, 201",
        "revoke_when_idle_hours, 720, 201",
        "revoke_when_idle_hours, 721, 422"
    })
    void limitsAreHeldAndOneBeyondThemIsRefused(String member, int value, int status) {
        String id = keys.key().text("id");

        rotate(id, member, value).expect(status);

        assertThat(keys.shown(id).path("replaced_by").isNull()).isEqualTo(status == 422);
    }

    @Test
    void absentKeyIsNotFound() {
        rotate(UUID.randomUUID().toString()).expect(404);
        rotate("x").expect(404);
    }

    /** Who may rotate: it shows a secret that does all that the key may do. */
    @Nested
    class Rules {
        @Test
        void personRotatesAKeyOfItsOwnWithWhatAnAdministratorGranted() {
            Person person = keys.person();
            Answer own =
                    keys.key("owner", Map.of("type", "user", "id", person.id()), "scopes", List.of("orders.anything"));

            Answer fresh =
                    rotateAs(keys.token(person.username()), own.text("id")).expect(201);

            assertThat(fresh.json().path("scopes").toString()).isEqualTo("[\"orders.anything\"]");
        }

        @ParameterizedTest
        @ValueSource(strings = {"manage-api-keys", "manage-gatehouse"})
        void anotherPersonsKeyNeedsImpersonation(String role) {
            Person person = keys.person();
            String id = keys.create(keys.token(person.username()), "name", "k")
                    .expect(201)
                    .text("id");

            assertThat(rotateAs(keys.token(keys.person(role).username()), id)
                            .expect(403)
                            .text("code"))
                    .isEqualTo("impersonation_required");
            assertThat(keys.shown(id).path("replaced_by").isNull()).isTrue();
            rotateAs(keys.token(keys.person(role, "impersonation").username()), id)
                    .expect(201);
        }

        @ParameterizedTest
        @ValueSource(strings = {"gatehouse:*", "tokens:issue", "audit:read"})
        void administrativeScopesAreForThoseWhoHoldThem(String scope) {
            String id = keys.key("scopes", List.of(scope)).text("id");
            String manager = keys.token(keys.person("manage-api-keys").username());
            String key = keys.key("scopes", List.of("api-keys:write")).text("key");

            assertThat(rotateAs(manager, id)
                            .expect(403)
                            .json()
                            .path("required_scope")
                            .isTextual())
                    .isTrue();
            rotateAs(key, id).expect(403);
            assertThat(keys.shown(id).path("replaced_by").isNull()).isTrue();
            rotateAs(keys.token(keys.person("manage-gatehouse").username()), id).expect(201);
        }

        @Test
        void keyRotatesKeysOnlyWithTheWriteScope() {
            String id = keys.key("scopes", List.of("orders.read")).text("id");

            rotateAs(keys.key("scopes", List.of("gatehouse:read")).text("key"), id)
                    .expect(403);
            rotateAs(keys.key("scopes", List.of("api-keys:write")).text("key"), id)
                    .expect(201);
        }

        @Test
        void managerRotatesKeysOfTheOrganizationThatItCouldMake() {
            keys.allowSelfService("orders.read");
            String organization = keys.organization();
            Person manager = keys.person();
            keys.makeManager(organization, manager.id());
            String token = keys.token(manager.username());
            Map<String, String> owner = Map.of("type", "organization", "id", organization);
            String simple =
                    keys.key("owner", owner, "scopes", List.of("orders.read")).text("id");
            String granted = keys.key("owner", owner, "scopes", List.of("orders.anything"))
                    .text("id");
            String ofTheRealm = keys.key("organization_id", organization).text("id");
            Person member = keys.person();
            keys.join(organization, member.id());
            String ofAMember = keys.key(
                            "owner", Map.of("type", "user", "id", member.id()), "organization_id", organization)
                    .text("id");

            rotateAs(token, simple).expect(201);
            assertThat(rotateAs(token, granted).expect(403).text("code")).isEqualTo("scope_not_allowed");
            assertThat(rotateAs(token, ofTheRealm).expect(403).text("required_scope"))
                    .isEqualTo("api-keys:write");
            assertThat(rotateAs(token, ofAMember).expect(403).text("code")).isEqualTo("impersonation_required");
        }

        @Test
        void foreignKeyIsNotFound() {
            String id = keys.key().text("id");
            String ofAPerson = keys.create(keys.token(keys.person().username()), "name", "k")
                    .expect(201)
                    .text("id");
            String token = keys.token(keys.person().username());

            rotateAs(token, id).expect(404);
            rotateAs(token, ofAPerson).expect(404);
        }

        @Test
        void rotationNeedsARecentLogin() {
            Person person = keys.person();
            String id = keys.create(keys.token(person.username()), "name", "k")
                    .expect(201)
                    .text("id");
            String old = keys.realm().userToken(person.username(), "openid gatehouse");

            assertThat(rotateAs(old, id).expect(403).text("code")).isEqualTo("reauthentication_required");
        }
    }

    private Answer rotate(String id, @Nullable Object... namesAndValues) {
        return keys.admin("POST", "/api-keys/" + id + "/rotate")
                .json(body(namesAndValues))
                .send();
    }

    private Answer rotateOnce(String id, String idempotencyKey) {
        return keys.admin("POST", "/api-keys/" + id + "/rotate")
                .header("Idempotency-Key", idempotencyKey)
                .send();
    }

    private Answer rotateAs(String token, String id) {
        return keys.v1("POST", "/api-keys/" + id + "/rotate").bearer(token).send();
    }

    private String code(Answer key) {
        return keys.verify(key.text("key")).text("code");
    }

    private int uses(Answer key, String which) {
        return keys.shown(key.text("id"))
                .at("/rotation/" + which + "/use_count")
                .asInt();
    }

    private static Instant time(JsonNode key, String member) {
        return Instant.parse(key.path(member).asText());
    }
}
