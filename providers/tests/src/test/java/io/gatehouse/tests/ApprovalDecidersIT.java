package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.ApprovalCalls.Asked;
import io.gatehouse.tests.RealmCalls.Agent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who sees what waits, and who may decide it: those whom the rule names, and nobody whom the request concerns. Long by the kinds of people. */
@ExtendWith(GatehouseExtension.class)
class ApprovalDecidersIT {
    private Gatehouse gatehouse;
    private TestRealm realm;
    private RealmCalls calls;
    private ApprovalCalls approvals;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        calls = new RealmCalls(gatehouse, realm);
        approvals = new ApprovalCalls(calls);
    }

    @AfterEach
    void deletePolicies() {
        calls.deletePolicies();
    }

    @Test
    void namedUserDecidesAndOthersDoNotEvenSeeIt() {
        String named = person();
        String other = person();
        String ignored = approvals.policy(Map.of("approvers", List.of("user:" + realm.userId(named))));
        Asked asked = approvals.asked(approvals.agent());

        approvals.decide(token(other), "approve", asked.id()).expect(404);
        approvals.approve(asked.id()).expect(403);
        String token = token(named);
        assertThat(ids(token, "?mine=true&status=pending")).containsExactly(asked.id());
        assertThat(ids(token(other), "")).isEmpty();
        approvals.decide(token, "approve", asked.id()).expect(200);
        assertThat(ids(token, "?mine=true&status=pending")).isEmpty();
        assertThat(ids(token, "?mine=true&status=approved")).containsExactly(asked.id());
    }

    @Test
    void membersOfANamedGroupDecide() {
        String member = person();
        Answer made = realm.admin("POST", "/groups")
                .json(Map.of("name", unique("deciders")))
                .send();
        String location = made.expect(201).header("Location").orElseThrow();
        String group = location.substring(location.lastIndexOf('/') + 1);
        String ignored = approvals.policy(Map.of("approvers", "group:" + group));
        Asked asked = approvals.asked(approvals.agent());
        String token = token(member);
        approvals.decide(token, "deny", asked.id()).expect(404);

        realm.admin("PUT", "/users/" + realm.userId(member) + "/groups/" + group)
                .send()
                .expect(204);

        assertThat(ids(token, "?mine=true")).containsExactly(asked.id());
        approvals.decide(token, "deny", asked.id()).expect(200);
    }

    @Test
    void ownerDecidesOnlyWhereTheRuleSaysSo() {
        String owner = person();
        Map<String, String> asOwner = Map.of("type", "user", "id", realm.userId(owner));
        String named = approvals.policy(Map.of("approvers", List.of("user:" + realm.userId(owner))));
        String token = token(owner);
        Asked asked = approvals.asked(approvals.agent("owner", asOwner));
        assertThat(approvals.decide(token, "approve", asked.id()).expect(403).text("code"))
                .isEqualTo("concerned");
        calls.admin("DELETE", "/policies/" + named).send().expect(204);

        String ignored = approvals.policy(Map.of("approvers", "owner"));
        asked = approvals.asked(approvals.agent("owner", asOwner));
        assertThat(ids(token, "?mine=true&status=pending")).contains(asked.id());
        approvals.decide(token, "approve", asked.id()).expect(200);
    }

    @Test
    void holderOfThePermissionDoesNotDecideForItsOwnAgents() {
        String holder = person();
        realm.grant(realm.userId(holder), "decide-approvals");
        String ignored = approvals.policy(Map.of());
        Asked own = approvals.asked(approvals.agent("owner", Map.of("type", "user", "id", realm.userId(holder))));
        Asked sponsored = approvals.asked(approvals.agent("sponsor", realm.userId(holder)));
        Asked other = approvals.asked(approvals.agent());
        String token = token(holder);

        assertThat(approvals.decide(token, "approve", own.id()).expect(403).text("code"))
                .isEqualTo("concerned");
        approvals.decide(token, "approve", sponsored.id()).expect(404);
        approvals.decide(token, "approve", other.id()).expect(200);
    }

    @Test
    void whoAskedForTheTokenDoesNotDecideIt() {
        String admin = person();
        realm.grant(realm.userId(admin), "manage-agents");
        realm.grant(realm.userId(admin), "decide-approvals");
        String ignored = approvals.policy(Map.of());
        String token = token(admin);
        Agent agent = approvals.agent();
        Answer pending = calls.v1("POST", "/tokens")
                .bearer(token)
                .json(RealmCalls.asking(agent.id(), "scope", List.of(ApprovalCalls.DELETE)))
                .send()
                .expect(202);

        assertThat(approvals
                        .decide(token, "approve", pending.text("approval_id"))
                        .expect(403)
                        .text("code"))
                .isEqualTo("concerned");
    }

    @Test
    void formerOwnerDoesNotDecide() {
        String before = person();
        realm.grant(realm.userId(before), "decide-approvals");
        Agent agent = approvals.agent("owner", Map.of("type", "user", "id", realm.userId(before)));
        calls.admin("POST", "/agents/" + agent.id() + "/transfer")
                .json(Map.of("owner", Map.of("type", "user", "id", realm.userId("bob"))))
                .send()
                .expect(200);
        String secret = calls.admin("POST", "/agents/" + agent.id() + "/rotate-secret")
                .send()
                .expect(200, 201)
                .text("secret_key");
        String ignored = approvals.policy(Map.of());
        Asked asked = approvals.asked(new Agent(agent.id(), secret));

        approvals.decide(token(before), "approve", asked.id()).expect(404);
        calls.admin("GET", "/approvals/" + asked.id()).send().expect(200);
    }

    @Test
    void programsDoNotDecide() {
        String ignored = approvals.policy(Map.of());
        Agent agent = approvals.agent();
        Asked asked = approvals.asked(agent);
        RealmCalls.ApiKey key = calls.key("gatehouse:*");
        realm.admin("GET", "/clients?clientId=demo-api").send().expect(200);

        assertThat(approvals
                        .decide(key.text(), "approve", asked.id())
                        .expect(403)
                        .text("code"))
                .isEqualTo("people_only");
        approvals.decide(agent.secret(), "approve", asked.id()).expect(403);
        String token = calls.token(
                approvals.agent("scopes", List.of("orders.read", "gatehouse:*")).id(),
                "scope",
                List.of("gatehouse:*"),
                "target_service",
                realm.issuer() + "/gatehouse/v1");
        approvals.decide(token, "approve", asked.id()).expect(403);
        calls.v1("POST", "/approvals/" + asked.id() + "/approve")
                .json(Map.of())
                .send()
                .expect(401);
    }

    @Test
    void everyRuleThatAsksMustLetThePersonDecide() {
        String first = person();
        String second = person();
        String ignored = approvals.policy(
                Map.of("approvers", List.of("user:" + realm.userId(first), "user:" + realm.userId(second))));
        ignored =
                approvals.policy(Map.of("approvers", List.of("user:" + realm.userId(second))), "scope", "orders.read");
        Asked asked = approvals.asked(approvals.agent(), "scope", "orders.read orders.delete");

        approvals.decide(token(first), "approve", asked.id()).expect(404);
        approvals.decide(token(second), "approve", asked.id()).expect(200);
    }

    @Test
    void stepUpNeedsASecondFactorOfTheLastMinutes() {
        String named = person();
        String ignored = approvals.policy(Map.of("approvers", List.of("user:" + realm.userId(named)), "step_up", true));
        Asked asked = approvals.asked(approvals.agent());

        Answer refused = approvals.decide(token(named), "approve", asked.id()).expect(401);
        assertThat(refused.text("code")).isEqualTo("insufficient_user_authentication");
        assertThat(refused.header("WWW-Authenticate").orElse(""))
                .contains("insufficient_user_authentication")
                .contains("max_age=\"300\"");
        assertThat(approvals.shown(asked.id()).path("status").asText()).isEqualTo("pending");
        assertThat(approvals.shown(asked.id()).path("step_up").asBoolean()).isTrue();
    }

    @Test
    void listIsFilteredAndPaged() {
        String ignored = approvals.policy(Map.of());
        Agent agent = approvals.agent();
        Asked first = approvals.asked(agent, "ttl", "1");
        Asked second = approvals.asked(agent, "ttl", "2");
        Asked third = approvals.asked(agent, "ttl", "3");
        approvals.deny(second.id()).expect(200);
        String of = "/approvals?agent_id=" + agent.id();

        assertThat(KeyRealm.ids(calls.admin("GET", of).send())).containsExactly(third.id(), second.id(), first.id());
        assertThat(KeyRealm.ids(calls.admin("GET", of + "&status=pending").send()))
                .containsExactly(third.id(), first.id());
        assertThat(KeyRealm.ids(calls.admin("GET", of + "&status=denied").send()))
                .containsExactly(second.id());
        JsonNode page = calls.admin("GET", of + "&limit=2").send().expect(200).json();
        String next = page.at("/pagination/next_cursor").asText();
        assertThat(KeyRealm.ids(
                        calls.admin("GET", of + "&limit=2&cursor=" + next).send()))
                .containsExactly(first.id());
        calls.admin("GET", "/approvals?status=open").send().expect(400);
        calls.admin("GET", "/approvals?mine=yes").send().expect(400);
        calls.admin("GET", "/approvals?colour=red").send().expect(400);
        calls.admin("GET", "/approvals/none").send().expect(404);
    }

    @Test
    void approvalsOfAnotherRealmAreNotThere() {
        String ignored = approvals.policy(Map.of());
        Asked asked = approvals.asked(approvals.agent());
        RealmCalls demo = new RealmCalls(gatehouse, gatehouse.realm("demo"));

        demo.admin("GET", "/approvals/" + asked.id()).send().expect(404);
        demo.admin("POST", "/approvals/" + asked.id() + "/approve")
                .json(Map.of())
                .send()
                .expect(404);
        assertThat(demo.admin("POST", "/tokens")
                        .json(Map.of("deferral_code", asked.code()))
                        .send()
                        .expect(400)
                        .text("code"))
                .isEqualTo("invalid_grant");
    }

    private String person() {
        String name = unique("person");
        String ignored = realm.createUser(name);
        return name;
    }

    private String token(String username) {
        return Login.token(gatehouse, realm, username);
    }

    private List<String> ids(String token, String query) {
        return KeyRealm.ids(
                calls.v1("GET", "/approvals" + query).bearer(token).send().expect(200));
    }
}
