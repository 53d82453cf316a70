package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The blueprints of a test realm, by the master administrator. */
record Blueprints(TestRealm realm, TestAgents agents) {
    /** A request below the blueprints. */
    Request admin(String method, String below) {
        return realm.admin(method, "/gatehouse/agent-blueprints" + below);
    }

    /** A new blueprint with calendar.read and mail.send; further members as names and values. */
    JsonNode create(@Nullable Object... members) {
        Map<String, Object> body =
                new LinkedHashMap<>(Map.of("name", "Calendar bots", "scopes", List.of("calendar.read", "mail.send")));
        body.putAll(KeyRealm.body(members));
        return admin("POST", "").json(body).send().expect(201).json();
    }

    /** The id of a new one. */
    String id(@Nullable Object... members) {
        return create(members).path("id").asText();
    }

    /** The blueprint after a change. */
    JsonNode patch(String id, @Nullable Object... members) {
        return admin("PATCH", "/" + id)
                .json(KeyRealm.body(members))
                .send()
                .expect(200)
                .json();
    }

    /** A new agent of a blueprint with no more than it needs; further members as names and values. */
    JsonNode agent(String id, @Nullable Object... members) {
        Map<String, Object> body = KeyRealm.body("name", "Bot", "owner", "Team Calendar", "blueprint_id", id);
        body.putAll(KeyRealm.body(members));
        return agents.create(body);
    }

    /** The same with a secret that it can be used by. */
    TestAgent withSecret(String id, @Nullable Object... members) {
        JsonNode made = agent(id, members);
        return new TestAgent(
                realm, made.path("id").asText(), made.path("secret_key").asText());
    }

    /** The newest event of a type about one blueprint, once the log has it. */
    JsonNode event(AuditCalls audit, String type, String id) {
        return Eventually.value(Duration.ofSeconds(10), type + " of " + id, () -> audit.items("?type=" + type).stream()
                .filter(event -> event.at("/target/id").asText().equals(id))
                .findFirst());
    }
}
