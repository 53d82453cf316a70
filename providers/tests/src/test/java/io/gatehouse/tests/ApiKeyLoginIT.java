package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.tests.KeyRealm.Person;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rule 3 of the contract: which tokens count at all, and which of them make credentials. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyLoginIT {
    private Gatehouse gatehouse;
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
        keys.allowSelfService("orders.read");
    }

    @Test
    void tokenThatIsNotForGatehouseIsNoCredential() {
        Person person = keys.person("realm-admin");
        String token = keys.realm().userToken(person.username(), "openid");

        keys.create(token, "name", "k").expect(401);
        keys.v1("GET", "/api-keys").bearer(token).send().expect(401);
        assertThat(keys.keysOf(person)).isEmpty();
    }

    @Test
    void makingKeysNeedsALoginWithinTenMinutes() {
        Person person = keys.person();
        String token = keys.token(person.username());

        gatehouse.moveClock(Duration.ofSeconds(590));
        String id = keys.create(token, "name", "in time").expect(201).text("id");
        gatehouse.moveClock(Duration.ofSeconds(601));

        assertThat(keys.create(token, "name", "late").expect(403).text("code")).isEqualTo("reauthentication_required");
        assertThat(keys.keysOf(person)).containsExactly(id);
        keys.create(keys.token(person.username()), "name", "after another login")
                .expect(201);
    }

    @Test
    void tokenThatDoesNotSayWhenItsUserLoggedInMakesNoCredential() {
        Person person = keys.person();
        String token = keys.realm().userToken(person.username(), "openid gatehouse");
        assertThat(Jwt.parse(token).claims().has("auth_time")).isFalse();

        assertThat(keys.create(token, "name", "k").expect(403).text("code")).isEqualTo("reauthentication_required");
        keys.v1("GET", "/api-keys").bearer(token).send().expect(200);
    }

    @Test
    void refreshedTokenIsNoNewLogin() {
        Person person = keys.person();
        String refresh =
                keys.logIn("demo-app", "demo-app-secret", person.username()).text("refresh_token");
        gatehouse.moveClock(Duration.ofSeconds(601));

        String refreshed = keys.realm()
                .token("grant_type", "refresh_token", "refresh_token", refresh)
                .basic("demo-app", "demo-app-secret")
                .send()
                .expect(200)
                .text("access_token");

        assertThat(keys.create(refreshed, "name", "k").expect(403).text("code")).isEqualTo("reauthentication_required");
    }

    @Test
    void afterTenMinutesAKeyIsStillNarrowedButNotWidened() {
        Person person = keys.person();
        String token = keys.token(person.username());
        String id = keys.create(token, "name", "k", "scopes", List.of("orders.read"))
                .expect(201)
                .text("id");
        gatehouse.moveClock(Duration.ofSeconds(601));

        keys.patchAs(token, id, "is_active", false).expect(200);
        keys.patchAs(token, id, "scopes", List.of()).expect(200);
        keys.patchAs(token, id, "scopes", List.of("orders.read")).expect(403);
        keys.patchAs(token, id, "is_active", true).expect(403);
        keys.v1("DELETE", "/api-keys/" + id).bearer(token).send().expect(204);
    }

    @Test
    void tokenWithAnActorMakesNoCredential() {
        Person person = keys.person("realm-admin");
        String client = keys.client("protocolMappers", List.of(actor()));
        String token = keys.logIn(client, client, person.username()).text("access_token");
        assertThat(Jwt.parse(token).claims().at("/act/sub").asText()).isEqualTo("somebody");

        assertThat(keys.create(token, "name", "k").expect(403).text("code")).isEqualTo("credential_not_allowed");
        assertThat(keys.keysOf(person)).isEmpty();
    }

    @Test
    void guestMakesNoCredential() {
        keys.realm()
                .admin("PUT", "/users/profile")
                .json(withUnmanagedAttributes())
                .send()
                .expect(200);
        Person guest = keys.person();
        keys.changeUser(guest.id(), "attributes", Map.of("anonymous", List.of("true")));

        assertThat(keys.create(keys.token(guest.username()), "name", "k")
                        .expect(403)
                        .text("code"))
                .isEqualTo("credential_not_allowed");
    }

    @Test
    void agentTokenMakesNoCredential() {
        String agent = keys.admin("POST", "/agents")
                .json(body("name", "writer", "owner", "team", "scopes", List.of("api-keys:write", "api-keys:read")))
                .send()
                .expect(201)
                .text("id");
        String token = keys.admin("POST", "/tokens")
                .json(body(
                        "agent_id",
                        agent,
                        "scope",
                        List.of("api-keys:write", "api-keys:read"),
                        "target_service",
                        keys.realm().issuer() + "/gatehouse/v1"))
                .send()
                .expect(201)
                .text("token");

        keys.v1("GET", "/api-keys").bearer(token).send().expect(200);
        assertThat(keys.create(token, "name", "k").expect(403).text("code")).isEqualTo("credential_not_allowed");
    }

    private Map<String, Object> actor() {
        return body(
                "name", "actor",
                "protocol", "openid-connect",
                "protocolMapper", "oidc-hardcoded-claim-mapper",
                "config",
                        Map.of(
                                "claim.name", "act",
                                "claim.value", "{\"sub\":\"somebody\"}",
                                "jsonType.label", "JSON",
                                "access.token.claim", "true"));
    }

    private Map<String, Object> withUnmanagedAttributes() {
        JsonNode profile =
                keys.realm().admin("GET", "/users/profile").send().expect(200).json();
        Map<String, Object> changed = body("unmanagedAttributePolicy", "ENABLED");
        profile.properties().forEach(member -> changed.put(member.getKey(), member.getValue()));
        return changed;
    }
}
