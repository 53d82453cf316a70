package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.KeyRealm.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code GET} and {@code PATCH /me}: who calls, and the names. Long by the kinds of callers. */
@ExtendWith(GatehouseExtension.class)
class MeIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Gatehouse gatehouse;
    private TestRealm realm;
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse server, TestRealm testRealm) {
        gatehouse = server;
        realm = testRealm;
        keys = new KeyRealm(server, testRealm);
    }

    @Test
    void personIsToldWhoItIs() {
        Person person = keys.person();
        String organization = keys.organization();
        String disabled = keys.organization();
        String managed = keys.organization();
        keys.join(organization, person.id());
        keys.makeManager(managed, person.id());
        keys.join(disabled, person.id());
        JsonNode shown = realm.admin("GET", "/organizations/" + disabled)
                .send()
                .expect(200)
                .json();
        realm.admin("PUT", "/organizations/" + disabled)
                .json(body(
                        "name", shown.path("name").asText(),
                        "alias", shown.path("alias").asText(),
                        "enabled", false,
                        "domains", List.of()))
                .send()
                .expect(204);

        JsonNode me = me(token(person));

        assertThat(me.path("id").asText()).isEqualTo(person.id());
        assertThat(me.path("username").asText()).isEqualTo(person.username());
        assertThat(me.path("email").asText()).isEqualTo(person.username() + "@demo.example");
        assertThat(me.path("full_name").asText()).isEqualTo(person.username() + " Test");
        assertThat(me.path("is_active").asBoolean()).isTrue();
        assertThat(me.path("is_superuser").asBoolean()).isFalse();
        assertThat(me.path("is_verified").asBoolean()).isTrue();
        assertThat(me.path("is_guest").asBoolean()).isFalse();
        assertThat(me.path("projects").findValuesAsText("id")).containsExactlyInAnyOrder(organization, managed);
        assertThat(me.path("projects").path(0).path("name").asText()).isNotEmpty();
        me.path("projects")
                .forEach(project -> assertThat(project.path("is_manager").asBoolean())
                        .isEqualTo(project.path("id").asText().equals(managed)));
        assertThat(Instant.parse(me.path("created_at").asText())).isBeforeOrEqualTo(Instant.now());
        assertThat(me.path("updated_at").asText())
                .isEqualTo(me.path("created_at").asText());
        assertThat(me.path("avatar_url").isNull()).isTrue();
        assertThat(me.path("billing").path("token_balance").isNull()).isTrue();
        assertThat(me.path("billing").path("token_limit").isNull()).isTrue();
        assertThat(me.path("billing").path("upgrade_url").isNull()).isTrue();
        assertThat(me.path("billing").path("tokens_used").asLong()).isZero();
        assertThat(me.path("billing").path("subscription_tier").asText()).isEqualTo("unlimited");
    }

    @Test
    void realmAdministratorIsASuperuser() {
        assertThat(me(realm.userToken("carol", "openid gatehouse"))
                        .path("is_superuser")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void tokensOfThePersonsAgentsAreCountedAndNobodyElses() {
        Person person = keys.person();
        RealmCalls calls = new RealmCalls(gatehouse, realm);
        RealmCalls.Agent own = calls.agent("owner", Map.of("type", "user", "id", person.id()));
        String ignored = calls.token(calls.agent().id());
        String first = calls.token(own.id());
        String second = calls.token(own.id());
        assertThat(first).isNotEqualTo(second);

        Eventually.holds(
                LIMIT,
                "both tokens are counted",
                () -> me(token(person)).at("/billing/tokens_used").asLong() == 2);
    }

    @Test
    void timeOfTheLastChangeFollowsPeopleAndAdministrators() {
        Person person = keys.person();
        String token = token(person);
        String before = me(token).path("updated_at").asText();
        gatehouse.moveClock(Duration.ofSeconds(60));

        patch(token, "full_name", "Ada Lovelace").expect(200);
        Eventually.holds(
                LIMIT,
                "the change is noted",
                () -> !me(token).path("updated_at").asText().equals(before));
        String changed = me(token).path("updated_at").asText();
        assertThat(Instant.parse(changed))
                .isAfterOrEqualTo(Instant.parse(before).plusSeconds(60));
        gatehouse.moveClock(Duration.ofMinutes(2));
        keys.changeUser(person.id(), "lastName", "Byron");

        Eventually.holds(
                LIMIT,
                "the other change, too",
                () -> !me(token).path("updated_at").asText().equals(changed));
        assertThat(me(token).path("full_name").asText()).isEqualTo("Ada Byron");
    }

    @Test
    void namesChangeTogetherOrOneByOne() {
        Person person = keys.person();
        String token = token(person);

        assertThat(patch(token, "full_name", "Augusta Ada King").expect(200).text("full_name"))
                .isEqualTo("Augusta Ada King");
        JsonNode user =
                realm.admin("GET", "/users/" + person.id()).send().expect(200).json();
        assertThat(user.path("firstName").asText()).isEqualTo("Augusta Ada");
        assertThat(user.path("lastName").asText()).isEqualTo("King");
        assertThat(patch(token, "first_name", "Ada").expect(200).text("full_name"))
                .isEqualTo("Ada King");
        assertThat(patch(token, "last_name", "Lovelace").expect(200).text("full_name"))
                .isEqualTo("Ada Lovelace");
        assertThat(user.path("email").asText()).isEqualTo(person.username() + "@demo.example");
        assertThat(realm.admin("GET", "/events?type=UPDATE_PROFILE&user=" + person.id())
                        .send()
                        .expect(200)
                        .json())
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "first_name, 256, /first_name",
        "last_name, 256, /last_name",
        "full_name, 512, /full_name",
        "email, 5, /email",
        "username, 5, /username",
        "is_superuser, 5, /is_superuser"
    })
    void whatIsTooLongOrNotThePersonsIsRefused(String member, int length, String pointer) {
        Answer refused = patch(realm.userToken("bob", "openid gatehouse"), member, "x".repeat(length))
                .expect(422);

        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void longestNameIsTaken() {
        assertThat(patch(token(keys.person()), "first_name", "x".repeat(255))
                        .expect(200)
                        .text("full_name"))
                .isEqualTo("x".repeat(255) + " Test");
    }

    @Test
    void nameThatTheRealmDemandsCannotBeRemovedNorNamedTwice() {
        String token = token(keys.person());

        Answer missing = patch(token, "last_name", null).expect(422);
        assertThat(missing.json().at("/errors/0/pointer").asText()).isEqualTo("/last_name");
        Answer half = patch(token, "full_name", "Single").expect(422);
        assertThat(half.json().at("/errors/0/pointer").asText()).isEqualTo("/full_name");
        Answer both = patch(token, "full_name", "A B", "first_name", "C").expect(422);
        assertThat(both.json().at("/errors/0/code").asText()).isEqualTo("conflict");
    }

    @Test
    void accountThatTheRealmManagesIsNotChanged() {
        Person person = keys.person();
        String token = token(person);
        JsonNode defaults = realm.admin("GET", "/users/" + person.id() + "/role-mappings/realm")
                .send()
                .expect(200)
                .json();
        realm.admin("DELETE", "/users/" + person.id() + "/role-mappings/realm")
                .json(defaults)
                .send()
                .expect(204);

        assertThat(patch(token, "first_name", "Ada").expect(403).text("code")).isEqualTo("account_not_manageable");
        assertThat(me(token).path("full_name").asText()).isEqualTo(person.username() + " Test");
    }

    @Test
    void guestSeesItselfAndChangesNothing() {
        JsonNode profile =
                realm.admin("GET", "/users/profile").send().expect(200).json();
        ((ObjectNode) profile).put("unmanagedAttributePolicy", "ADMIN_EDIT");
        realm.admin("PUT", "/users/profile").json(profile).send().expect(200);
        Person guest = keys.person();
        keys.changeUser(guest.id(), "attributes", Map.of("anonymous", List.of("true")));
        String token = keys.token(guest.username());

        assertThat(me(token).path("is_guest").asBoolean()).isTrue();
        assertThat(patch(token, "first_name", "Ada").expect(403).text("code")).isEqualTo("credential_not_allowed");
        assertThat(call("GET", "/me/2fa/setup", token).expect(403).text("code")).isEqualTo("credential_not_allowed");
    }

    @Test
    void programsAreRefusedWithAReason() {
        assertThat(call("GET", "/me", realm.serviceAccountToken("gatehouse"))
                        .expect(403)
                        .text("code"))
                .isEqualTo("credential_not_allowed");
        String key = keys.key("scopes", List.of("gatehouse:*")).text("key");
        assertThat(call("GET", "/me", key).expect(403).text("detail")).contains("people");
    }

    @Test
    void disabledAndLockedPeopleAreNobody() {
        Person disabled = keys.person();
        Person locked = keys.person();
        String ofDisabled = token(disabled);
        String ofLocked = token(locked);
        keys.changeUser(disabled.id(), "enabled", false);
        realm.lockOut(locked.username());

        call("GET", "/me", ofDisabled).expect(401);
        Eventually.holds(
                LIMIT, "the lock holds", () -> call("GET", "/me", ofLocked).status() == 401);
    }

    @Test
    void stockAccountTellsAndTakesTheWholeProfile() {
        Person person = keys.person();
        String token = realm.userToken(person.username(), "openid");
        JsonNode account = gatehouse
                .http()
                .get(realm.path("/account/"))
                .header("Accept", "application/json")
                .bearer(token)
                .send()
                .expect(200)
                .json();

        assertThat(account.path("username").asText()).isEqualTo(person.username());
        gatehouse
                .http()
                .post(realm.path("/account/"))
                .header("Accept", "application/json")
                .bearer(token)
                .json(body(
                        "username",
                        person.username(),
                        "email",
                        account.path("email").asText(),
                        "firstName",
                        "Ada",
                        "lastName",
                        "Lovelace"))
                .send()
                .expect(204);
        assertThat(me(token(person)).path("full_name").asText()).isEqualTo("Ada Lovelace");
    }

    private String token(Person person) {
        return realm.userToken(person.username(), "openid gatehouse");
    }

    private JsonNode me(String token) {
        return call("GET", "/me", token).expect(200).json();
    }

    private Answer call(String method, String below, String token) {
        return keys.v1(method, below).bearer(token).send();
    }

    private Answer patch(String token, @Nullable Object... namesAndValues) {
        return keys.v1("PATCH", "/me").bearer(token).json(body(namesAndValues)).send();
    }
}
