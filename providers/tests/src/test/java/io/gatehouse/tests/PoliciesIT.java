package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Policies are made, listed, changed, switched, rolled back and deleted. */
@ExtendWith(GatehouseExtension.class)
class PoliciesIT {
    private static final List<Map<String, Object>> RULES =
            List.of(Map.of("effect", "deny", "when", Map.of("scope", "pay:*"), "message", "Nobody pays here."));

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
    void policyIsShownAsItWasMadeWithItsDefaults() {
        Answer made = create("name", "No payments", "rules", RULES).expect(201);

        JsonNode shown = calls.admin("GET", "/policies/" + made.text("id"))
                .send()
                .expect(200)
                .json();
        assertThat(shown).isEqualTo(made.json());
        assertThat(shown.path("name").asText()).isEqualTo("No payments");
        assertThat(shown.path("description").isNull()).isTrue();
        assertThat(shown.path("priority").asInt()).isEqualTo(100);
        assertThat(shown.path("is_active").asBoolean()).isTrue();
        assertThat(shown.path("mode").asText()).isEqualTo("enforce");
        assertThat(shown.path("version").asInt()).isEqualTo(1);
        assertThat(shown.at("/rules/0/id").asText()).isEqualTo("rule-1");
        assertThat(shown.at("/rules/0/effect").asText()).isEqualTo("deny");
        assertThat(shown.at("/rules/0/when/scope").asText()).isEqualTo("pay:*");
        assertThat(made.header("Location"))
                .hasValueSatisfying(at -> assertThat(at).endsWith("/policies/" + made.text("id")));
    }

    @Test
    void everyFieldIsKept() {
        JsonNode made = create(
                        "name",
                        "n".repeat(100),
                        "description",
                        "d".repeat(500),
                        "priority",
                        10_000,
                        "is_active",
                        false,
                        "mode",
                        "shadow",
                        "rules",
                        List.of())
                .expect(201)
                .json();

        assertThat(made.path("name").asText()).hasSize(100);
        assertThat(made.path("description").asText()).hasSize(500);
        assertThat(made.path("priority").asInt()).isEqualTo(10_000);
        assertThat(made.path("is_active").asBoolean(true)).isFalse();
        assertThat(made.path("mode").asText()).isEqualTo("shadow");
    }

