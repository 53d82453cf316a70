package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.testkit.http.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Policies go out as one file and come in by their names, all or none. */
@ExtendWith(GatehouseExtension.class)
class PolicyTransferIT {
    private static final Map<String, Object> DENY_PAY =
            Map.of("id", "pay", "effect", "deny", "when", Map.of("scope", "pay:*"));
    private static final Map<String, Object> PAY_IS_DENIED =
            Map.of("name", "T", "request", Map.of("scope", List.of("pay:a")), "expect", "deny");

    private RealmCalls calls;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
    }

    @AfterEach
    void deletePolicies() {
        calls.deletePolicies();
    }

    @Test
    void whatWasExportedComesInAsItWas() {
        policy("B", List.of(DENY_PAY), "priority", 7, "description", "D", "is_active", false, "mode", "shadow");
        String a = policy("A", List.of(DENY_PAY), "applies_to_stock_grants", true);
        calls.admin("POST", "/policies/" + a + "/tests")
                .json(PAY_IS_DENIED)
                .send()
                .expect(201);
        JsonNode file = export();
        assertThat(file.path("policies").findValuesAsText("name")).containsExactly("A", "T", "B");
        assertThat(file.toString()).doesNotContain(a);

        assertThat(outcomes(bring(file).expect(200))).containsExactly("A unchanged 1", "B unchanged 1");
        calls.deletePolicies();
        assertThat(outcomes(bring(file).expect(200))).containsExactly("A created 1", "B created 1");

        assertThat(export()).isEqualTo(file);
    }

    @Test
    void policyOfTheSameNameIsChangedAndOthersStay() {
        String a = policy("A", List.of(DENY_PAY));
        policy("Other", List.of());

        Answer brought = calls.admin("POST", "/policies/import")
                .json(body("policies", List.of(Map.of("name", "A", "rules", List.of())), "reason", "From staging"))
                .send()
                .expect(200);

        assertThat(outcomes(brought)).containsExactly("A updated 2");
        assertThat(brought.json().at("/policies/0/id").asText()).isEqualTo(a);
        assertThat(calls.admin("GET", "/policies/" + a + "/versions")
                        .send()
                        .json()
                        .at("/items/0/reason")
                        .asText())
                .isEqualTo("From staging");
        assertThat(export().path("policies")).hasSize(2);
    }

    @Test
    void dryRunSaysWhatWouldHappenAndChangesNothing() {
        policy("A", List.of(DENY_PAY));
        JsonNode before = export();

        Answer said = calls.admin("POST", "/policies/import")
                .json(body(
                        "dry_run",
                        true,
                        "policies",
                        List.of(Map.of("name", "A", "rules", List.of()), Map.of("name", "N", "rules", List.of()))))
                .send()
                .expect(200);

        assertThat(outcomes(said)).containsExactly("A updated 2", "N created 1");
        assertThat(said.json().at("/policies/1/id").isNull()).isTrue();
        assertThat(export()).isEqualTo(before);
    }

    @Test
    void oneFaultKeepsAllOut() {
        JsonNode errors = calls.admin("POST", "/policies/import")
                .json(body(
                        "policies",
                        List.of(
                                Map.of("name", "A", "rules", List.of()),
                                Map.of("name", "B", "priority", -1, "rules", List.of(Map.of("effect", "forbid"))))))
                .send()
                .expect(422)
                .json()
                .path("errors");

        assertThat(errors.findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/policies/1/priority", "/policies/1/rules/0/effect");
        assertThat(export().path("policies")).isEmpty();
    }

    @Test
    void testsOfTheFileBlockAndReplaceThoseThatWereThere() {
        String a = policy("A", List.of(DENY_PAY));
        calls.admin("POST", "/policies/" + a + "/tests")
                .json(PAY_IS_DENIED)
                .send()
                .expect(201);

        Answer kept = calls.admin("POST", "/policies/import")
                .json(body(
                        "policies",
                        List.of(Map.of("name", "N", "rules", List.of()), Map.of("name", "A", "rules", List.of()))))
                .send()
                .expect(422);
        assertThat(kept.json().at("/errors/0/code").asText()).isEqualTo("policy_test_failed");
        assertThat(kept.json().at("/errors/0/pointer").asText()).isEqualTo("/policies/1/rules");
        Answer failed = calls.admin("POST", "/policies/import")
                .json(body(
                        "policies", List.of(Map.of("name", "A", "rules", List.of(), "tests", List.of(PAY_IS_DENIED)))))
                .send()
                .expect(422);
        assertThat(failed.json().at("/errors/0/pointer").asText()).startsWith("/policies/0/");
        assertThat(export().path("policies")).hasSize(1);

        calls.admin("POST", "/policies/import")
                .json(body(
                        "policies",
                        List.of(Map.of(
                                "name",
                                "A",
                                "rules",
                                List.of(),
                                "tests",
                                List.of(Map.of("name", "U", "request", Map.of(), "expect", "none"))))))
                .send()
                .expect(200);
        assertThat(export().at("/policies/0/tests").findValuesAsText("name")).containsExactly("U");
    }

    @Test
    void nameThatIsThereTwiceIsRefused() {
        policy("A", List.of());
        policy("A", List.of());
        assertThat(bring(export()).expect(422).json().at("/errors/0/code").asText())
                .isEqualTo("not_unique");
    }

    @Test
    void otherFilesAreRefused() {
        assertThat(calls.admin("POST", "/policies/import")
                        .json(body("format", "other", "version", 2))
                        .send()
                        .expect(422)
                        .json()
                        .path("errors")
                        .findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/format", "/version", "/policies");
        List<Object> many = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            many.add(Map.of("name", "P" + i, "rules", List.of()));
        }
        assertThat(calls.admin("POST", "/policies/import")
                        .json(body("policies", many))
                        .send()
                        .expect(422)
                        .json()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("too_many");
        policy("Z", List.of());
        assertThat(calls.admin("POST", "/policies/import")
                        .json(body("policies", many.subList(0, 100)))
                        .send()
                        .expect(409)
                        .text("code"))
                .isEqualTo("too_many_policies");
        assertThat(export().path("policies")).hasSize(1);
    }

    private JsonNode export() {
        return calls.admin("GET", "/policies/export").send().expect(200).json();
    }

    private Answer bring(JsonNode file) {
        Map<String, Object> body = new LinkedHashMap<>();
        ((ObjectNode) file).properties().forEach(member -> body.put(member.getKey(), member.getValue()));
        return calls.admin("POST", "/policies/import").json(body).send();
    }

    private static List<String> outcomes(Answer answer) {
        List<String> outcomes = new ArrayList<>();
        answer.json()
                .path("policies")
                .forEach(one -> outcomes.add(one.path("name").asText() + " "
                        + one.path("outcome").asText() + " "
                        + one.path("version").asInt()));
        return outcomes;
    }

    private String policy(String name, List<Map<String, Object>> rules, Object... members) {
        Map<String, Object> body = body(members);
        body.put("name", name);
        body.put("rules", rules);
        return calls.admin("POST", "/policies").json(body).send().expect(201).text("id");
    }
}
