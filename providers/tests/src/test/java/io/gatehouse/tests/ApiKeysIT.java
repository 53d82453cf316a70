package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a key over HTTP: made, listed, shown, changed, revoked. */
@ExtendWith(GatehouseExtension.class)
class ApiKeysIT {
    private KeyRealm keys;
    private Gatehouse gatehouse;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
    }

    @Test
    void administratorMakesAKeyOfTheRealm() {
        Answer made = keys.admin("POST", "/api-keys")
                .json(body("name", "Nightly report"))
                .send()
                .expect(201);

        JsonNode key = made.json();
        assertThat(key.path("key").asText()).matches("ak_live_[0-9A-Za-z]{50}");
        assertThat(key.path("full_key")).isEqualTo(key.path("key"));
        assertThat(key.path("raw_key")).isEqualTo(key.path("key"));
        assertThat(key.path("prefix").asText())
                .isEqualTo(key.path("key").asText().substring(0, 12));
        assertThat(key.at("/owner/type").asText()).isEqualTo("realm");
        assertThat(key.path("status").asText()).isEqualTo("active");
        assertThat(made.header("Location")).hasValueSatisfying(at -> assertThat(at)
                .endsWith("/gatehouse/api-keys/" + key.path("id").asText()));
        assertThat(made.header("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }

    @Test
    void personMakesAKeyOfItsOwn() {
        KeyRealm.Person person = keys.person();

        JsonNode key = keys.create(keys.token(person.username()), "name", "mine")
                .expect(201)
                .json();

        assertThat(key.at("/owner/type").asText()).isEqualTo("user");
        assertThat(key.at("/owner/id").asText()).isEqualTo(person.id());
        assertThat(key.path("organization_id").isNull()).isTrue();
    }

    @Test
    void serviceAccountMakesAKeyOfItsOwn() {
        String client = keys.client();

        JsonNode key = keys.create(keys.serviceAccountToken(client), "name", "mine")
                .expect(201)
                .json();

        assertThat(key.at("/owner/type").asText()).isEqualTo("service_account");
        assertThat(key.at("/owner/id").asText()).isEqualTo(keys.serviceAccount(client));
    }

    @Test
    void organizationManagerMakesAKeyOfTheOrganization() {
        String organization = keys.organization();
        KeyRealm.Person manager = keys.person();
        keys.makeManager(organization, manager.id());

        JsonNode key = keys.create(
                        keys.token(manager.username()),
                        "name",
                        "ours",
                        "owner",
                        Map.of("type", "organization", "id", organization))
                .expect(201)
                .json();

        assertThat(key.at("/owner/type").asText()).isEqualTo("organization");
        assertThat(key.path("organization_id").asText()).isEqualTo(organization);
    }

    @Test
    void everyMemberThatWasGivenIsShownAsItWasGiven() {
        JsonNode key = keys.key(
                        "environment",
                        "test",
                        "scopes",
                        List.of("orders.read", "orders.write"),
                        "audiences",
                        List.of("demo-api"),
                        "metadata",
                        Map.of("team", "öl", "level", 3, "tags", List.of("a", "b")),
                        "expires_in_days",
                        1)
                .json();

        JsonNode shown = keys.shown(key.path("id").asText());
        assertThat(shown.path("environment").asText()).isEqualTo("test");
        assertThat(shown.path("scopes")).isEqualTo(key.path("scopes")).hasSize(2);
        assertThat(shown.at("/audiences/0").asText()).isEqualTo("demo-api");
        assertThat(shown.at("/metadata/team").asText()).isEqualTo("öl");
        assertThat(shown.at("/metadata/level").asInt()).isEqualTo(3);
        assertThat(shown.at("/metadata/tags/1").asText()).isEqualTo("b");
        assertThat(lifetime(shown)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void keyEndsAfterTheRealmsDefaultWhenNobodySaysWhen() {
        assertThat(lifetime(keys.key().json())).isEqualTo(Duration.ofDays(90));
    }

    @Test
    void keyMayEndAtAGivenTime() {
        String end = Instant.now().plus(Duration.ofHours(5)).toString().substring(0, 19) + "Z";

        assertThat(keys.key("expires_at", end).text("expires_at")).startsWith(end.substring(0, 19));
    }

    @Test
    void listsAreNarrowedByStatusOwnerAndSearch() {
        KeyRealm.Person person = keys.person();
        String token = keys.token(person.username());
        String active = keys.create(token, "name", "50%_off!").expect(201).text("id");
        String revoked = keys.create(token, "name", "50 off").expect(201).text("id");
        String inactive = keys.create(token, "name", "asleep").expect(201).text("id");
        keys.admin("DELETE", "/api-keys/" + revoked).send().expect(204);
        patch(inactive, "is_active", false).expect(200);

        String mine = "/api-keys?owner=" + person.id();
        assertThat(ids(mine)).containsExactly(inactive, revoked, active);
        assertThat(ids(mine + "&status=active")).containsExactly(active);
        assertThat(ids(mine + "&status=revoked")).containsExactly(revoked);
        assertThat(ids(mine + "&status=inactive")).containsExactly(inactive);
        assertThat(ids(mine + "&status=expired")).isEmpty();
        assertThat(ids(mine + "&search=%25_off!")).containsExactly(active);
        assertThat(ids(mine + "&search=OFF")).containsExactly(revoked, active);
    }

    @Test
    void keyIsFoundByTheBeginningOfItsText() {
        JsonNode key = keys.key().json();

        assertThat(ids("/api-keys?search=" + key.path("prefix").asText()))
                .contains(key.path("id").asText());
    }

    @Test
    void keyIsFoundByItsWholeText() {
        JsonNode key = keys.key().json();

        assertThat(ids("/api-keys?search=" + key.path("key").asText()))
                .contains(key.path("id").asText());
    }

    @Test
    void expiredKeyIsListedAsExpired() {
        String id = keys.key("expires_in_days", 1).text("id");

        gatehouse.moveClock(Duration.ofHours(25));

        assertThat(ids("/api-keys?status=expired")).contains(id);
        assertThat(keys.shown(id).path("is_active").asBoolean()).isFalse();
    }

    @Test
    void peopleSeeTheirOwnKeysAlone() {
        KeyRealm.Person person = keys.person();
        KeyRealm.Person other = keys.person();
        String own = keys.create(keys.token(person.username()), "name", "own")
                .expect(201)
                .text("id");
        keys.create(keys.token(other.username()), "name", "foreign").expect(201);

        JsonNode items = keys.v1("GET", "/api-keys")
                .bearer(keys.token(person.username()))
                .send()
                .expect(200)
                .json()
                .path("items");

        assertThat(items.findValuesAsText("name")).containsExactly("own");
        assertThat(items.at("/0/id").asText()).isEqualTo(own);
    }

    @Test
    void patchChangesWhatItNamesAndNothingElse() {
        String id = keys.key("scopes", List.of("a", "b"), "metadata", Map.of("x", 1, "y", 2))
                .text("id");
        JsonNode before = keys.shown(id);

        JsonNode after =
                patch(id, "metadata", body("x", null, "z", 3)).expect(200).json();

        assertThat(after.path("metadata").toString()).isEqualTo("{\"y\":2,\"z\":3}");
        assertThat(after.path("scopes")).isEqualTo(before.path("scopes"));
        assertThat(after.path("name")).isEqualTo(before.path("name"));
        assertThat(after.path("expires_at")).isEqualTo(before.path("expires_at"));
    }

    @Test
    void patchRenamesNarrowsAndReplacesAudiences() {
        String id = keys.key("scopes", List.of("a", "b"), "audiences", List.of("demo-api"))
                .text("id");

        JsonNode after = patch(id, "name", "new", "scopes", List.of("b"), "audiences", List.of())
                .expect(200)
                .json();

        assertThat(after.path("name").asText()).isEqualTo("new");
        assertThat(after.path("scopes").toString()).isEqualTo("[\"b\"]");
        assertThat(after.path("audiences")).isEmpty();
        assertThat(keys.shown(id)).isEqualTo(after);
    }

    @Test
    void mergePatchMediaTypeIsAccepted() {
        String id = keys.key().text("id");

        Answer answer = keys.admin("PATCH", "/api-keys/" + id)
                .body("application/merge-patch+json", "{\"name\":\"merged\"}")
                .send();

        assertThat(answer.expect(200).text("name")).isEqualTo("merged");
    }

    @Test
    void switchedOffKeyCanBeSwitchedOnAgain() {
        Answer made = keys.key();
        String id = made.text("id");

        JsonNode off = patch(id, "is_active", false).expect(200).json();
        assertThat(off.path("status").asText()).isEqualTo("inactive");
        assertThat(off.path("deactivated_at").isTextual()).isTrue();
        assertThat(keys.verify(made.text("key")).text("code")).isEqualTo("REVOKED");

        JsonNode on = patch(id, "is_active", true).expect(200).json();
        assertThat(on.path("status").asText()).isEqualTo("active");
        assertThat(on.path("deactivated_at").isNull()).isTrue();
        assertThat(keys.verify(made.text("key")).text("code")).isEqualTo("VALID");
    }

    @Test
    void expiredKeyIsNotSwitchedOnAgain() {
        String id = keys.key("expires_in_days", 1).text("id");
        patch(id, "is_active", false).expect(200);

        gatehouse.moveClock(Duration.ofHours(25));

        assertThat(patch(id, "is_active", true).expect(409).text("code")).isEqualTo("key_expired");
    }

    @Test
    void deleteRevokesAndTheSecondDeleteSaysTheSame() {
        String id = keys.key().text("id");

        keys.admin("DELETE", "/api-keys/" + id).send().expect(204);
        JsonNode once = keys.shown(id);
        keys.admin("DELETE", "/api-keys/" + id).send().expect(204);

        assertThat(once.path("status").asText()).isEqualTo("revoked");
        assertThat(keys.shown(id)).isEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"return=representation", "respond-async, return=representation", "return=\"representation\""})
    void deleteShowsTheKeyWhenThatIsPreferred(String prefer) {
        String id = keys.key().text("id");

        Answer answer = keys.admin("DELETE", "/api-keys/" + id)
                .header("Prefer", prefer)
                .send()
                .expect(200);

        assertThat(answer.text("status")).isEqualTo("revoked");
        assertThat(answer.header("Preference-Applied")).hasValue("return=representation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"return=minimal", "respond-async", "return=representational"})
    void deleteIsSilentUnderOtherPreferences(String prefer) {
        String id = keys.key().text("id");

        keys.admin("DELETE", "/api-keys/" + id).header("Prefer", prefer).send().expect(204);
    }

    @Test
    void absentKeysAreNotFound() {
        for (String id : List.of(UUID.randomUUID().toString(), "x", "%00", "a%2Fb", "x".repeat(300))) {
            keys.admin("GET", "/api-keys/" + id).send().expect(404);
            keys.admin("DELETE", "/api-keys/" + id).send().expect(404);
            patch(id, "name", "n").expect(404);
        }
    }

    private Answer patch(String id, @Nullable Object... namesAndValues) {
        return keys.admin("PATCH", "/api-keys/" + id).json(body(namesAndValues)).send();
    }

    private List<String> ids(String path) {
        return KeyRealm.ids(keys.admin("GET", path).send());
    }

    private static Duration lifetime(JsonNode key) {
        return Duration.between(
                Instant.parse(key.path("created_at").asText()),
                Instant.parse(key.path("expires_at").asText()));
    }
}