    @Test
    void faultsAreNamedWithTheirPlace() {
        Answer refused = create(
                        "priority",
                        10_001,
                        "mode",
                        "off",
                        "rules",
                        List.of(Map.of("effect", "deny", "when", Map.of("scopes", "x")), Map.of("effect", "forbid")))
                .expect(422);

        assertThat(refused.json().path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/name", "/priority", "/mode", "/rules/0/when/scopes", "/rules/1/effect");
        assertThat(create("name", "n".repeat(101), "rules", List.of()).status()).isEqualTo(422);
        assertThat(create("name", "n")
                        .expect(422)
                        .json()
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/rules");
    }

    @Test
    void whatAnAgentSaysOfItselfAllowsNothing() {
        Map<String, Object> rule = Map.of("effect", "allow", "when", Map.of("framework", "langgraph"));

        assertThat(create("name", "P", "rules", List.of(rule))
                        .expect(422)
                        .json()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("self_declared");
    }

    @Test
    void patchChangesWhatItNamesAndToggleChangesThatAlone() {
        String id = create("name", "P", "description", "D", "rules", RULES)
                .expect(201)
                .text("id");

        JsonNode off = patch(id, "is_active", false);
        assertThat(off.path("is_active").asBoolean(true)).isFalse();
        assertThat(off.path("name").asText()).isEqualTo("P");
        assertThat(off.path("version").asInt()).isEqualTo(2);
        assertThat(patch(id, "is_active", false).path("version").asInt()).isEqualTo(2);
        JsonNode changed =
                patch(id, "name", "Q", "description", null, "priority", 7, "mode", "shadow", "rules", List.of());
        assertThat(changed.path("name").asText()).isEqualTo("Q");
        assertThat(changed.path("description").isNull()).isTrue();
        assertThat(changed.path("priority").asInt()).isEqualTo(7);
        assertThat(changed.path("mode").asText()).isEqualTo("shadow");
        assertThat(changed.path("rules")).isEmpty();
        assertThat(calls.admin("PATCH", "/policies/" + id)
                        .json(body("rules", null))
                        .send()
                        .status())
                .isEqualTo(422);
    }

    @Test
    void versionsAreKeptAndSaidAgain() {
        String id = create("name", "One", "rules", RULES, "reason", "It began.")
                .expect(201)
                .text("id");
        JsonNode ignored = patch(id, "name", "Two", "rules", List.of());

        JsonNode back = calls.admin("POST", "/policies/" + id + "/rollback")
                .json(body("version", 1, "reason", "It was better."))
                .send()
                .expect(200)
                .json();
        JsonNode versions = calls.admin("GET", "/policies/" + id + "/versions?limit=2")
                .send()
                .expect(200)
                .json();

        assertThat(back.path("name").asText()).isEqualTo("One");
        assertThat(back.path("version").asInt()).isEqualTo(3);
        assertThat(back.at("/rules/0/effect").asText()).isEqualTo("deny");
        assertThat(versions.path("items").findValuesAsText("version")).containsExactly("3", "2");
        assertThat(versions.at("/items/0/reason").asText()).isEqualTo("It was better.");
        assertThat(versions.at("/items/0/created_by").asText()).startsWith("admin:");
        assertThat(versions.path("next_before").asInt()).isEqualTo(2);
        JsonNode rest = calls.admin("GET", "/policies/" + id + "/versions?before=2")
                .send()
                .expect(200)
                .json();
        assertThat(rest.at("/items/0/reason").asText()).isEqualTo("It began.");
        assertThat(rest.path("next_before").isNull()).isTrue();
        assertThat(calls.admin("POST", "/policies/" + id + "/rollback")
                        .json(body("version", 9))
                        .send()
                        .status())
                .isEqualTo(422);
    }

    @Test
    void listIsFilteredAndPaged() {
        String first =
                create("name", "Alpha 100%", "rules", List.of()).expect(201).text("id");
        String second = create("name", "Beta", "is_active", false, "rules", List.of())
                .expect(201)
                .text("id");
        String third =
                create("name", "alphabet", "rules", List.of()).expect(201).text("id");

        assertThat(ids("")).containsExactly(third, second, first);
        assertThat(ids("?is_active=true")).containsExactly(third, first);
        assertThat(ids("?search=ALPHA")).containsExactly(third, first);
        assertThat(ids("?search=0%25")).containsExactly(first);
        assertThat(ids("?limit=1&page=2")).containsExactly(second);
        String cursor = calls.admin("GET", "/policies?limit=2")
                .send()
                .json()
                .at("/pagination/next_cursor")
                .asText();
        assertThat(ids("?limit=2&cursor=" + cursor)).containsExactly(first);
        assertThat(calls.admin("GET", "/policies?is_active=maybe").send().status())
                .isEqualTo(400);
    }

    @Test
    void deletedPolicyIsGone() {
        String id = create("name", "P", "rules", RULES).expect(201).text("id");

        calls.admin("DELETE", "/policies/" + id).send().expect(204);

        calls.admin("GET", "/policies/" + id).send().expect(404);
        calls.admin("GET", "/policies/" + id + "/versions").send().expect(404);
        calls.admin("DELETE", "/policies/" + id).send().expect(404);
    }

    @Test
    void realmHasAtMostAHundredPolicies() {
        for (int i = 0; i < 100; i++) {
            create("name", "P", "is_active", false, "rules", List.of()).expect(201);
        }

        assertThat(create("name", "P", "rules", List.of()).expect(409).text("code"))
                .isEqualTo("too_many_policies");
    }

    private Answer create(Object... members) {
        return calls.admin("POST", "/policies").json(body(members)).send();
    }

    private JsonNode patch(String id, @Nullable Object... members) {
        return calls.admin("PATCH", "/policies/" + id)
                .json(body(members))
                .send()
                .expect(200)
                .json();
    }

    private List<String> ids(String query) {
        return KeyRealm.ids(calls.admin("GET", "/policies" + query).send().expect(200));
    }
}
