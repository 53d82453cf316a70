package io.gatehouse.tests;

import static io.gatehouse.tests.ApprovalCalls.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.ApprovalCalls.Asked;
import io.gatehouse.tests.RealmCalls.Agent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What changes between the question, the decision and the token: an approval counts only while everything still holds. Long by what
 * can change.
 */
@ExtendWith(GatehouseExtension.class)
class ApprovalRedemptionIT {
    private TestRealm realm;
    private RealmCalls calls;
    private ApprovalCalls approvals;
    private Agent agent;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        this.realm = realm;
        calls = new RealmCalls(gatehouse, realm);
        approvals = new ApprovalCalls(calls);
        agent = approvals.agent();
    }

    @AfterEach
    void deletePolicies() {
        calls.deletePolicies();
    }

    /** Something that happens to the agent. */
    private record Change(String name, String method, String below, Map<String, Object> body) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change("renamed", "PATCH", "", Map.of("name", "Other")),
                new Change("other scopes", "PATCH", "", Map.of("scopes", List.of(DELETE))),
                new Change("sponsored", "PATCH", "", Map.of("description", "Another")));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void changeOfTheAgentEndsWhatWaits(Change change) {
        String ignored = approvals.policy(Map.of());
        Asked waiting = approvals.asked(agent);
        Asked approved = approvals.asked(agent, "ttl", "60");
        approvals.approve(approved.id()).expect(200);

        calls.admin(change.method(), "/agents/" + agent.id() + change.below())
                .json(change.body())
                .send()
                .expect(200);

        assertThat(approvals.shown(waiting.id()).path("status").asText()).isEqualTo("expired");
        assertThat(approvals.approve(waiting.id()).expect(409).text("code")).isEqualTo("approval_closed");
        assertThat(error(approvals.poll(agent, waiting))).isEqualTo("access_denied");
        assertThat(error(approvals.poll(agent, approved))).isEqualTo("access_denied");
    }

    @Test
    void pausedAgentGetsNothingEvenAfterItIsResumed() {
        String ignored = approvals.policy(Map.of());
        Asked asked = approvals.asked(agent);
        approvals.approve(asked.id()).expect(200);

        calls.admin("POST", "/agents/" + agent.id() + "/pause").send().expect(200);
        assertThat(approvals.poll(agent, asked).status()).isBetween(400, 401);
        calls.admin("POST", "/agents/" + agent.id() + "/resume").send().expect(200);

        assertThat(error(approvals.poll(agent, asked))).isEqualTo("access_denied");
    }

    @Test
    void revokedAgentGetsNothing() {
        String ignored = approvals.policy(Map.of());
        Asked asked = approvals.asked(agent);
        approvals.approve(asked.id()).expect(200);

        calls.admin("POST", "/agents/" + agent.id() + "/revoke").send().expect(200);

        assertThat(approvals.poll(agent, asked).status()).isBetween(400, 401);
        assertThat(approvals.shown(asked.id()).path("status").asText()).isEqualTo("expired");
    }

    @Test
    void killSwitchEndsWhatIsApproved() {
        String ignored = approvals.policy(Map.of());
        Asked asked = approvals.asked(agent);
        approvals.approve(asked.id()).expect(200);

        calls.admin("POST", "/tokens/revoke-all")
                .json(Map.of("agent_id", agent.id()))
                .send()
                .expect(200);

        assertThat(error(approvals.poll(agent, asked))).isEqualTo("access_denied");
    }

    @Test
    void denialByAPolicySinceThenWins() {
        String ignored = approvals.policy(Map.of());
        Asked asked = approvals.asked(agent);
        approvals.approve(asked.id()).expect(200);

        calls.admin("POST", "/policies")
                .json(Map.of(
                        "name",
                        "Freeze",
                        "priority",
                        200,
                        "rules",
                        List.of(Map.of("effect", "deny", "when", Map.of("scope", DELETE), "message", "Frozen."))))
                .send()
                .expect(201);

        Answer refused = approvals.poll(agent, asked).expect(400);
        assertThat(refused.text("error")).isEqualTo("access_denied");
        assertThat(refused.text("error_description")).isEqualTo("Frozen.");
        assertThat(error(approvals.poll(agent, asked))).as("for good").isEqualTo("access_denied");
    }

    @Test
    void stricterRuleSinceThenNeedsAnotherApproval() {
        String policy = approvals.policy(Map.of());
        Asked asked = approvals.asked(agent);
        approvals.approve(asked.id()).expect(200);

        calls.admin("PATCH", "/policies/" + policy)
                .json(Map.of(
                        "rules",
                        List.of(Map.of(
                                "effect",
                                "require_approval",
                                "when",
                                Map.of("scope", DELETE),
                                "approval",
                                Map.of("approvers", List.of("user:" + realm.userId("carol")))))))
                .send()
                .expect(200);

        assertThat(error(approvals.poll(agent, asked))).isEqualTo("access_denied");
        assertThat(approvals.asked(agent).id()).isNotEqualTo(asked.id());
    }

    @Test
    void approvalOfSomebodyWhoLostTheRoleIsWorthNothing() {
        String name = "approver-" + agent.id();
        realm.admin("POST", "/roles").json(Map.of("name", name)).send().expect(201);
        JsonNode role = realm.admin("GET", "/roles/" + name).send().expect(200).json();
        String bob = realm.userId("bob");
        realm.admin("POST", "/users/" + bob + "/role-mappings/realm")
                .json(List.of(role))
                .send()
                .expect(204);
        String ignored = approvals.policy(Map.of("approvers", List.of("role:" + name)));
        String token = Login.token(calls.gatehouse(), realm, "bob");
        Asked first = approvals.asked(agent);
        Asked second = approvals.asked(agent, "ttl", "60");
        Asked third = approvals.asked(agent, "ttl", "61");
        approvals.decide(token, "approve", first.id()).expect(200);
        approvals.poll(agent, first).expect(200);
        approvals.decide(token, "approve", second.id()).expect(200);

        realm.admin("DELETE", "/users/" + bob + "/role-mappings/realm")
                .json(List.of(role))
                .send()
                .expect(204);

        assertThat(error(approvals.poll(agent, second))).isEqualTo("access_denied");
        approvals.decide(token, "approve", third.id()).expect(404);
    }

    @Test
    void approvalOfSomebodyWhoIsDisabledSinceIsWorthNothing() {
        String id = realm.createUser("decider-" + agent.id());
        String ignored = approvals.policy(Map.of("approvers", List.of("user:" + id)));
        String token = Login.token(calls.gatehouse(), realm, "decider-" + agent.id());
        Asked asked = approvals.asked(agent);
        approvals.decide(token, "approve", asked.id()).expect(200);

        realm.admin("PUT", "/users/" + id).json(Map.of("enabled", false)).send().expect(204);

        assertThat(error(approvals.poll(agent, asked))).isEqualTo("access_denied");
    }

    @Test
    void tokenOnBehalfOfAUserWaitsTooAndEndsWithTheLogin() {
        Delegates delegates = new Delegates(calls.gatehouse(), realm);
        TestAgent delegate = delegates.agent();
        delegates.app(delegate);
        delegates.grant(delegate.id(), realm.userId("alice")).expect(201);
        calls.admin("POST", "/policies")
                .json(Map.of(
                        "name",
                        "Mail needs the user",
                        "rules",
                        List.of(Map.of(
                                "effect",
                                "require_approval",
                                "when",
                                Map.of("scope", "mail.send"),
                                "approval",
                                Map.of("approvers", "subject")))))
                .send()
                .expect(201);
        Agent same = new Agent(delegate.id(), delegate.secret());
        JsonNode login = delegates.login("alice");
        Asked first = exchange(delegate, login);
        String alice = Login.token(calls.gatehouse(), realm, "alice");
        assertThat(approvals.shown(first.id()).path("subject_id").asText()).isEqualTo(realm.userId("alice"));
        approvals.approve(first.id()).expect(403);
        approvals.decide(alice, "approve", first.id()).expect(200);

        Answer granted = approvals.poll(same, first).expect(200);
        assertThat(granted.text("issued_token_type")).isEqualTo(Delegates.ACCESS_TOKEN);
        JsonNode found = calls.verifyAsAdmin(granted.text("access_token"));
        assertThat(found.path("sub").asText()).isEqualTo(realm.userId("alice"));
        assertThat(found.at("/act/sub").asText()).isEqualTo(delegate.id());

        Asked second = exchange(delegate, login);
        approvals.decide(alice, "approve", second.id()).expect(200);
        delegates.logout(login);
        assertThat(approvals.poll(same, second).expect(400).text("error")).isEqualTo("invalid_request");
    }

    private static Asked exchange(TestAgent delegate, JsonNode login) {
        Answer pending = delegate.asks()
                .form(
                        "grant_type",
                        Delegates.EXCHANGE,
                        "subject_token",
                        login.path("access_token").asText(),
                        "subject_token_type",
                        Delegates.ACCESS_TOKEN,
                        "scope",
                        "mail.send")
                .send()
                .expect(400);
        assertThat(pending.text("error")).isEqualTo("authorization_pending");
        return new Asked(pending.text("approval_id"), pending.text("deferral_code"));
    }

    private static String error(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        return answer.text("error");
    }
}
