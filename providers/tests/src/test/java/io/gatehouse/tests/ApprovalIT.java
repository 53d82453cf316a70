package io.gatehouse.tests;

import static io.gatehouse.tests.ApprovalCalls.DEFERRED;
import static io.gatehouse.tests.ApprovalCalls.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.ApprovalCalls.Asked;
import io.gatehouse.tests.RealmCalls.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens that wait for a person: how agents ask, come back, and what they get. Long because it goes through doors and ends. */
@ExtendWith(GatehouseExtension.class)
class ApprovalIT {
    private Gatehouse gatehouse;
    private TestRealm realm;
    private RealmCalls calls;
    private ApprovalCalls approvals;
    private Agent agent;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        calls = new RealmCalls(gatehouse, realm);
        approvals = new ApprovalCalls(calls);
        agent = approvals.agent();
    }

    @AfterEach
    void deletePolicies() {
        calls.deletePolicies();
    }

    @Test
    void agentIsToldToComeBackAndGetsItsTokenOnce() {
        String policy = approvals.policy(Map.of());

        Answer pending = approvals.ask(agent, "intent", "Clean up order 7").expect(400);
        assertThat(pending.text("error")).isEqualTo("authorization_pending");
        assertThat(pending.json().path("interval").asInt()).isEqualTo(5);
        assertThat(pending.json().path("expires_in").asInt()).isBetween(3_590, 3_600);
        assertThat(pending.text("deferral_code")).matches("ghd_[A-Za-z0-9_-]{43}");
        assertThat(pending.text("decision_id")).isNotEmpty();
        assertThat(pending.header("Cache-Control").orElse("")).contains("no-store");
        Asked asked = new Asked(pending.text("approval_id"), pending.text("deferral_code"));
        JsonNode shown = approvals.shown(asked.id());
        assertThat(shown.path("status").asText()).isEqualTo("pending");
        assertThat(shown.path("agent_id").asText()).isEqualTo(agent.id());
        assertThat(shown.path("scope")).hasToString("[\"" + DELETE + "\"]");
        assertThat(shown.path("audience")).hasToString("[\"any\"]");
        assertThat(shown.path("intent").asText()).isEqualTo("Clean up order 7");
        assertThat(shown.path("policy_id").asText()).isEqualTo(policy);
        assertThat(shown.path("may_decide").asBoolean()).isTrue();

        assertThat(error(approvals.poll(agent, asked))).isEqualTo("authorization_pending");
        assertThat(error(approvals.poll(agent, asked))).isEqualTo("slow_down");
        gatehouse.moveClock(Duration.ofSeconds(6));
        assertThat(error(approvals.poll(agent, asked))).isEqualTo("authorization_pending");
        approvals.approve(asked.id()).expect(200);
        JsonNode granted = approvals.poll(agent, asked).expect(200).json();

        assertThat(granted.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(granted.path("scope").asText()).isEqualTo(DELETE);
        assertThat(granted.path("expires_in").asInt()).isEqualTo(300);
        assertThat(calls.isValid(granted.path("access_token").asText())).isTrue();
        assertThat(error(approvals.poll(agent, asked))).isEqualTo("invalid_grant");
        assertThat(approvals.shown(asked.id()).path("status").asText()).isEqualTo("approved");
        assertThat(approvals.shown(asked.id()).path("redeemed").asBoolean()).isTrue();
    }

    @Test
    void whatNeedsNobodyIsGivenAtOnce() {
        String ignored = approvals.policy(Map.of());

        approvals
                .as(agent, "grant_type", "client_credentials", "scope", "orders.read")
                .send()
                .expect(200);
        assertThat(error(approvals.as(agent, "grant_type", "client_credentials").send()))
                .as("all of its scopes")
                .isEqualTo("authorization_pending");
    }

    @Test
    void jsonDoorAnswers202AndWhoeverAskedComesBackThere() {
        String ignored = approvals.policy(Map.of());

        JsonNode pending =
                calls.issue(agent.id(), "scope", List.of(DELETE)).expect(202).json();
        assertThat(pending.path("status").asText()).isEqualTo("pending_approval");
        assertThat(pending.path("interval").asInt()).isEqualTo(5);
        assertThat(Instant.parse(pending.path("expires_at").asText())).isAfter(Instant.now());
        Asked asked = new Asked(
                pending.path("approval_id").asText(),
                pending.path("deferral_code").asText());

        Answer waiting = approvals.collect(asked).expect(202);
        assertThat(waiting.json().path("deferral_code").isNull()).isTrue();
        Answer soon = approvals.collect(asked).expect(429);
        assertThat(soon.header("Retry-After")).contains("5");
        approvals.approve(asked.id()).expect(200);
        JsonNode token = approvals.collect(asked).expect(201).json();
        assertThat(token.path("scope")).hasToString("[\"" + DELETE + "\"]");
        assertThat(calls.isValid(token.path("token").asText())).isTrue();
        assertThat(approvals.collect(asked).expect(400).text("code")).isEqualTo("invalid_grant");
    }

    @Test
    void agentItselfMayFetchWhatWasAskedForIt() {
        String ignored = approvals.policy(Map.of());
        Answer pending = calls.issue(agent.id(), "scope", List.of(DELETE)).expect(202);
        Asked asked = new Asked(pending.text("approval_id"), pending.text("deferral_code"));
        approvals.approve(asked.id()).expect(200);

        approvals.poll(agent, asked).expect(200);
    }

    @Test
    void codeIsOfNoUseToAnybodyElse() {
        String ignored = approvals.policy(Map.of());
        Asked asked = approvals.asked(agent);
        approvals.approve(asked.id()).expect(200);
        Agent other = approvals.agent();

        assertThat(error(approvals.poll(other, asked))).isEqualTo("invalid_grant");
        assertThat(approvals.collect(asked).expect(400).text("code")).isEqualTo("invalid_grant");
        assertThat(realm.token("grant_type", DEFERRED, "deferral_code", asked.code())
                        .basic(agent.id(), "wrong")
                        .send()
                        .expect(401)
                        .text("error"))
                .isEqualTo("invalid_client");
        assertThat(realm.token("grant_type", DEFERRED, "deferral_code", asked.code())
                        .basic("demo-api", "demo-api-secret")
                        .send()
                        .expect(400)
                        .text("error"))
                .isEqualTo("unauthorized_client");
        approvals.poll(agent, asked).expect(200);
    }

    @Test
    void textThatIsNoCodeIsRefused() {
        assertThat(error(approvals.as(agent, "grant_type", DEFERRED).send())).isEqualTo("invalid_request");
        for (String code : List.of("x", "ghd_" + "a".repeat(43), "ghd_" + "ü".repeat(43), "x".repeat(5_000))) {
            assertThat(error(approvals.poll(agent, new Asked("", code)))).isEqualTo("invalid_grant");
        }
        assertThat(calls.admin("POST", "/tokens")
                        .json(Map.of("deferral_code", "x".repeat(256)))
                        .send()
                        .expect(422)
                        .text("code"))
                .isEqualTo("validation_failed");
    }

    @Test
    void boundRequestIsFetchedWithTheSameKeyAlone() {
        String ignored = approvals.policy(Map.of());
        SigningKey key = SigningKey.p256();
        String endpoint = realm.issuer() + "/protocol/openid-connect/token";
        Answer pending = approvals
                .as(agent, "grant_type", "client_credentials", "scope", DELETE)
                .header("DPoP", key.dpopProof(endpoint))
                .send()
                .expect(400);
        Asked asked = new Asked(pending.text("approval_id"), pending.text("deferral_code"));
        approvals.approve(asked.id()).expect(200);

        assertThat(error(approvals.poll(agent, asked))).isEqualTo("invalid_grant");
        assertThat(error(approvals
                        .as(agent, "grant_type", DEFERRED, "deferral_code", asked.code())
                        .header("DPoP", SigningKey.p256().dpopProof(endpoint))
                        .send()))
                .isEqualTo("invalid_grant");
        Answer granted = approvals
                .as(agent, "grant_type", DEFERRED, "deferral_code", asked.code())
                .header("DPoP", key.dpopProof(endpoint))
                .send()
                .expect(200);
        assertThat(granted.text("token_type")).isEqualTo("DPoP");
    }

    @Test
    void personMayAllowLessAndNotMore() {
        String ignored = approvals.policy(Map.of("approved_for_seconds", 600));
        Asked asked = approvals.asked(agent, "scope", "orders.read " + DELETE, "ttl", "3600");

        assertThat(approve(asked, Map.of("scope", List.of("orders.write")), 422))
                .isEqualTo("/scope");
        assertThat(approve(asked, Map.of("scope", List.of()), 422)).isEqualTo("/scope");
        assertThat(approve(asked, Map.of("approved_for_seconds", 601), 422)).isEqualTo("/approved_for_seconds");
        assertThat(approve(asked, Map.of("reason", ""), 422)).isEqualTo("/reason");
        assertThat(approve(asked, Map.of("ttl", 5), 422)).isEqualTo("/ttl");
        Answer approved = calls.admin("POST", "/approvals/" + asked.id() + "/approve")
                .json(Map.of("scope", List.of(DELETE), "approved_for_seconds", 60, "reason", "Order 7 only"))
                .send()
                .expect(200);
        assertThat(approved.json().path("granted_scope")).hasToString("[\"" + DELETE + "\"]");
        assertThat(approved.text("reason")).isEqualTo("Order 7 only");

        Answer granted = approvals.poll(agent, asked).expect(200);
        assertThat(granted.text("scope")).isEqualTo(DELETE);
        assertThat(granted.json().path("expires_in").asInt()).isBetween(1, 60);
    }

    @Test
    void tokenEndsWithTheApproval() {
        String ignored = approvals.policy(Map.of("approved_for_seconds", 120));
        Asked asked = approvals.asked(agent, "ttl", "3600");
        String until = approvals.approve(asked.id()).expect(200).text("approved_until");

        gatehouse.moveClock(Duration.ofSeconds(60));
        Answer granted = approvals.poll(agent, asked).expect(200);
        assertThat(granted.json().path("expires_in").asInt()).isBetween(50, 61);
        assertThat(Instant.parse(calls.verifyAsAdmin(granted.text("access_token"))
                        .path("expires_at")
                        .asText()))
                .isBeforeOrEqualTo(Instant.parse(until));
    }

    @Test
    void approvalThatNobodyComesForEnds() {
        String ignored = approvals.policy(Map.of("approved_for_seconds", 60));
        Asked asked = approvals.asked(agent);
        approvals.approve(asked.id()).expect(200);

        gatehouse.moveClock(Duration.ofSeconds(61));
        assertThat(error(approvals.poll(agent, asked))).isEqualTo("expired_token");
        assertThat(approvals.shown(asked.id()).path("status").asText()).isEqualTo("expired");
    }

    @Test
    void denialIsFinalAndSaysUnderWhichId() {
        String ignored = approvals.policy(Map.of());
        Asked asked = approvals.asked(agent);
        calls.admin("POST", "/approvals/" + asked.id() + "/deny")
                .json(Map.of("reason", "Not today"))
                .send()
                .expect(200);

        Answer refused = approvals.poll(agent, asked).expect(400);
        assertThat(refused.text("error")).isEqualTo("access_denied");
        JsonNode shown = approvals.shown(asked.id());
        assertThat(refused.text("decision_id"))
                .isEqualTo(shown.path("decision_id").asText());
        assertThat(shown.path("status").asText()).isEqualTo("denied");
        assertThat(shown.path("reason").asText()).isEqualTo("Not today");
        assertThat(approvals.approve(asked.id()).expect(409).text("code")).isEqualTo("approval_closed");
        assertThat(approvals.deny(asked.id()).expect(409).text("code")).isEqualTo("approval_closed");
        assertThat(error(approvals.poll(agent, asked))).isEqualTo("access_denied");
    }

    @Test
    void requestExpiresByTheClockAndIsToldOf() {
        String ignored = approvals.policy(Map.of("expires_seconds", 60));
        Asked asked = approvals.asked(agent);

        gatehouse.moveClock(Duration.ofSeconds(61));
        assertThat(error(approvals.poll(agent, asked))).isEqualTo("expired_token");
        assertThat(approvals.approve(asked.id()).expect(409).text("detail")).contains("expired");
        assertThat(approvals.shown(asked.id()).path("status").asText()).isEqualTo("expired");
        Eventually.holds(Duration.ofSeconds(20), "the end is recorded", () -> calls.admin(
                        "GET", "/audit/events?type=approval.expired&target=" + asked.id())
                .send()
                .expect(200)
                .json()
                .path("items")
                .findValuesAsText("ended_by")
                .contains("deadline"));
    }

    @Test
    void whoAsksAgainGetsAnotherCodeForTheSameRequest() {
        String ignored = approvals.policy(Map.of());
        Asked first = approvals.asked(agent);

        Asked second = approvals.asked(agent);
        Asked different = approvals.asked(agent, "ttl", "60");

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(different.id()).isNotEqualTo(first.id());
        approvals.approve(first.id()).expect(200);
        assertThat(error(approvals.poll(agent, first))).isEqualTo("invalid_grant");
        approvals.poll(agent, second).expect(200);
    }

    @Test
    void oneAgentDoesNotFloodPeople() {
        String ignored = approvals.policy(Map.of());
        for (int ttl = 1; ttl <= 20; ttl++) {
            Asked asked = approvals.asked(agent, "ttl", Integer.toString(ttl));
            assertThat(asked.code()).isNotEmpty();
        }

        Answer refused = approvals.ask(agent, "ttl", "21").expect(429);
        assertThat(refused.header("Retry-After")).contains("60");
        assertThat(approvals.asked(approvals.agent()).id()).isNotEmpty();
    }

    @Test
    void whatCannotBeApprovedIsDeniedAndAsksNobody() {
        String ignored = approvals.policy(Map.of("max_scope", List.of("orders.read")));

        assertThat(error(approvals.ask(agent))).isEqualTo("access_denied");
        Asked asked = approvals.asked(agent, "scope", "orders.read " + DELETE);
        approvals.approve(asked.id()).expect(200);
        assertThat(approvals.poll(agent, asked).expect(200).text("scope")).isEqualTo("orders.read");
    }

    @Test
    void keysAreNotGivenWhatNeedsAPerson() {
        String ignored = approvals.policy(Map.of());
        RealmCalls.ApiKey key = calls.key(DELETE);

        Answer refused = realm.token(
                        "grant_type",
                        KeyExchanges.GRANT_TYPE,
                        "subject_token",
                        key.text(),
                        "subject_token_type",
                        KeyExchanges.KEY_TYPE)
                .basic("demo-api", "demo-api-secret")
                .send()
                .expect(400);
        assertThat(refused.text("error")).isEqualTo("access_denied");
        assertThat(refused.text("error_description")).contains("approval");
    }

    @Test
    void everyStepIsRecordedUnderOneDecision() {
        String policy = approvals.policy(Map.of());
        Asked asked = approvals.asked(agent, "intent", "Clean up");
        String decision = approvals.approve(asked.id()).expect(200).text("decision_id");
        approvals.poll(agent, asked).expect(200);

        JsonNode events = Eventually.value(Duration.ofSeconds(10), "three events have their places", () -> {
            JsonNode items = calls.admin("GET", "/audit/events?agent_id=" + agent.id())
                    .send()
                    .expect(200)
                    .json()
                    .path("items");
            return items.findValuesAsText("type").contains("token.issued")
                    ? java.util.Optional.of(items)
                    : java.util.Optional.empty();
        });
        assertThat(events.findValuesAsText("type")).contains("approval.requested", "approval.approved", "token.issued");
        events.forEach(event -> {
            if (event.path("type").asText().startsWith("approval.")) {
                assertThat(event.path("decision_id").asText()).isEqualTo(decision);
                assertThat(event.at("/target/id").asText()).isEqualTo(asked.id());
            }
            if (event.path("type").asText().equals("approval.requested")) {
                assertThat(event.at("/data/policy/policy_id").asText()).isEqualTo(policy);
            }
            if (event.path("type").asText().equals("token.issued")) {
                assertThat(event.at("/data/approval_id").asText()).isEqualTo(asked.id());
            }
        });
    }

    private String approve(Asked asked, Map<String, Object> body, int status) {
        return calls.admin("POST", "/approvals/" + asked.id() + "/approve")
                .json(body)
                .send()
                .expect(status)
                .json()
                .at("/errors/0/pointer")
                .asText();
    }

    private static String error(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        return answer.text("error");
    }
}
