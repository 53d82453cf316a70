package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No client of Keycloak's own can take an agent's name, pass for an agent, or change one. */
@ExtendWith(GatehouseExtension.class)
class AgentIdentityIT {
    private static final String TAKEN = "agent_0123456789ab";
    private static final String URN = "urn:gatehouse:params:oauth:grant-type:agent";

    private Gatehouse gatehouse;
    private TestRealm realm;
    private TestAgents agents;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        this.agents = new TestAgents(gatehouse, realm);
    }

    @ParameterizedTest
    @ValueSource(strings = {TAKEN, "agent_", "agent_x"})
    void clientOfAnAgentsNameIsNotCreated(String name) {
        assertRefused(realm.admin("POST", "/clients")
                .json(Map.of("clientId", name, "secret", "s"))
                .send());
        assertNoClient(name);
    }

    @Test
    void clientOfALivingAgentsNameIsNotCreated() {
        TestAgent agent = agents.withSecret();

        assertRefused(realm.admin("POST", "/clients")
                .json(Map.of("clientId", agent.id(), "secret", "s"))
                .send());
        assertThat(agents.isValid(agent.token())).isTrue();
    }

    @Test
    void clientIsNotRenamedToAnAgentsName() {
        String id = client(Map.of());

        assertRefused(realm.admin("PUT", "/clients/" + id)
                .json(Map.of("clientId", TAKEN))
                .send());
        assertNoClient(TAKEN);
    }

    @Test
    void realmWithAClientOfAnAgentsNameIsNotImported() {
        String name = "import-" + UUID.randomUUID();

        Answer answer = gatehouse
                .http()
                .post("/admin/realms")
                .bearer(gatehouse.adminToken())
                .json(Map.of(
                        "realm", name, "enabled", true, "clients", List.of(Map.of("clientId", TAKEN, "secret", "s"))))
                .send();

        assertRefused(answer);
        gatehouse
                .http()
                .get("/admin/realms/" + name)
                .bearer(gatehouse.adminToken())
                .send()
                .expect(404);
    }

    @Test
    void clientOfAnAgentsNameIsNotImportedIntoARealm() {
        assertRefused(realm.admin("POST", "/partialImport")
                .json(Map.of(
                        "ifResourceExists", "OVERWRITE", "clients", List.of(Map.of("clientId", TAKEN, "secret", "s"))))
                .send());
        assertNoClient(TAKEN);
    }

    @Test
    void clientOfAnAgentsNameIsNotRegistered() {
        assertRefused(register("/clients-registrations/default", Map.of("clientId", TAKEN)));
        assertRefused(register(
                "/clients-registrations/openid-connect",
                Map.of("client_id", TAKEN, "redirect_uris", List.of("https://client.example/"))));
        assertNoClient(TAKEN);
    }

    @Test
    void registeredClientIsNotRenamedToAnAgentsName() {
        String name = "registered-" + UUID.randomUUID();
        JsonNode registered = register("/clients-registrations/default", Map.of("clientId", name))
                .expect(201)
                .json();

        assertRefused(gatehouse
                .http()
                .put(realm.path("/clients-registrations/default/" + name))
                .bearer(registered.path("registrationAccessToken").asText())
                .json(Map.of("clientId", TAKEN))
                .send());
        assertNoClient(TAKEN);
    }

    @Test
    void clientThatWearsTheMarkOfAgentsGetsStockTokensOnly() {
        String name = "marked-" + UUID.randomUUID();
        String ignored = client(Map.of(
                "clientId",
                name,
                "secret",
                "s",
                "serviceAccountsEnabled",
                true,
                "attributes",
                Map.of("gatehouse.agent", "true")));

        String token = realm.token("grant_type", "client_credentials")
                .basic(name, "s")
                .send()
                .expect(200)
                .text("access_token");

        assertThat(Jwt.parse(token).header().path("alg").asText()).isEqualTo("RS256");
        assertThat(Jwt.parse(token).claim("jti")).doesNotStartWith("gh-");
        assertThat(agents.isValid(token)).isFalse();
        assertThat(TestAgent.error(
                        realm.token("grant_type", URN).basic(name, "s").send(), 400))
                .isEqualTo("unauthorized_client");
    }

    @Test
    void stockClientCannotUseTheGrantOfAgents() {
        Answer confidential = realm.token("grant_type", URN)
                .basic("demo-api", "demo-api-secret")
                .send();
        Answer open = realm.token("grant_type", URN, "client_id", "admin-cli").send();

        assertThat(TestAgent.error(confidential, 400)).isEqualTo("unauthorized_client");
        assertThat(TestAgent.error(open, 400)).isEqualTo("unauthorized_client");
    }

    @Test
    void stockClientIsStillRefusedASecondResource() {
        Answer answer = realm.token(
                        "grant_type",
                        "client_credentials",
                        "resource",
                        "https://a.example",
                        "resource",
                        "https://b.example")
                .basic("demo-api", "demo-api-secret")
                .send();

        assertThat(TestAgent.error(answer, 400)).isEqualTo("invalid_request");
    }

    /** The admin console may show an agent as a client; what it shows holds no secret and cannot be written. */
    @Test
    void agentIsAReadOnlyClientWithoutASecret() {
        TestAgent agent = agents.withSecret();
        JsonNode shown = realm.admin("GET", "/clients?clientId=" + agent.id())
                .send()
                .expect(200)
                .json()
                .path(0);
        assertThat(shown.path("clientId").asText()).isEqualTo(agent.id());
        assertThat(shown.path("secret").asText("")).isEmpty();
        String path = "/clients/" + shown.path("id").asText();

        Answer renamed =
                realm.admin("PUT", path).json(Map.of("clientId", "renamed")).send();
        Answer secret = realm.admin("POST", path + "/client-secret").send();
        Answer deleted = realm.admin("DELETE", path).send();

        assertThat(List.of(renamed.status(), secret.status(), deleted.status())).allMatch(status -> status >= 400);
        assertThat(realm.admin("GET", path + "/client-secret").send().body()).doesNotContain(agent.secret());
        assertThat(agents.isValid(agent.token())).isTrue();
    }

    private Answer register(String path, Map<String, Object> body) {
        String initial = realm.admin("POST", "/clients-initial-access")
                .json(Map.of("count", 1, "expiration", 60))
                .send()
                .expect(200, 201)
                .text("token");
        return gatehouse
                .http()
                .post(realm.path(path))
                .bearer(initial)
                .json(body)
                .send();
    }

    private String client(Map<String, Object> members) {
        Map<String, Object> body = new HashMap<>(Map.of("clientId", "c-" + UUID.randomUUID()));
        body.putAll(members);
        String location = realm.admin("POST", "/clients")
                .json(body)
                .send()
                .expect(201)
                .header("Location")
                .orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private void assertNoClient(String name) {
        assertThat(realm.admin("GET", "/clients?clientId=" + name)
                        .send()
                        .expect(200)
                        .json())
                .isEmpty();
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    }
}
