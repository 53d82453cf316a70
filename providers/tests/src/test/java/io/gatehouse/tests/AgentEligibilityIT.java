package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An agent that may not act, or whose owner may not, gets no token, and the tokens that it has are dead.
 * Long because each way to lose it has a test.
 */
@ExtendWith(GatehouseExtension.class)
class AgentEligibilityIT {
    private static final Duration REACHES_EVERY_NODE = Duration.ofSeconds(1);
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
    @ValueSource(strings = {"pause", "revoke"})
    void stoppedAgentIsToldSoAndItsTokensAreDead(String what) {
        TestAgent agent = agents.withSecret();
        String token = agent.token();

        agents.act(agent.id(), what);

        assertThat(agents.isValid(token)).isFalse();
        assertThat(agent.refusal(400)).isEqualTo("unauthorized_client");
        assertThat(TestAgent.error(
                        realm.token("grant_type", URN)
                                .basic(agent.id(), agent.secret())
                                .send(),
                        400))
                .isEqualTo("unauthorized_client");
    }

    /** Only who proved to be the agent learns what became of it. */
    @ParameterizedTest
    @ValueSource(strings = {"pause", "revoke"})
    void stoppedAgentWithAWrongSecretIsAnInvalidClient(String what) {
        TestAgent agent = agents.withSecret();
        String before = agent.asksWith("wrong").send().body();

        agents.act(agent.id(), what);

        Answer answer = agent.asksWith("wrong").send();
        assertThat(TestAgent.error(answer, 401)).isEqualTo("invalid_client");
        assertThat(answer.body()).isEqualTo(before);
    }

    @Test
    void resumedAgentGetsTokensAgainAndItsOldOnesStayDead() {
        TestAgent agent = agents.withSecret();
        String before = agent.token();

        agents.act(agent.id(), "pause");
        agents.act(agent.id(), "resume");

        assertThat(agents.isValid(agent.token())).isTrue();
        assertThat(agents.isValid(before)).isFalse();
    }

    @Test
    void deletedAgentIsRevoked() {
        TestAgent agent = agents.withSecret();
        String token = agent.token();

        agents.admin("DELETE", "/" + agent.id()).send().expect(204);

        assertThat(agents.isValid(token)).isFalse();
        assertThat(agent.refusal(400)).isEqualTo("unauthorized_client");
    }

    @Test
    void agentPastItsExpiryIsRefused() {
        TestAgent agent = agents.withSecret(
                "expires_at", Instant.now().plus(1, ChronoUnit.HOURS).toString());
        assertThat(agents.isValid(agent.token())).isTrue();

        gatehouse.moveClock(Duration.ofHours(2));

        assertThat(agent.refusal(400)).isEqualTo("unauthorized_client");
        assertThat(TestAgent.error(agent.asksWith("wrong").send(), 401)).isEqualTo("invalid_client");
    }

    @Test
    void tokenDoesNotOutliveItsAgent() {
        TestAgent agent = agents.withSecret(
                "expires_at", Instant.now().plus(1, ChronoUnit.HOURS).toString());

        int lifetime = agent.asks("ttl", "86400")
                .send()
                .expect(200)
                .json()
                .path("expires_in")
                .asInt();

        assertThat(lifetime).isBetween(3_500, 3_600);
    }

    @Test
    void pendingAgentIsRefusedUntilAnAdministratorActivatesIt() {
        allowSelfService("calendar.read");
        TestAgent agent = createdBy("alice");

        assertThat(agent.refusal(400)).isEqualTo("unauthorized_client");
        assertThat(TestAgent.error(agent.asksWith("wrong").send(), 401)).isEqualTo("invalid_client");

        agents.act(agent.id(), "resume");

        assertThat(agents.isValid(agent.token())).isTrue();
    }

