package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.RealmCalls.Agent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A policy that somebody edited in the database into something that cannot be read denies everything until it is repaired. */
@Tag("postgresql")
@ExtendWith(GatehouseExtension.class)
class PolicyTamperingIT {
    @Test
    void policyThatCannotBeReadDeniesAndSaysSo(Gatehouse gatehouse, TestRealm realm) {
        RealmCalls calls = new RealmCalls(gatehouse, realm);
        EventRows rows = new EventRows(gatehouse.postgres().orElseThrow().url("keycloak"));
        Agent agent = calls.agent();
        String policy = calls.admin("POST", "/policies")
                .json(body("name", "P", "rules", List.of()))
                .send()
                .expect(201)
                .text("id");
        calls.issue(agent.id()).expect(201);

        List<Map<String, String>> ignored = rows.query(
                "update gatehouse_policy set rules = '[{\"effect\":', version = 2 where id = '" + policy + "'");
        ignored = rows.query("update gatehouse_lease set version = version + 1 where name = 'policy-changes'");

        Answer refused = Eventually.value(Duration.ofSeconds(5), "the policy is read", () -> {
            Answer answer = calls.issue(agent.id());
            return answer.status() == 403 ? Optional.of(answer) : Optional.empty();
        });
        assertThat(refused.text("code")).isEqualTo("policy_denied");
        assertThat(refused.text("detail")).contains(policy, "cannot be read");
        calls.admin("GET", "/policies/" + policy).send().expect(200);
        calls.admin("PATCH", "/policies/" + policy)
                .json(body("rules", List.of()))
                .send()
                .expect(200);
        calls.issue(agent.id()).expect(201);
    }
}
