package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.tests.Interleaved.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What as many policies as a realm may have, of ten rules each, cost the issue of tokens: two realms of one server, one without any.
 * Prints what it measured; docs/measured keeps such results.
 */
@Tag("bench")
@Isolated("times are measured")
class PolicyIssueSpeedIT {
    private static final int POLICIES = 100;
    private static final int ROUNDS = 20;
    private static final int TRIAL_ROUNDS = 3;
    private static final long WARM_UP_MS = 300;
    private static final long BLOCK_MS = 2_000;
    private static final double GOAL = 0.85;

    private record Caller(TestRealm realm, RealmCalls.Agent agent) {}

    @Test
    void hundredPoliciesOfTenRulesLeaveEightyFivePercentOfTheTokens() throws Exception {
        try (MeasuredServer server = MeasuredServer.durable("policy-issue-speed")) {
            RealmCalls without = new RealmCalls(server.gatehouse(), server.demo());
            RealmCalls with =
                    new RealmCalls(server.gatehouse(), server.gatehouse().freshRealm());
            createPolicies(with);
            Caller plain = new Caller(without.realm(), without.agent());
            Caller decided = new Caller(with.realm(), with.agent());
            Caller[] caller = {plain};
            Interleaved issue = new Interleaved(ignored -> issue(server.gatehouse(), caller[0]), WARM_UP_MS, BLOCK_MS)
                    .state("no policies", () -> caller[0] = plain)
                    .state("100 policies of 10 rules", () -> caller[0] = decided);

            List<Comparison> ignored = issue.run(TRIAL_ROUNDS);
            List<Comparison> results = issue.run(ROUNDS);

            results.forEach(result -> System.out.println("issue of tokens, " + result));
            assertThat(results.get(1).throughput()).as("%s", results).isGreaterThanOrEqualTo(GOAL);
        }
    }

    private static void issue(Gatehouse gatehouse, Caller caller) {
        gatehouse
                .outsideContract()
                .post(caller.realm().path("/protocol/openid-connect/token"))
                .form("grant_type", "client_credentials")
                .basic(caller.agent().id(), caller.agent().secret())
                .send()
                .expect(200);
    }

    private static void createPolicies(RealmCalls calls) {
        for (int i = 1; i <= POLICIES; i++) {
            calls.admin("POST", "/policies")
                    .json(Map.of("name", "P" + i, "priority", i, "rules", rules(i)))
                    .send()
                    .expect(201);
        }
    }

    /** Ten rules, none of which matches: all are asked. */
    private static List<Map<String, Object>> rules(int i) {
        List<Map<String, Object>> rules = new ArrayList<>();
        rules.add(deny(Map.of("scope", List.of("pay:" + i + ":*", "*:refund:" + i))));
        rules.add(deny(Map.of("target", "https://*.shop-" + i + ".example/*", "scope", "orders.*")));
        rules.add(deny(Map.of("ip", List.of("10." + i + ".0.0/16", "192.168." + i + ".0/24"))));
        rules.add(deny(Map.of("time", Map.of("hours", "22:00-06:00", "zone", "Europe/Berlin"), "scope", "stock." + i)));
        rules.add(deny(Map.of("metadata.team", List.of("red-" + i, "blue-" + i), "scope", "*")));
        rules.add(deny(Map.of("agent", List.of("agent_" + i, "agent_x" + i), "scope", "orders.write")));
        rules.add(deny(Map.of("ttl_above", 3_600, "grant", "token_exchange")));
        rules.add(deny(Map.of("intent_matches", List.of("*delete*" + i + "*", "*drop table " + i + "*"))));
        rules.add(deny(Map.of("owner", "user:u" + i, "scope", "orders.read")));
        rules.add(deny(Map.of("chain_depth_above", 2, "time", Map.of("days", "sun", "zone", "America/New_York"))));
        return rules;
    }

    private static Map<String, Object> deny(Map<String, Object> when) {
        return Map.of("effect", "deny", "when", when);
    }
}