    @Test
    void disablingTheOwnerStopsTheAgentAndEnablingItLetsItGoOn() {
        String owner = realm.createUser("to-disable");
        TestAgent agent = activeOf("to-disable");
        String token = agent.token();

        realm.admin("PUT", "/users/" + owner)
                .json(Map.of("enabled", false))
                .send()
                .expect(204);

        assertStopped(agent, token);
        realm.admin("PUT", "/users/" + owner)
                .json(Map.of("enabled", true))
                .send()
                .expect(204);
        assertThat(agents.isValid(agent.token())).isTrue();
        assertThat(agents.isValid(token)).isFalse();
    }

    @Test
    void deletingTheOwnerStopsTheAgent() {
        String owner = realm.createUser("to-delete");
        TestAgent agent = activeOf("to-delete");
        String token = agent.token();

        realm.admin("DELETE", "/users/" + owner).send().expect(204);

        assertStopped(agent, token);
    }

    @Test
    void lockingTheOwnerOutStopsTheAgent() {
        String ignored = realm.createUser("to-lock");
        TestAgent agent = activeOf("to-lock");
        String token = agent.token();

        realm.lockOut("to-lock");

        assertStopped(agent, token);
    }

    @Test
    void deletingTheGroupThatOwnsTheAgentStopsIt() {
        String group = created(
                realm.admin("POST", "/groups").json(Map.of("name", "robots")).send());
        TestAgent agent = agents.withSecret("owner", Map.of("type", "group", "id", group));
        String token = agent.token();

        realm.admin("DELETE", "/groups/" + group).send().expect(204);

        assertStopped(agent, token);
    }

    @Test
    void disablingTheOrganizationThatOwnsTheAgentStopsIt() {
        JsonNode organization = organization("to-disable");
        String id = organization.path("id").asText();
        TestAgent agent = agents.withSecret("owner", Map.of("type", "organization", "id", id));
        String token = agent.token();

        ((ObjectNode) organization).put("enabled", false);
        realm.admin("PUT", "/organizations/" + id).json(organization).send().expect(204);

        assertStopped(agent, token);
    }

    @Test
    void deletingTheOrganizationThatOwnsTheAgentStopsIt() {
        String id = organization("to-delete").path("id").asText();
        TestAgent agent = agents.withSecret("owner", Map.of("type", "organization", "id", id));
        String token = agent.token();

        realm.admin("DELETE", "/organizations/" + id).send().expect(204);

        assertStopped(agent, token);
    }

    private void assertStopped(TestAgent agent, String token) {
        Eventually.holds(REACHES_EVERY_NODE, "the token is dead", () -> !agents.isValid(token));
        assertThat(agent.refusal(400)).isEqualTo("unauthorized_client");
        assertThat(TestAgent.error(agent.asksWith("wrong").send(), 401)).isEqualTo("invalid_client");
    }

    private void allowSelfService(String scope) {
        gatehouse
                .http()
                .patch(realm.adminPath("/gatehouse/settings"))
                .bearer(gatehouse.adminToken())
                .json(Map.of("self_service_scopes", List.of(scope)))
                .send()
                .expect(200);
    }

    private TestAgent activeOf(String username) {
        allowSelfService("calendar.read");
        TestAgent agent = createdBy(username);
        agents.act(agent.id(), "resume");
        return agent;
    }

    /** An agent that a person made for itself, which is pending. */
    private TestAgent createdBy(String username) {
        JsonNode made = agents.person(Login.token(gatehouse, realm, username), "POST", "")
                .json(Map.of(
                        "name",
                        "Own bot",
                        "owner",
                        Map.of("type", "user", "id", realm.userId(username)),
                        "scopes",
                        List.of("calendar.read")))
                .send()
                .expect(201)
                .json();
        return new TestAgent(
                realm, made.path("id").asText(), made.path("secret_key").asText());
    }

    private JsonNode organization(String name) {
        String id = created(realm.admin("POST", "/organizations")
                .json(Map.of("name", name, "alias", name, "domains", List.of(Map.of("name", name + ".example"))))
                .send());
        return realm.admin("GET", "/organizations/" + id).send().expect(200).json();
    }

    private static String created(Answer answer) {
        String location = answer.expect(201).header("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
