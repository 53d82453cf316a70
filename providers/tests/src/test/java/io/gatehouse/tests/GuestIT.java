package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.testkit.http.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code POST /auth/anonymous}: somebody comes in without saying who it is, and everybody sees that it is a guest. Long by all that a guest must not have. */
@ExtendWith(GatehouseExtension.class)
class GuestIT {
    private static final int BURST = 30;
    private static final String NAME = "guest-[a-z2-7]{12}";

    private Gatehouse gatehouse;
    private TestRealm realm;
    private GuestCalls guests;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        this.guests = new GuestCalls(gatehouse, realm);
        guests.set("guests_enabled", true, "guest_max_count", 100);
    }

    @Test
    void guestIsAUserWhomEverybodySeesToBeOne() {
        Answer answer = guests.ask().expect(200);

        assertThat(answer.header("Cache-Control").orElseThrow()).contains("no-store");
        String id = answer.text("user_id");
        JsonNode claims = Jwt.parse(answer.text("access_token")).claims();
        assertThat(claims.path("sub").asText()).isEqualTo(id);
        assertThat(claims.has("auth_time")).as("nobody proved presence").isFalse();
        assertThat(claims.path("realm_access").path("roles")).isEmpty();
        assertThat(claims.path("resource_access")).isEmpty();
        JsonNode shown =
                guests.userinfo(answer.text("access_token")).expect(200).json();
        assertThat(shown.path("sub").asText()).isEqualTo(id);
        assertThat(shown.path("email").asText()).matches(NAME + "@guest\\.invalid");
        assertThat(shown.path("email_verified").asBoolean()).isFalse();
        assertThat(shown.path("preferred_username").asText()).matches(NAME);
        assertThat(shown.path("given_name").asText()).isEqualTo("Guest");
        JsonNode found = realm.admin("GET", "/users?q=anonymous:true&max=1000")
                .send()
                .expect(200)
                .json();
        assertThat(found.findValuesAsText("id")).contains(id);
        assertThat(realm.admin("GET", "/users/" + id + "/credentials")
                        .send()
                        .expect(200)
                        .json())
                .isEmpty();
        assertThat(guests.refresh(answer.text("refresh_token")).expect(200).text("access_token"))
                .isNotEmpty();
    }

    @Test
    void publicClientOfTheSettingsNeedsNoBody() {
        Answer answer = guests.v1("POST", "/auth/anonymous").send().expect(200);

        assertThat(Jwt.parse(answer.text("access_token")).claims().path("azp").asText())
                .isEqualTo("demo-spa");
        assertThat(answer.json().path("id_token").isNull()).isTrue();
    }

    @Test
    void everyGuestIsAnother() {
        assertThat(guests.guest().id()).isNotEqualTo(guests.guest().id());
    }

    @Test
    void nobodyComesInWhereTheRealmOrTheClientHasNoGuests() {
        int before = guests.marked();

        assertThat(guests.ask("client_id", "demo-api", "client_secret", "demo-api-secret")
                        .expect(403)
                        .text("code"))
                .isEqualTo("client_not_allowed");
        assertThat(guests.ask("client_secret", "wrong").expect(401).text("code"))
                .isEqualTo("invalid_client");
        assertThat(guests.ask("client_id", "nobody").expect(401).text("code")).isEqualTo("invalid_client");
        assertThat(guests.ask("scope", "no-such-scope").expect(422).text("code"))
                .isEqualTo("validation_failed");
        guests.ask("scope", "s".repeat(1_001)).expect(422);
        guests.ask("surprise", 1).expect(422);
        guests.ask("client_id", "c".repeat(255)).expect(401);
        guests.ask("client_id", "c".repeat(256)).expect(422);
        guests.ask("client_secret", "s".repeat(255)).expect(401);
        guests.ask("client_secret", "s".repeat(256)).expect(422);
        guests.set("guests_enabled", false);
        assertThat(guests.ask().expect(403).text("code")).isEqualTo("login_disabled");
        assertThat(guests.marked()).isEqualTo(before);
    }

    @Test
    void tokenThatOutlivesTheLoginIsNotForGuests() {
        int before = guests.marked();

        Answer answer = guests.ask("scope", "openid offline_access");

        assertThat(answer.status()).as(answer.body()).isIn(400, 403, 422);
        assertThat(guests.marked()).isEqualTo(before);
    }

    @Test
    void realmThatWantsSomethingOfEverybodyHasNoGuests() {
        int before = guests.marked();
        ObjectNode terms = (ObjectNode) realm.admin("GET", "/authentication/required-actions/TERMS_AND_CONDITIONS")
                .send()
                .expect(200)
                .json();
        terms.put("enabled", true).put("defaultAction", true);
        realm.admin("PUT", "/authentication/required-actions/TERMS_AND_CONDITIONS")
                .json(terms)
                .send()
                .expect(204);

        Answer answer = guests.ask().expect(403);

        terms.put("defaultAction", false);
        realm.admin("PUT", "/authentication/required-actions/TERMS_AND_CONDITIONS")
                .json(terms)
                .send()
                .expect(204);
        assertThat(answer.text("code")).isEqualTo("action_required");
        assertThat(guests.marked()).isEqualTo(before);
        realm.admin("PUT", "").json(Map.of("verifyEmail", true)).send().expect(204);
        GuestCalls.Guest guest = guests.guest();
        realm.admin("PUT", "").json(Map.of("verifyEmail", false)).send().expect(204);
        assertThat(guests.user(guest.id()).path("requiredActions")).isEmpty();
    }

    @Test
    void guestMakesNoCredentials() {
        GuestCalls.Guest guest = guests.guest();

        assertThat(guests.v1("POST", "/api-keys")
                        .bearer(guest.token())
                        .json(Map.of("name", "Mine"))
                        .send()
                        .expect(403)
                        .text("code"))
                .isEqualTo("credential_not_allowed");
        assertThat(guests.v1("POST", "/agents")
                        .bearer(guest.token())
                        .json(Map.of("name", "Mine", "owner", Map.of("type", "user", "id", guest.id())))
                        .send()
                        .expect(403)
                        .text("code"))
                .isEqualTo("credential_not_allowed");
        realm.token("grant_type", "password", "username", name(guest), "password", name(guest))
                .basic("demo-app", "demo-app-secret")
                .send()
                .expect(400, 401);
    }

    @Test
    void guestCannotTakeItsMarkAway() {
        GuestCalls.Guest guest = guests.guest();
        accountWithout(guest, guest.token()).expect(401, 403);

        // Even where an administrator lets it change its account.
        String account = realm.admin("GET", "/clients?clientId=account")
                .send()
                .expect(200)
                .json()
                .path(0)
                .path("id")
                .asText();
        JsonNode role = realm.admin("GET", "/clients/" + account + "/roles/manage-account")
                .send()
                .expect(200)
                .json();
        realm.admin("POST", "/users/" + guest.id() + "/role-mappings/clients/" + account)
                .json(List.of(role))
                .send()
                .expect(204);
        String token = guests.refresh(guest.refreshToken()).expect(200).text("access_token");
        accountWithout(guest, token).expect(204, 400);

        assertThat(realm.admin("GET", "/users?q=anonymous:true&max=1000")
                        .send()
                        .expect(200)
                        .json()
                        .findValuesAsText("id"))
                .contains(guest.id());
        guests.v1("POST", "/api-keys")
                .bearer(token)
                .json(Map.of("name", "Mine"))
                .send()
                .expect(403);
    }

    private Answer accountWithout(GuestCalls.Guest guest, String token) {
        return gatehouse
                .http()
                .post(realm.path("/account/"))
                .header("Accept", "application/json")
                .bearer(token)
                .json(Map.of(
                        "username",
                        name(guest),
                        "email",
                        name(guest) + "@guest.invalid",
                        "firstName",
                        "Guest",
                        "lastName",
                        "Changed",
                        "attributes",
                        Map.of("anonymous", List.of("false"))))
                .send();
    }

    @Test
    void disabledGuestHasNothing() {
        GuestCalls.Guest guest = guests.guest();
        ObjectNode user = (ObjectNode) guests.user(guest.id());
        realm.admin("PUT", "/users/" + guest.id())
                .json(user.put("enabled", false))
                .send()
                .expect(204);

        guests.refresh(guest.refreshToken()).expect(400);
        guests.userinfo(guest.token()).expect(400, 401, 403);
        guests.v1("GET", "/api-keys").bearer(guest.token()).send().expect(401);
    }

    @Test
    void realmHasNoMoreGuestsThanItAllows() {
        int max = guests.marked() + 1;
        guests.set("guest_max_count", max);

        GuestCalls.Guest last = guests.guest();
        Answer refused = guests.ask().expect(503);

        assertThat(refused.text("detail")).contains("guest_max_count");
        assertThat(refused.header("Retry-After")).isPresent();
        assertThat(guests.marked()).isEqualTo(max);
        realm.admin("DELETE", "/users/" + last.id()).send().expect(204);
        String ignored = guests.guest().id();
    }

    @Test
    void addressThatMakesTooManyGuestsHasToWait() {
        try (TestRealm other = gatehouse.freshRealm()) {
            GuestCalls there = new GuestCalls(gatehouse, other);
            Answer last = there.ask("client_id", "nobody").expect(401);
            for (int i = 1; i < BURST; i++) {
                last = there.ask("client_id", "nobody").expect(401);
            }
            // One more comes every six seconds, so that a slow machine may have let one or two in.
            for (int i = 0; i < BURST && last.status() != 429; i++) {
                last = there.ask("client_id", "nobody");
            }

            assertThat(last.expect(429).text("code")).isEqualTo("throttled");
            assertThat(Integer.parseInt(last.header("Retry-After").orElseThrow()))
                    .isBetween(1, 6);
        }
    }

    @Test
    void comingIsInTheAuditLog() {
        GuestCalls.Guest guest = guests.guest();

        JsonNode event =
                new AuditCalls(new RealmCalls(gatehouse, realm)).first("?type=guest.created&target=" + guest.id());

        assertThat(event.at("/target/id").asText()).isEqualTo(guest.id());
        assertThat(event.at("/data/client_id").asText()).isEqualTo("demo-app");
    }

    private String name(GuestCalls.Guest guest) {
        return guests.user(guest.id()).path("username").asText();
    }
}
