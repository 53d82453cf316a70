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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A key that an agent owns is worth what the agent is worth now, for the very next request. */
@ExtendWith(GatehouseExtension.class)
class ApiKeysOfAgentsIT {
    private Gatehouse gatehouse;
    private KeyRealm keys;
    private RealmCalls calls;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
        calls = new RealmCalls(server, realm);
    }

    @Test
    void keyOfAnAgentRestsWhileTheAgentIsPausedAndEndsWithIt() {
        String agent = calls.agent().id();
        Answer key = keyOf(agent, "orders.read");
        assertThat(key.json().path("owner").toString()).isEqualTo("{\"type\":\"agent\",\"id\":\"" + agent + "\"}");
        assertThat(code(key)).isEqualTo("VALID");

        act(agent, "pause");
        assertThat(code(key)).isEqualTo("REVOKED");
        act(agent, "resume");
        assertThat(code(key)).isEqualTo("VALID");
        act(agent, "pause");
        assertThat(code(key)).isEqualTo("REVOKED");
        act(agent, "resume");
        act(agent, "revoke");
        assertThat(code(key)).isEqualTo("REVOKED");
    }

    @Test
    void keyOfAnExpiredAgentIsOfNoUse() {
        String agent = calls.agent(
                        "expires_at", Instant.now().plus(Duration.ofHours(2)).toString())
                .id();
        Answer key = keyOf(agent, "orders.read");
        assertThat(code(key)).isEqualTo("VALID");

        gatehouse.moveClock(Duration.ofHours(3));

        assertThat(code(key)).isEqualTo("REVOKED");
    }

    @Test
    void keyOfAnAgentDependsOnTheAgentsOwner() {
        Person person = keys.person();
        String agent =
                calls.agent("owner", Map.of("type", "user", "id", person.id())).id();
        Answer key = keyOf(agent, "orders.read");
        assertThat(code(key)).isEqualTo("VALID");

        keys.changeUser(person.id(), "enabled", false);

        assertThat(code(key)).isEqualTo("REVOKED");
    }

    @Test
    void keyHasNothingThatTheAgentMayNotGetNow() {
        String agent = calls.agent().id();
        Answer key = keyOf(agent, "orders.read", "orders.write", "beyond.the.agent", "api-keys:read");
        assertThat(keys.verify(key.text("key")).json().path("scopes").toString())
                .isEqualTo("[\"orders.read\",\"orders.write\"]");

        calls.admin("PATCH", "/agents/" + agent)
                .json(Map.of("scopes", List.of("orders.read")))
                .send()
                .expect(200);

        assertThat(keys.verify(key.text("key"), "orders.write").text("code")).isEqualTo("INSUFFICIENT_SCOPE");
        keys.v1("GET", "/api-keys").bearer(key.text("key")).send().expect(403);
    }

    @Test
    void personManagesTheKeysOfItsAgents() {
        keys.allowSelfService("orders.read");
        Person person = keys.person();
        String token = keys.token(person.username());
        String agent =
                calls.agent("owner", Map.of("type", "user", "id", person.id())).id();
        Map<String, String> owner = Map.of("type", "agent", "id", agent);

        JsonNode key = keys.create(token, "name", "k", "owner", owner, "scopes", List.of("orders.read"))
                .expect(201)
                .json();

        String id = key.path("id").asText();
        assertThat(KeyRealm.ids(keys.v1("GET", "/api-keys").bearer(token).send()))
                .containsExactly(id);
        keys.v1("GET", "/api-keys/" + id).bearer(token).send().expect(200);
        keys.patchAs(token, id, "name", "other").expect(200);
        keys.v1("POST", "/api-keys/" + id + "/rotate").bearer(token).send().expect(201);
        keys.v1("DELETE", "/api-keys/" + id).bearer(token).send().expect(204);
        AuditCalls audit = new AuditCalls(calls);
        assertThat(audit.first("?type=api_key.created&agent_id=" + agent)
                        .path("key")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    void othersNeitherMakeNorSeeThem() {
        String agent = calls.agent().id();
        String id = keyOf(agent, "orders.read").text("id");
        String token = keys.token(keys.person().username());

        Answer foreign = keys.create(token, "name", "k", "owner", Map.of("type", "agent", "id", agent))
                .expect(422);
        Answer absent = keys.create(token, "name", "k", "owner", Map.of("type", "agent", "id", "agent_000000000000"))
                .expect(422);

        assertThat(foreign.json().path("errors")).isEqualTo(absent.json().path("errors"));
        keys.v1("GET", "/api-keys/" + id).bearer(token).send().expect(404);
        keys.v1("DELETE", "/api-keys/" + id).bearer(token).send().expect(404);
    }

    private Answer keyOf(String agent, String... scopes) {
        return keys.key("owner", body("type", "agent", "id", agent), "scopes", List.of(scopes));
    }

    private void act(String agent, String what) {
        calls.admin("POST", "/agents/" + agent + "/" + what).send().expect(200);
    }

    private String code(Answer key) {
        return keys.verify(key.text("key")).text("code");
    }
}
