package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The kill switch ends what an agent holds, or what agents hold on behalf of a user, and nothing else. */
@ExtendWith(GatehouseExtension.class)
class TokenRevokeAllIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private TestRealm realm;
    private RealmCalls calls;
    private Delegates delegates;
    private TestAgents agents;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm testRealm) {
        realm = testRealm;
        delegates = new Delegates(gatehouse, testRealm);
        calls = delegates.calls();
        agents = new TestAgents(gatehouse, testRealm);
    }

    @Test
    void allTokensOfAnAgentEndAndItGetsNewOnes() {
        TestAgent agent = agents.withSecret();
        TestAgent other = agents.withSecret();
        List<String> before = List.of(token(agent), token(agent));
        String others = token(other);

        revokeAll("agent_id", agent.id()).send().expect(200);

        assertThat(agents.validOf(before)).isEmpty();
        assertThat(agents.isValid(others)).isTrue();
        assertThat(agents.isValid(token(agent))).isTrue();
        assertThat(agents.get(agent.id()).path("status").asText()).isEqualTo("active");
    }

    @Test
    void whatWasHandedOnByTheAgentEndsToo() {
        String user = realm.createUser("hanna");
        TestAgent first = delegates.agent();
        TestAgent second = delegates.agent();
        delegates.app(first);
        delegates.grant(first.id(), user).expect(201);
        delegates.grant(second.id(), user).expect(201);
        String held = Delegates.exchanged(first, delegates.userToken("hanna"), "audience", second.id());
        String handedOn = Delegates.exchanged(second, held);

        revokeAll("agent_id", first.id()).send().expect(200);

        assertThat(agents.validOf(List.of(held, handedOn))).isEmpty();
    }

    @Test
    void whatAgentsHoldOnBehalfOfAUserEndsAndNothingOfOthers() {
        String ivan = realm.createUser("ivan");
        String judy = realm.createUser("judy");
        TestAgent agent = delegates.agent();
        delegates.app(agent);
        delegates.grant(agent.id(), ivan).expect(201);
        delegates.grant(agent.id(), judy).expect(201);
        String login = delegates.userToken("ivan");
        String ofIvan = Delegates.exchanged(agent, login);
        String ofJudy = Delegates.exchanged(agent, delegates.userToken("judy"));
        String own = token(agent);

        revokeAll("subject", ivan).send().expect(200);

        assertThat(agents.isValid(ofIvan)).isFalse();
        assertThat(agents.validOf(List.of(ofJudy, own))).hasSize(2);
        assertThat(agents.isValid(Delegates.exchanged(agent, login))).isTrue();
    }

    @Test
    void personEndsWhatIsHeldOnItsOwnBehalfAlone() {
        String alice = realm.userId("alice");
        String token = realm.userToken("alice", "openid gatehouse");

        as(token, "subject", alice).send().expect(200);
        as(token, "subject", realm.userId("bob")).send().expect(404);
        as(token, "agent_id", agents.withSecret().id()).send().expect(404);
    }

    @Test
    void switchThatMissesSaysSo() {
        revokeAll("agent_id", "agent_000000000000").send().expect(404);
        revokeAll("subject", "00000000-0000-0000-0000-000000000000").send().expect(404);
        for (Map<String, Object> body :
                List.<Map<String, Object>>of(Map.of(), Map.of("agent_id", "agent_000000000000", "subject", "x"))) {
            Answer answer =
                    calls.admin("POST", "/tokens/revoke-all").json(body).send().expect(422);
            assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo("/agent_id");
        }
    }

    @Test
    void itIsOnRecord() {
        TestAgent agent = agents.withSecret();
        String ignored = token(agent);

        revokeAll("agent_id", agent.id()).send().expect(200);

        Eventually.holds(LIMIT, "the log has it", () -> !calls.admin(
                        "GET", "/audit/events?type=token.revoked&agent_id=" + agent.id())
                .send()
                .expect(200)
                .json()
                .path("items")
                .isEmpty());
    }

    private static String token(TestAgent agent) {
        return agent.token();
    }

    private Request revokeAll(String member, String id) {
        return calls.admin("POST", "/tokens/revoke-all").json(Map.of(member, id));
    }

    private Request as(String token, String member, String id) {
        return calls.v1("POST", "/tokens/revoke-all").bearer(token).json(Map.of(member, id));
    }
}
