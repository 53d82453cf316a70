package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent's new secret, the overlap in which both are right, and who is shown it. */
@ExtendWith(GatehouseExtension.class)
class AgentSecretRotationIT {
    private Gatehouse gatehouse;
    private KeyRealm people;
    private TestRealm realm;
    private TestAgents agents;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        this.people = new KeyRealm(gatehouse, realm);
        this.agents = new TestAgents(gatehouse, realm);
    }

    @Test
    void withoutOverlapTheOldSecretIsWrongAtOnceAndItsTokensAreDead() {
        TestAgent agent = agents.withSecret();
        String token = agent.token();

        TestAgent fresh = with(rotate(agent.id()).expect(201), agent);

        assertThat(fresh.secret()).matches("sk_live_[0-9A-Za-z]{50}").isNotEqualTo(agent.secret());
        assertThat(TestAgent.error(agent.asks().send(), 401)).isEqualTo("invalid_client");
        assertThat(issueWith(agent.secret(), agent.id()).status()).isEqualTo(401);
        assertThat(agents.isValid(token)).isFalse();
        assertThat(agents.isValid(fresh.token())).isTrue();
        issueWith(fresh.secret(), agent.id()).expect(201);
    }

    @Test
    void bothSecretsAreRightUntilTheOverlapEndsAtBothDoors() {
        TestAgent agent = agents.withSecret();
        String token = agent.token();

        Answer answer = rotate(agent.id(), "overlap_seconds", 3_600).expect(201);
        TestAgent fresh = with(answer, agent);

        assertThat(answer.json().path("previous_secret_expires_at").asText()).isNotEmpty();
        assertThat(agents.isValid(token)).isTrue();
        for (TestAgent either : List.of(agent, fresh)) {
            assertThat(agents.isValid(either.token())).isTrue();
            issueWith(either.secret(), agent.id()).expect(201);
        }
        gatehouse.moveClock(Duration.ofSeconds(3_590));
        assertThat(agents.isValid(agent.token())).isTrue();
        gatehouse.moveClock(Duration.ofSeconds(3_610));
        assertThat(TestAgent.error(agent.asks().send(), 401)).isEqualTo("invalid_client");
        issueWith(agent.secret(), agent.id()).expect(401);
        assertThat(agents.isValid(fresh.token())).isTrue();
        issueWith(fresh.secret(), agent.id()).expect(201);
        assertThat(agents.get(agent.id()).path("previous_secret_expires_at").isNull())
                .isTrue();
    }

    @Test
    void secondRotationWithinAnOverlapEndsTheOldestSecret() {
        TestAgent first = agents.withSecret();
        TestAgent second = with(rotate(first.id(), "overlap_seconds", 3_600).expect(201), first);

        TestAgent third = with(rotate(first.id(), "overlap_seconds", 3_600).expect(201), first);

        assertThat(TestAgent.error(first.asks().send(), 401)).isEqualTo("invalid_client");
        assertThat(agents.isValid(second.token())).isTrue();
        assertThat(agents.isValid(third.token())).isTrue();
        TestAgent last = with(rotate(first.id(), "overlap_seconds", 0).expect(201), first);
        for (TestAgent old : List.of(second, third)) {
            assertThat(TestAgent.error(old.asks().send(), 401)).isEqualTo("invalid_client");
        }
        assertThat(agents.isValid(last.token())).isTrue();
    }

    @Test
    void secretIsShownOnceAndTheEventDoesNotTellIt() {
        TestAgent agent = agents.withSecret();

        Answer answer = rotate(agent.id(), "overlap_seconds", 60).expect(201);
        String secret = answer.text("secret_key");

        assertThat(answer.header("Location"))
                .hasValueSatisfying(at -> assertThat(at).endsWith("/gatehouse/agents/" + agent.id()));
        assertThat(answer.header("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        assertThat(agents.get(agent.id()).toString())
                .doesNotContain("secret_key")
                .doesNotContain(secret);
        JsonNode event =
                new AuditCalls(new RealmCalls(gatehouse, realm)).first("?type=agent.updated&agent_id=" + agent.id());
        assertThat(event.at("/data/changed/0").asText()).isEqualTo("secret_key");
        assertThat(event.at("/data/overlap_seconds").asInt()).isEqualTo(60);
        assertThat(event.toString()).doesNotContain(secret);
    }

    @Test
    void repeatedCallRotatesOnceAndDoesNotShowTheSecretAgain() {
        TestAgent agent = agents.withSecret();
        String key = UUID.randomUUID().toString();

        TestAgent fresh = with(rotateOnce(agent.id(), key).expect(201), agent);
        Answer second = rotateOnce(agent.id(), key).expect(201);

        assertThat(second.json().path("secret_key").isNull()).isTrue();
        assertThat(agents.isValid(fresh.token())).isTrue();
    }

    @Test
    void agentThatIsRevokedOrHasNoSecretIsLeftAlone() throws Exception {
        String revoked = agents.withSecret().id();
        agents.act(revoked, "revoke");
        String withKey = agents.withKey(
                        new OctetKeyPairGenerator(Curve.Ed25519).keyID("k").generate())
                .id();
        String none =
                agents.create(TestAgents.body("credential", "none")).path("id").asText();

        assertThat(rotate(revoked).expect(409).text("code")).isEqualTo("agent_revoked");
        for (String id : List.of(withKey, none)) {
            assertThat(rotate(id).expect(409).text("code")).isEqualTo("agent_without_secret");
        }
    }

    @Test
    void pausedAgentMayGetANewSecretAndStaysPaused() {
        TestAgent agent = agents.withSecret();
        agents.act(agent.id(), "pause");

        TestAgent fresh = with(rotate(agent.id()).expect(201), agent);

        assertThat(fresh.refusal(400)).isEqualTo("unauthorized_client");
        agents.act(agent.id(), "resume");
        assertThat(agents.isValid(fresh.token())).isTrue();
        assertThat(TestAgent.error(agent.asks().send(), 401)).isEqualTo("invalid_client");
    }

    @Test
    void overlapIsBoundedByThirtyDays() {
        TestAgent agent = agents.withSecret();

        for (Object bad : List.of(-1, 2_592_001, "60", 1.5)) {
            assertThat(rotate(agent.id(), "overlap_seconds", bad)
                            .expect(422)
                            .json()
                            .at("/errors/0/pointer")
                            .asText())
                    .isEqualTo("/overlap_seconds");
        }
        rotate(agent.id(), "overlap_seconds", 2_592_000).expect(201);
        assertThat(agents.isValid(agent.token())).isTrue();
    }

    @Test
    void ownerRotatesAndAnotherPersonNeedsImpersonation() {
        KeyRealm.Person owner = people.person();
        String id = agents.create(TestAgents.body("owner", Map.of("type", "user", "id", owner.id())))
                .path("id")
                .asText();
        KeyRealm.Person manager = people.person("manage-agents");

        assertThat(agents.person(people.token(manager.username()), "POST", "/" + id + "/rotate-secret")
                        .send()
                        .expect(403)
                        .text("code"))
                .isEqualTo("impersonation_required");
        agents.person(people.token(people.person().username()), "POST", "/" + id + "/rotate-secret")
                .send()
                .expect(404);
        agents.person(people.token(owner.username()), "POST", "/" + id + "/rotate-secret")
                .send()
                .expect(201);
    }

    @Test
    void managerOfAgentsGetsNoSecretWithPermissionsBeyondItsOwn() {
        String id = agents.withSecret("scopes", List.of("calendar.read", "audit:read"))
                .id();
        KeyRealm.Person manager = people.person("manage-agents");

        agents.person(people.token(manager.username()), "POST", "/" + id + "/rotate-secret")
                .send()
                .expect(403);
        rotate(id).expect(201);
    }

    private Answer rotate(String id, Object... members) {
        return agents.admin("POST", "/" + id + "/rotate-secret")
                .json(KeyRealm.body(members))
                .send();
    }

    private Answer rotateOnce(String id, String key) {
        return agents.admin("POST", "/" + id + "/rotate-secret")
                .header("Idempotency-Key", key)
                .json(Map.of())
                .send();
    }

    private TestAgent with(Answer answer, TestAgent agent) {
        return new TestAgent(realm, agent.id(), answer.text("secret_key"));
    }

    /** A token by the agent itself at our own door. */
    private Answer issueWith(String secret, String id) {
        return gatehouse
                .http()
                .post(realm.path("/gatehouse/v1/tokens"))
                .bearer(secret)
                .json(Map.of("agent_id", id, "scope", List.of("calendar.read")))
                .send();
    }
}
