package io.gatehouse.testkit.run;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Http;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a small company would have in its realm: agents of people and of a team, keys, policies, requests that wait for a person,
 * a webhook whose receiver is down. Its policies name their agents, so that nothing else in the realm is bound by them.
 */
public final class DemoData {
    private static final String REALM = "/realms/demo";
    private static final String ADMIN = "/admin/realms/demo";
    private static final String GATEHOUSE = ADMIN + "/gatehouse";
    private static final String READ = "calendar.read";
    private static final String WRITE = "calendar.write";

    /** Nobody listens at the discard port. */
    private static final String NO_RECEIVER = "http://127.0.0.1:9/gatehouse";

    private final Http http;
    private final String token;

    /** @param token of somebody who manages the realm and may act for its people */
    public DemoData(Http http, String token) {
        this.http = http;
        this.token = token;
    }

    /** Adds all of it. Fails with the server's first refusal. */
    public void add() {
        Map<String, Object> alice = owner("alice");
        Map<String, Object> bob = owner("bob");
        Answer assistant =
                agent("Calendar assistant", "Finds free slots and books meetings", alice, List.of(READ, WRITE));
        Answer release = agent("Release bot", "Puts releases into the team calendar", bob, List.of(READ, WRITE));
        Answer reader = agent("Invoice reader", "Reads due dates of invoices", "Finance team", List.of(READ));
        Answer importer = agent("Old importer", "Imported the former calendar", "Platform team", List.of(READ));

        apiKey("calendar-prod-read", alice, List.of(READ), 90);
        apiKey("calendar-staging-write", bob, List.of(READ, WRITE), 5);
        apiKey("reports-prod-read", bob, List.of(READ), 30);

        policies(assistant.text("id"), release.text("id"));
        post(
                        "/webhooks",
                        body(
                                "url",
                                NO_RECEIVER,
                                "description",
                                "A receiver that is down",
                                "events",
                                List.of("approval.*")))
                .expect(201);

        for (Answer agent : List.of(assistant, release, reader)) {
            ask(agent, READ);
            ask(agent, READ);
        }
        ask(assistant, WRITE);
        ask(release, WRITE);
        post("/agents/" + reader.text("id") + "/pause", Map.of()).expect(200);
        post("/agents/" + importer.text("id") + "/revoke", Map.of()).expect(200);
    }

    private void policies(String assistant, String release) {
        post(
                        "/policies",
                        body(
                                "name", "Bookings need their owner",
                                "description", "Writing to a calendar waits until the agent's owner has said yes",
                                "rules",
                                        List.of(Map.of(
                                                "id", "ask-the-owner",
                                                "effect", "require_approval",
                                                "when", Map.of("agent", assistant, "scope", WRITE),
                                                "approval",
                                                        Map.of(
                                                                "approvers",
                                                                List.of("owner"),
                                                                "expires_seconds",
                                                                604_800),
                                                "message", "Look whether you want this meeting."))))
                .expect(201);
        post(
                        "/policies",
                        body(
                                "name",
                                "Releases need an administrator",
                                "rules",
                                List.of(Map.of(
                                        "id",
                                        "ask-an-administrator",
                                        "effect",
                                        "require_approval",
                                        "when",
                                        Map.of("agent", release, "scope", WRITE),
                                        "approval",
                                        Map.of("expires_seconds", 604_800)))))
                .expect(201);
        post(
                        "/policies",
                        body(
                                "name", "No releases at the weekend",
                                "description", "Watched only: its shadow report says what it would have stopped",
                                "mode", "shadow",
                                "rules",
                                        List.of(Map.of(
                                                "id", "weekend",
                                                "effect", "deny",
                                                "when",
                                                        Map.of(
                                                                "agent",
                                                                release,
                                                                "time",
                                                                Map.of(
                                                                        "days",
                                                                        List.of("sat", "sun"),
                                                                        "zone",
                                                                        "Europe/Berlin"))))))
                .expect(201);
    }

    private Answer agent(String name, String description, Object owner, List<String> scopes) {
        return post(
                        "/agents",
                        body(
                                "name", name,
                                "description", description,
                                "owner", owner,
                                "scopes", scopes,
                                "audiences", List.of("demo-api"),
                                "credential", "secret"))
                .expect(201);
    }

    private void apiKey(String name, Object owner, List<String> scopes, int days) {
        post("/api-keys", body("name", name, "owner", owner, "scopes", scopes, "expires_in_days", days))
                .expect(201);
    }

    /** Asks for a token as the agent itself; what becomes of it is a matter of the policies. */
    private void ask(Answer agent, String scope) {
        http.post(REALM + "/protocol/openid-connect/token")
                .form(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        agent.text("id"),
                        "client_secret",
                        agent.text("secret_key"),
                        "scope",
                        scope,
                        "intent",
                        scope.equals(WRITE) ? "Book a room for Thursday, 10:00" : "Look for free slots")
                .send();
    }

    private Map<String, Object> owner(String username) {
        Answer users = http.get(ADMIN + "/users?exact=true&username=" + username)
                .bearer(token)
                .send()
                .expect(200);
        return Map.of("type", "user", "id", users.json().path(0).path("id").asText());
    }

    private Answer post(String path, Map<String, Object> body) {
        return http.post(GATEHOUSE + path).bearer(token).json(body).send();
    }

    /** Names and values in turn. */
    private static Map<String, Object> body(Object... members) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            body.put((String) members[i], members[i + 1]);
        }
        return body;
    }
}
