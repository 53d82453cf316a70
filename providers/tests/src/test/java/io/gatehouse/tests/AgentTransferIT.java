package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import io.gatehouse.testkit.http.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent goes to another owner, and nothing goes with it. */
@ExtendWith(GatehouseExtension.class)
class AgentTransferIT {
    private KeyRealm people;
    private TestRealm realm;
    private TestAgents agents;
    private AuditCalls audit;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.realm = realm;
        this.people = new KeyRealm(gatehouse, realm);
        this.agents = new TestAgents(gatehouse, realm);
        this.audit = new AuditCalls(new RealmCalls(gatehouse, realm));
    }

    @Test
    void secretTokensAndKeysOfTheOldOwnerAreDeadAndTheNewOneMakesASecret() {
        KeyRealm.Person before = people.person();
        KeyRealm.Person after = people.person();
        TestAgent agent = agents.withSecret("owner", user(before));
        String token = agent.token();
        Answer key = people.key("owner", Map.of("type", "agent", "id", agent.id()));

        JsonNode moved = transfer(agent.id(), user(after)).expect(200).json();

        assertThat(moved.at("/owner/id").asText()).isEqualTo(after.id());
        assertThat(moved.path("status").asText()).isEqualTo("active");
        assertThat(agents.isValid(token)).isFalse();
        assertThat(TestAgent.error(agent.asks().send(), 401)).isEqualTo("invalid_client");
        assertThat(people.verify(key.text("key")).text("code")).isEqualTo("REVOKED");
        agents.person(people.token(before.username()), "GET", "/" + agent.id())
                .send()
                .expect(404);
        String fresh = agents.person(people.token(after.username()), "POST", "/" + agent.id() + "/rotate-secret")
                .send()
                .expect(201)
                .text("secret_key");
        assertThat(agents.isValid(new TestAgent(realm, agent.id(), fresh).token()))
                .isTrue();
        JsonNode event = audit.items("?type=agent.updated&agent_id=" + agent.id()).stream()
                .filter(found -> found.at("/data/changed/0").asText().equals("owner"))
                .findFirst()
                .orElseThrow();
        assertThat(event.at("/data/previous_owner_type").asText()).isEqualTo("user");
        assertThat(event.toString()).doesNotContain(before.id());
    }

    @Test
    void agentWithKeysHasNoneAfterwardsAndMayBeChangedAllTheSame() throws Exception {
        JWK pair = new OctetKeyPairGenerator(Curve.Ed25519).keyID("k").generate();
        TestAgent agent = agents.withKey(pair);

        JsonNode moved = transfer(agent.id(), "Team Next").expect(200).json();

        assertThat(moved.path("jwks").isNull()).isTrue();
        agents.admin("PATCH", "/" + agent.id())
                .json(Map.of("name", "Renamed"))
                .send()
                .expect(200);
        agents.admin("PATCH", "/" + agent.id())
                .json(Map.of("jwks", Map.of("keys", List.of(pair.toPublicJWK().toJSONObject()))))
                .send()
                .expect(200);
    }

    /** Who consented did so to an agent of the old owner. */
    @Test
    void consentsAndDelegationsOfUsersDoNotGoWithIt(Gatehouse gatehouse) {
        Delegates delegates = new Delegates(gatehouse, realm);
        String scope = "calendar." + UUID.randomUUID();
        TestAgent agent = delegates.agent("scopes", List.of(scope, "mail.send"));
        delegates.app(agent);
        String user = delegates.userToken("alice");
        delegates.consent(user, agent.id(), delegates.clientScope(scope));
        delegates
                .grant(agent.id(), realm.userId("alice"), "scopes", List.of("mail.send"))
                .expect(201);
        String token = Delegates.exchanged(agent, user);

        transfer(agent.id(), "Team Next").expect(200);

        String secret = agents.admin("POST", "/" + agent.id() + "/rotate-secret")
                .send()
                .expect(201)
                .text("secret_key");
        assertThat(agents.isValid(token)).isFalse();
        assertThat(agents.admin("GET", "/" + agent.id() + "/delegations")
                        .send()
                        .expect(200)
                        .json()
                        .path("items"))
                .isEmpty();
        delegates.account("GET", user, agent.id()).send().expect(204);
        assertThat(TestAgent.error(
                        Delegates.exchange(new TestAgent(realm, agent.id(), secret), user)
                                .send(),
                        400))
                .isEqualTo("consent_required");
    }

    @Test
    void transferToTheSameOwnerChangesNothing() {
        TestAgent agent = agents.withSecret();
        String token = agent.token();
        Answer key = people.key("owner", Map.of("type", "agent", "id", agent.id()));

        transfer(agent.id(), "Team Calendar").expect(200);

        assertThat(people.verify(key.text("key")).text("code")).isEqualTo("VALID");

        assertThat(agents.isValid(token)).isTrue();
        assertThat(agents.isValid(agent.token())).isTrue();
    }

    @Test
    void organizationOfTheAgentIsThatOfTheOrganizationThatOwnsIt() {
        String organization = people.organization();
        TestAgent agent = agents.withSecret();

        assertThat(transfer(agent.id(), Map.of("type", "organization", "id", organization))
                        .expect(200)
                        .text("organization_id"))
                .isEqualTo(organization);
        assertThat(transfer(agent.id(), "Team Out")
                        .expect(200)
                        .json()
                        .path("organization_id")
                        .isNull())
                .isTrue();
    }

    @Test
    void recipientIsCheckedAsAtCreation() {
        String id = agents.withSecret().id();
        String nobody = UUID.randomUUID().toString();

        transfer(id, Map.of("type", "user", "id", nobody)).expect(422);
        transfer(id, Map.of("type", "group", "id", nobody)).expect(422);
        transfer(id, Map.of("type", "organization", "id", nobody)).expect(422);
        transfer(id, Map.of("type", "agent", "id", id)).expect(422);
        agents.admin("POST", "/" + id + "/transfer").json(Map.of()).send().expect(422);
        KeyRealm.Person manager = people.person("manage-agents");
        assertThat(agents.person(people.token(manager.username()), "POST", "/" + id + "/transfer")
                        .json(Map.of("owner", user(people.person())))
                        .send()
                        .expect(403)
                        .text("code"))
                .isEqualTo("impersonation_required");
        assertThat(agents.get(id).path("owner").asText()).isEqualTo("Team Calendar");
    }

    @Test
    void personHandsItsAgentToAnOrganizationThatItManagesAndAnAdministratorActivatesItAgain() {
        String organization = people.organization();
        KeyRealm.Person manager = people.person();
        people.makeManager(organization, manager.id());
        TestAgent agent = agents.withSecret("owner", user(manager));
        String token = people.token(manager.username());

        for (Object other :
                List.of(user(people.person()), Map.of("type", "organization", "id", people.organization()))) {
            agents.person(token, "POST", "/" + agent.id() + "/transfer")
                    .json(Map.of("owner", other))
                    .send()
                    .expect(403);
        }
        Answer moved = agents.person(token, "POST", "/" + agent.id() + "/transfer")
                .json(Map.of("owner", Map.of("type", "organization", "id", organization)))
                .send()
                .expect(200);

        assertThat(moved.text("status")).isEqualTo("pending");
        agents.person(token, "POST", "/" + agent.id() + "/resume").send().expect(403);
    }

    @Test
    void revokedAgentStaysWhereItIs() {
        String id = agents.withSecret().id();
        agents.act(id, "revoke");

        assertThat(transfer(id, "Team Next").expect(409).text("code")).isEqualTo("agent_revoked");
    }

    private Answer transfer(String id, Object owner) {
        return agents.admin("POST", "/" + id + "/transfer")
                .json(Map.of("owner", owner))
                .send();
    }

    private static Map<String, String> user(KeyRealm.Person person) {
        return Map.of("type", "user", "id", person.id());
    }
}
