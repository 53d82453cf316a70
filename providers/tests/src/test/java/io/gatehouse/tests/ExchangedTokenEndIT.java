package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.KeyRealm.Person;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens of API keys die with the key, its owner and the client, and alone. */
@ExtendWith(GatehouseExtension.class)
class ExchangedTokenEndIT {
    private static final String INACTIVE = "{\"active\":false}";

    private Gatehouse gatehouse;
    private KeyRealm keys;
    private KeyExchanges exchanges;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
        exchanges = new KeyExchanges(keys);
    }

    @Test
    void revokedKeyKillsItsTokens() {
        Answer key = keys.key("scopes", List.of("orders.read"));
        String token = exchanges.token(key.text("key"));
        assertAlive(token);

        keys.revoke(key);

        assertDead(token);
    }

    @Test
    void keyThatIsSwitchedOffAndOnTakesItsTokensAlong() {
        Answer key = keys.key("scopes", List.of("orders.read"));
        String token = exchanges.token(key.text("key"));
        assertAlive(token);

        keys.switchOff(key);
        assertDead(token);

        keys.admin("PATCH", "/api-keys/" + key.text("id"))
                .json(body("is_active", true))
                .send()
                .expect(200);
        assertAlive(token);
    }

    @Test
    void keyThatLosesAScopeKillsTheTokensThatCarryIt() {
        Answer key = keys.key("scopes", List.of("orders.read", "orders.write"));
        String reading = exchanges.of(key.text("key"), "scope", "orders.read").text("access_token");
        String both = exchanges.token(key.text("key"));
        assertAlive(both);

        keys.admin("PATCH", "/api-keys/" + key.text("id"))
                .json(body("scopes", List.of("orders.read")))
                .send()
                .expect(200);

        assertAlive(reading);
        assertDead(both);
    }

    @Test
    void disabledOwnerKillsTheTokens() {
        Person person = keys.person();
        String token = exchanges.token(
                keys.key("owner", Map.of("type", "user", "id", person.id())).text("key"));
        assertAlive(token);

        keys.changeUser(person.id(), "enabled", false);

        assertDead(token);
    }

    @Test
    void disabledClientKillsItsTokens() {
        String client = keys.client();
        String token = exchanges
                .as(client, client, keys.key("audiences", List.of(client)).text("key"))
                .text("access_token");
        assertThat(exchanges.isValid(token)).isTrue();

        keys.realm()
                .admin("PUT", "/clients/" + keys.clientUuid(client))
                .json(body("clientId", client, "enabled", false))
                .send()
                .expect(204);

        assertThat(exchanges.isValid(token)).isFalse();
    }

    @Test
    void expiredTokenIsDead() {
        String token = exchanges.token(keys.key().text("key"));

        gatehouse.moveClock(Duration.ofSeconds(301));

        assertDead(token);
    }

    @Test
    void tokenIsRevokedAloneByAnAdministratorAndByItsClient() {
        Answer key = keys.key();
        String first = exchanges.token(key.text("key"));
        String second = exchanges.token(key.text("key"));
        String third = exchanges.token(key.text("key"));

        keys.admin("POST", "/tokens/revoke")
                .json(body("token_id", claims(first).path("jti").asText()))
                .send()
                .expect(200);
        revokeAsClient("demo-api", "demo-api-secret", second).expect(200);
        revokeAsClient("demo-app", "demo-app-secret", third).expect(200);

        assertDead(first);
        assertDead(second);
        assertAlive(third);
    }

    @Test
    void personRevokesTheTokensOfItsOwnKeysOnly() {
        Person owner = keys.person();
        Person other = keys.person();
        String token = exchanges.token(
                keys.key("owner", Map.of("type", "user", "id", owner.id())).text("key"));

        revokeAs(other, token);
        assertAlive(token);
        revokeAs(owner, token);
        assertDead(token);
    }

    private void revokeAs(Person person, String token) {
        keys.v1("POST", "/tokens/revoke")
                .bearer(keys.token(person.username()))
                .json(body("token", token))
                .send()
                .expect(200);
    }

    private Answer revokeAsClient(String id, String secret, String token) {
        return gatehouse
                .outsideContract()
                .post(keys.realm().path("/gatehouse/v1/oauth/revoke"))
                .basic(id, secret)
                .form("token", token)
                .send();
    }

    private void assertAlive(String token) {
        assertThat(exchanges.isValid(token)).isTrue();
        assertThat(keys.introspect("demo-api", "demo-api-secret", token)
                        .json()
                        .path("active")
                        .asBoolean())
                .isTrue();
    }

    private void assertDead(String token) {
        assertThat(exchanges.isValid(token)).isFalse();
        assertThat(keys.introspect("demo-api", "demo-api-secret", token).body()).isEqualTo(INACTIVE);
    }

    private static JsonNode claims(String token) {
        return Jwt.parse(token).claims();
    }
}
