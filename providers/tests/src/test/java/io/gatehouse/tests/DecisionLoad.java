package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Many decisions about tokens in the log of a realm on PostgreSQL, written by SQL as the stores would, and their replay. */
record DecisionLoad(RealmCalls calls, String url, String realmId) {
    private static final String USER = "postgres";
    private static final Duration SEQUENCED = Duration.ofMinutes(5);

    /** Every fifth was denied, every third is for the scope that the draft denies, with lifetimes from 60 s to 1,059 s. */
    private static final String INSERT =
            "insert into gatehouse_event (id, realm_id, event_type, occurred_at_ms, actor_type,"
                    + " actor_id, agent_id, target_type, target_id, decision, decision_id, auth_method, request_id, data, facts)"
                    + " select gen_random_uuid()::text, ?, case when n % 5 = 0 then 'token.denied' else 'token.issued' end,"
                    + " (extract(epoch from clock_timestamp()) * 1000)::bigint, 'agent', 'agent_0123456789ab', 'agent_0123456789ab',"
                    + " 'token', 'gh-' || gen_random_uuid(), case when n % 5 = 0 then 'deny' else 'allow' end,"
                    + " gen_random_uuid()::text, 'client_secret', gen_random_uuid()::text,"
                    + " case when n % 5 = 0 then '{\"policy\":{\"effect\":\"deny\",\"policy_id\":\"p\",\"version\":1,\"rule_id\":\"r\"}}'"
                    + " else '{\"scope\":[\"orders.read\"],\"target_service\":\"any\",\"ttl\":300}' end,"
                    + " json_build_object('v', 1, 'at', 1767268800000, 'texts', json_build_object('agent', 'agent_0123456789ab',"
                    + " 'owner', 'user:0b7f6a52-0000-4000-8000-000000000000', 'framework', 'langchain', 'mode', 'both',"
                    + " 'auth_method', 'client_secret', 'grant', 'client_credentials'), 'scope',"
                    + " json_build_array(case when n % 3 = 0 then 'orders.write' else 'orders.read' end), 'target',"
                    + " json_build_array('any'), 'ttl', 60 + n * 37 % 1000, 'intent', 'Order number ' || n, 'ip', '203.0.113.7',"
                    + " 'metadata', json_build_object('team', 'red', 'stage', 'test'))::text from generate_series(1, ?) as n";

    /** How many decisions the draft would change, counted without the code that is tested. */
    private static final String CHANGED =
            "select count(*) as n from gatehouse_sequenced_event where realm_id = ? and decision = ? and"
                    + " (facts::jsonb -> 'scope' @> '[\"orders.write\"]' and (facts::jsonb ->> 'ttl')::int > 600) = ";

    /** The load of a realm whose server has its database there. */
    static DecisionLoad of(Gatehouse gatehouse, TestRealm realm, String url) {
        return new DecisionLoad(
                new RealmCalls(gatehouse, realm),
                url,
                realm.admin("GET", "").send().expect(200).text("id"));
    }

    /** The policy that the decisions are asked again with. */
    static Map<String, Object> draft() {
        return Map.of(
                "rules", List.of(body("effect", "deny", "when", Map.of("scope", "orders.write", "ttl_above", 600))));
    }

    /** Writes decisions and waits until they have their place. */
    void insert(int count) throws SQLException {
        long before = sequenced();
        try (Connection connection = DriverManager.getConnection(url, USER, USER);
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, realmId);
            insert.setInt(2, count);
            insert.executeUpdate();
        }
        Eventually.holds(SEQUENCED, "the decisions have their place", () -> sequenced() >= before + count);
    }

    /** The answer to a replay of all decisions since a time. */
    Answer replay(String since) {
        return calls.admin("POST", "/policies/replay")
                .json(Map.of("policy", draft(), "since", since))
                .send();
    }

    /** A replay as it is now. */
    JsonNode shown(String id) {
        return calls.admin("GET", "/policies/replays/" + id).send().expect(200).json();
    }

    /** How many of the decisions with this effect the draft would change. */
    long changed(String before) {
        return number(CHANGED + before.equals("allow"), realmId, before);
    }

    private long sequenced() {
        return number(
                "select count(*) as n from gatehouse_sequenced_event where realm_id = ? and facts is not null",
                realmId);
    }

    private long number(String sql, String... parameters) {
        return Long.parseLong(new EventRows(url).query(sql, parameters).get(0).get("n"));
    }
}
