package io.gatehouse.tests.console;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.Gatehouse;
import io.gatehouse.tests.TestRealm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One of each thing that pages are about: an agent of Alice's, a key, a policy that has a person decide, a request that waits for
 * Alice, a webhook, a domain.
 */
record Seeded(String agent, String secret, String key, String policy, String approval, String webhook, String domain) {
    static final String READ = "calendar.read";
    static final String WRITE = "calendar.write";

    static Seeded into(Gatehouse gatehouse, TestRealm realm) {
        Map<String, Object> alice = Map.of("type", "user", "id", realm.userId("alice"));
        Answer agent = make(
                realm,
                "agents",
                "name",
                "Calendar helper",
                "owner",
                alice,
                "scopes",
                List.of(READ, WRITE),
                "audiences",
                List.of("demo-api"),
                "credential",
                "secret");
        Answer key = make(realm, "api-keys", "name", "seeded-test-read", "owner", alice, "scopes", List.of(READ));
        Answer policy = make(
                realm,
                "policies",
                "name",
                "Writing needs Alice",
                "rules",
                List.of(Map.of(
                        "id",
                        "ask-alice",
                        "effect",
                        "require_approval",
                        "when",
                        Map.of("agent", agent.text("id"), "scope", WRITE),
                        "approval",
                        Map.of("approvers", List.of("owner", "role:reader")))));
        String approval = asked(realm, agent.text("id"), agent.text("secret_key"), "Book Thursday at ten");
        Answer webhook = make(
                realm, "webhooks", "url", "https://hooks.example.com/gatehouse", "events", List.of("webhook.created"));
        Answer domain = make(realm, "domains", "domain", "seeded-" + UUID.randomUUID() + ".example");
        return new Seeded(
                agent.text("id"),
                agent.text("secret_key"),
                key.text("id"),
                policy.text("id"),
                approval,
                webhook.text("id"),
                domain.text("id"));
    }

    /** Asks for what needs a person; the id of the request for approval. */
    static String asked(TestRealm realm, String agent, String secret, String intent) {
        return realm.token("grant_type", "client_credentials", "scope", READ + " " + WRITE, "intent", intent)
                .basic(agent, secret)
                .send()
                .expect(400)
                .text("approval_id");
    }

    /** Asks as the agent for what needs nobody. */
    Answer token(TestRealm realm) {
        return realm.token("grant_type", "client_credentials", "scope", READ)
                .basic(agent, secret)
                .send();
    }

    private static Answer make(TestRealm realm, String things, Object... members) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            body.put((String) members[i], members[i + 1]);
        }
        return realm.admin("POST", "/gatehouse/" + things).json(body).send().expect(201);
    }
}
