package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.RealmCalls.Agent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The AuthZEN Authorization API 1.0, by what its text demands of a decision point and by what its certification asks; and its
 * answers are what the issuer then does.
 * Long because it goes through the standard in its order.
 */
@ExtendWith(GatehouseExtension.class)
class AuthzenIT {
    private static final String SERVICE = "https://orders.example";

    private RealmCalls calls;
    private Agent agent;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        agent = calls.agent("audiences", List.of(SERVICE, "https://stock.example"));
    }

    @AfterEach
    void deletePolicies() {
        calls.deletePolicies();
    }

    @Test
    void scopeThatTheAgentHoldsForAServiceThatItMayCallIsPermitted() {
        JsonNode said = evaluate(question("orders.read"));

        assertThat(said.path("decision").isBoolean()).isTrue();
        assertThat(said.path("decision").booleanValue()).isTrue();
        assertThat(said.at("/context/effect").asText()).isEqualTo("allow");
        assertThat(said.at("/context/reason").asText()).isNotEmpty();
        assertThat(said.at("/context/decision_id").asText()).isNotEmpty();
        calls.issue(agent.id(), "target_service", SERVICE).expect(201);
    }

    @Test
    void whatTheIssuerWouldRefuseIsDeniedForTheSameReason() {
        assertDenied(question("orders.delete"), "does not hold every scope");
        assertDenied(question("orders.read", "https://other.example"), "Name a target");
        assertDenied(question("orders.read", "any"), "Name a target");
        assertDenied(question("orders.read", "not a target"), "its id a URI");
        calls.admin("POST", "/agents/" + agent.id() + "/pause").send().expect(200);
        assertDenied(question("orders.read"), "is paused");
    }

    @Test
    void whatPoliciesDoNotKnowIsDenied() {
        Map<String, Object> user = with(question("orders.read"), "subject", Map.of("type", "user", "id", "alice"));
        Map<String, Object> nobody =
                with(question("orders.read"), "subject", Map.of("type", "agent", "id", "agent_000000000000"));
        Map<String, Object> record =
                with(question("orders.read"), "resource", Map.of("type", "record", "id", "record-1"));

        assertDenied(user, "subjects of the type agent");
        assertDenied(nobody, "no such agent");
        assertDenied(record, "of the type service");
    }

    @Test
    void policyDeniesWithItsMessageAndItsRuleAndThrottlesWithoutCounting() {
        String deny =
                policy(Map.of("effect", "deny", "when", Map.of("scope", "orders.write"), "message", "Not today."));
        policy(Map.of(
                "effect",
                "throttle",
                "throttle",
                Map.of("limit", 1, "window_seconds", 3_600, "per", "agent"),
                "when",
                Map.of("scope", "orders.read")));

        JsonNode denied = evaluate(question("orders.write"));
        assertThat(denied.path("decision").booleanValue()).isFalse();
        assertThat(denied.at("/context/effect").asText()).isEqualTo("deny");
        assertThat(denied.at("/context/reason").asText()).isEqualTo("Not today.");
        assertThat(denied.at("/context/policy_id").asText()).isEqualTo(deny);
        assertThat(denied.at("/context/rule_id").asText()).isEqualTo("rule-1");
        for (int i = 0; i < 3; i++) {
            JsonNode throttled = evaluate(question("orders.read"));
            assertThat(throttled.path("decision").booleanValue()).isTrue();
            assertThat(throttled.at("/context/effect").asText()).isEqualTo("throttle");
        }
        calls.issue(agent.id(), "target_service", SERVICE).expect(201);
        calls.issue(agent.id(), "target_service", SERVICE).expect(429);
    }

    @Test
    void contextIsWhatPoliciesSeeAndOtherMembersArePassedOver() {
        policy(Map.of(
                "effect",
                "deny",
                "when",
                Map.of("ip", "203.0.113.0/24", "time", Map.of("hours", "22:00-06:00"), "ttl_above", 600)));
        Map<String, Object> night =
                Map.of("time", "2026-07-01T23:00Z", "ip", "203.0.113.9", "ttl", 900, "device", "unknown");
        Map<String, Object> day = with(night, "time", "2026-07-01T12:00:00+00:00");

        assertThat(decision(with(question("orders.read"), "context", night))).isFalse();
        assertThat(decision(with(question("orders.read"), "context", day))).isTrue();
        Map<String, Object> more = with(
                with(question("orders.read"), "foo", "bar"),
                "subject",
                Map.of("type", "agent", "id", agent.id(), "properties", Map.of("role", "manager"), "x", 1));
        assertThat(decision(more)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{'action':{'name':'read'},'resource':{'type':'service','id':'any'}}",
                "{'subject':{'type':'agent','id':'a'},'resource':{'type':'service','id':'any'}}",
                "{'subject':{'type':'agent','id':'a'},'action':{'name':'read'}}",
                "{'subject':{'id':'a'},'action':{'name':'read'},'resource':{'type':'service','id':'any'}}",
                "{'subject':{'type':'agent'},'action':{'name':'read'},'resource':{'type':'service','id':'any'}}",
                "{'subject':{'type':'agent','id':'a'},'action':{},'resource':{'type':'service','id':'any'}}",
                "{'subject':{'type':'agent','id':'a'},'action':{'name':'read'},'resource':{'id':'any'}}",
                "{'subject':{'type':'agent','id':'a'},'action':{'name':'read'},'resource':{'type':'service'}}",
                "{'subject':'alice','action':{'name':'read'},'resource':{'type':'service','id':'any'}}",
                "{'subject':{'type':'agent','id':'a'},'action':{'name':123},'resource':{'type':'service','id':'any'}}",
                "{'subject':{'type':'agent','id':''},'action':{'name':'r'},'resource':{'type':'service','id':'any'}}",
                "{'subject':{'type':'agent','id':'a\\u0000'},'action':{'name':'r'},'resource':{'type':'s','id':'any'}}",
                "{'subject':{'type':'agent','id':'a','properties':1},'action':{'name':'r'},'resource':{'type':'s','id':'a'}}",
                "{'subject':{'type':'agent','id':'a'},'action':{'name':'r'},'resource':{'type':'s','id':'a'},'context':1}",
                "{'subject':{'type':'agent','id':'a'},'action':{'name':'r'},'resource':{'type':'s','id':'a'},'context':{'time':'now'}}",
                "{'subject':{'type':'agent','id':'a'},'action':{'name':'r'},'resource':{'type':'s','id':'a'},'context':{'ip':'here'}}",
                "{'subject':{'type':'agent','id':'a'},'action':{'name':'r'},'resource':{'type':'s','id':'a'},'context':{'ttl':'1'}}"
            })
    void requestWithAFaultIs400(String text) {
        String json = text.replace('\'', '"');
        for (String endpoint : List.of("evaluation", "evaluations")) {
            Answer answer = calls.admin("POST", "/access/v1/" + endpoint)
                    .body("application/json", json)
                    .send();
            assertThat(answer.status()).as(endpoint + ": " + answer.body()).isEqualTo(400);
        }
    }

    @Test
    void otherMediaTypesAre400AndTheIdOfTheRequestComesBack() {
        assertThat(calls.admin("POST", "/access/v1/evaluation")
                        .body("text/plain", "{}")
                        .send()
                        .status())
                .isEqualTo(400);
        Answer named = calls.admin("POST", "/access/v1/evaluation")
                .header("X-Request-ID", "bfe9eb29-ab87-4ca3-be83-a1d5d8305716")
                .json(question("orders.read"))
                .send()
                .expect(200);
        assertThat(named.header("X-Request-ID")).contains("bfe9eb29-ab87-4ca3-be83-a1d5d8305716");
    }

    @Test
    void batchIsAnsweredInItsOrderWithDefaultsAndFaultsOfItsOwn() {
        Map<String, Object> batch = body(
                "subject", subject(), "resource", Map.of("type", "service"), "action", Map.of("name", "orders.read"));
        batch.put(
                "evaluations",
                List.of(
                        Map.of("resource", Map.of("id", SERVICE)),
                        Map.of("resource", Map.of("id", SERVICE), "action", Map.of("name", "orders.delete")),
                        Map.of(),
                        Map.of("resource", Map.of("type", "service", "id", "https://stock.example"))));

        JsonNode all = evaluateAll(batch);

        assertThat(all.has("decision")).isFalse();
        assertThat(decisions(all)).containsExactly(true, false, false, true);
        assertThat(all.at("/evaluations/2/context/error/status").asInt()).isEqualTo(400);
        assertThat(all.at("/evaluations/2/context/error/message").asText()).contains("resource.id");
        assertThat(all.at("/evaluations/0/context/error").isNull()).isTrue();
    }

    @Test
    void batchWithoutQuestionsIsOneQuestion() {
        assertThat(evaluateAll(question("orders.read")).path("decision").booleanValue())
                .isTrue();
        assertThat(evaluateAll(with(question("orders.read"), "evaluations", List.of()))
                        .path("decision")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void batchEndsAtTheFirstDenialOrPermitWhenThatIsAskedFor() {
        Map<String, Object> batch = body("subject", subject(), "resource", service());
        batch.put(
                "evaluations",
                List.of(
                        Map.of("action", Map.of("name", "orders.read")),
                        Map.of("action", Map.of("name", "orders.delete")),
                        Map.of("action", Map.of("name", "orders.write"))));

        assertThat(decisions(evaluateAll(batch))).containsExactly(true, false, true);
        assertThat(decisions(evaluateAll(semantic(batch, "execute_all")))).containsExactly(true, false, true);
        assertThat(decisions(evaluateAll(semantic(batch, "deny_on_first_deny"))))
                .containsExactly(true, false);
        assertThat(decisions(evaluateAll(semantic(batch, "permit_on_first_permit"))))
                .containsExactly(true);
        assertThat(post("evaluations", semantic(batch, "as_you_like")).status()).isEqualTo(400);
    }

    @Test
    void batchHasAtMostAHundredQuestions() {
        List<Map<String, Object>> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(Map.of("action", Map.of("name", "orders.read")));
        }
        Map<String, Object> batch = body("subject", subject(), "resource", service(), "evaluations", many);

        assertThat(evaluateAll(batch).path("evaluations")).hasSize(100);
        many.add(Map.of());
        assertThat(post("evaluations", batch).status()).isEqualTo(400);
    }

    @Test
    void subjectsThatAreFoundArePermittedAndAllOfThemAreFoundPageByPage() {
        Agent other = calls.agent("audiences", List.of(SERVICE));
        Agent without = calls.agent("scopes", List.of("stock.read"));
        Map<String, Object> search = body(
                "subject", Map.of("type", "agent"), "action", Map.of("name", "orders.write"), "resource", service());
        List<String> found = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = search("subject", with(search, "page", Map.of("token", token, "limit", 1)));
            for (JsonNode one : page.path("results")) {
                assertThat(one.path("type").asText()).isEqualTo("agent");
                found.add(one.path("id").asText());
            }
            token = page.at("/page/next_token").textValue();
        } while (!token.isEmpty());

        assertThat(found)
                .contains(agent.id(), other.id())
                .doesNotContain(without.id())
                .doesNotHaveDuplicates();
        for (String id : List.of(agent.id(), other.id())) {
            assertThat(decision(with(question("orders.write"), "subject", Map.of("type", "agent", "id", id))))
                    .isTrue();
        }
        assertThat(search("subject", with(search, "subject", Map.of("type", "user")))
                        .path("results"))
                .isEmpty();
        assertThat(post("search/subject", with(search, "page", Map.of("token", "?")))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void servicesAndScopesThatAreFoundArePermitted() {
        policy(Map.of(
                "effect", "deny", "when", Map.of("target", "https://stock.example", "scope", List.of("orders.write"))));
        Map<String, Object> services = body(
                "subject", subject(), "action", Map.of("name", "orders.write"), "resource", Map.of("type", "service"));
        Map<String, Object> scopes =
                body("subject", subject(), "resource", Map.of("type", "service", "id", "https://stock.example"));

        assertThat(search("resource", services).path("results"))
                .singleElement()
                .satisfies(one -> assertThat(one.path("id").asText()).isEqualTo(SERVICE))
                .satisfies(one -> assertThat(one.path("type").asText()).isEqualTo("service"));
        assertThat(search("action", scopes).path("results"))
                .singleElement()
                .satisfies(one -> assertThat(one.path("name").asText()).isEqualTo("orders.read"));
        assertThat(search("action", with(scopes, "subject", Map.of("type", "agent", "id", "agent_000000000000")))
                        .path("results"))
                .isEmpty();
    }

    @Test
    void nothingIsRecordedAndEachAnswerHasANameOfItsOwn() {
        String first =
                evaluate(question("orders.delete")).at("/context/decision_id").asText();
        String second =
                evaluate(question("orders.delete")).at("/context/decision_id").asText();

        assertThat(first).isNotEqualTo(second);
        assertThat(calls.admin("GET", "/audit/events?agent_id=" + agent.id() + "&type=token.denied")
                        .send()
                        .expect(200)
                        .json()
                        .path("items"))
                .isEmpty();
    }

    @Test
    void metadataLeadsToTheEndpointsOpenToAnyone() {
        JsonNode metadata = calls.gatehouse()
                .http()
                .get("/.well-known/authzen-configuration" + calls.realm().path("/gatehouse/v1"))
                .send()
                .expect(200)
                .json();
        String root = metadata.path("policy_decision_point").asText();

        assertThat(root).endsWith(calls.realm().path("/gatehouse/v1"));
        assertThat(metadata.path("access_evaluation_endpoint").asText()).isEqualTo(root + "/access/v1/evaluation");
        assertThat(metadata.path("access_evaluations_endpoint").asText()).isEqualTo(root + "/access/v1/evaluations");
        for (String part : List.of("subject", "resource", "action")) {
            assertThat(metadata.path("search_" + part + "_endpoint").asText())
                    .isEqualTo(root + "/access/v1/search/" + part);
        }
        assertThat(calls.v1("POST", "/access/v1/evaluation")
                        .json(question("orders.read"))
                        .send()
                        .status())
                .isEqualTo(401);
    }

    private String policy(Map<String, Object> rule) {
        return calls.admin("POST", "/policies")
                .json(Map.of("name", "P", "rules", List.of(rule)))
                .send()
                .expect(201)
                .text("id");
    }

    private Map<String, Object> subject() {
        return Map.of("type", "agent", "id", agent.id());
    }

    private static Map<String, Object> service() {
        return Map.of("type", "service", "id", SERVICE);
    }

    private Map<String, Object> question(String scope) {
        return question(scope, SERVICE);
    }

    private Map<String, Object> question(String scope, String service) {
        return body(
                "subject",
                subject(),
                "action",
                Map.of("name", scope),
                "resource",
                Map.of("type", "service", "id", service));
    }

    private static Map<String, Object> with(Map<String, Object> body, String member, Object value) {
        Map<String, Object> changed = new HashMap<>(body);
        changed.put(member, value);
        return changed;
    }

    private static Map<String, Object> semantic(Map<String, Object> batch, String semantic) {
        return with(batch, "options", Map.of("evaluations_semantic", semantic));
    }

    private void assertDenied(Map<String, Object> question, String reason) {
        JsonNode said = evaluate(question);
        assertThat(said.path("decision").booleanValue()).isFalse();
        assertThat(said.at("/context/effect").asText()).isEqualTo("deny");
        assertThat(said.at("/context/reason").asText()).contains(reason);
    }

    private boolean decision(Map<String, Object> question) {
        return evaluate(question).path("decision").booleanValue();
    }

    private static List<Boolean> decisions(JsonNode all) {
        return StreamSupport.stream(all.path("evaluations").spliterator(), false)
                .map(one -> one.path("decision").booleanValue())
                .toList();
    }

    private JsonNode evaluate(Map<String, Object> question) {
        return post("evaluation", question).expect(200).json();
    }

    private JsonNode evaluateAll(Map<String, Object> batch) {
        return post("evaluations", batch).expect(200).json();
    }

    private JsonNode search(String part, Map<String, Object> question) {
        return post("search/" + part, question).expect(200).json();
    }

    private Answer post(String endpoint, Map<String, Object> body) {
        return calls.admin("POST", "/access/v1/" + endpoint).json(body).send();
    }
}
