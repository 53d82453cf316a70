package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls Gatehouse's API of one realm, and makes through it the agents, keys and tokens that tests need. */
record RealmCalls(Gatehouse gatehouse, TestRealm realm) {
    /** What agents of tests may do. */
    static final List<String> SCOPES = List.of("orders.read", "orders.write");

    /** An agent with its secret. */
    record Agent(String id, String secret) {}

    /** An API key with its text. */
    record ApiKey(String id, String text) {}

    /** A request to the root for programs and people, without a credential. */
    Request v1(String method, String below) {
        return gatehouse.http().request(method, realm.path("/gatehouse/v1" + below));
    }

    /** A request to the administrators' root by the master administrator. */
    Request admin(String method, String below) {
        return realm.admin(method, "/gatehouse" + below);
    }

    /** A new active agent of a team with the scopes {@link #SCOPES}; members in turn with values replace and add. */
    Agent agent(Object... members) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("name", "Agent", "owner", "Team", "scopes", SCOPES));
        put(body, members);
        Answer made = admin("POST", "/agents").json(body).send().expect(201);
        return new Agent(made.text("id"), made.json().path("secret_key").asText());
    }

    /** A new key of the realm itself with these scopes. */
    ApiKey key(String... scopes) {
        Answer made = admin("POST", "/api-keys")
                .json(Map.of("name", "Key", "scopes", List.of(scopes)))
                .send()
                .expect(201);
        return new ApiKey(made.text("id"), made.text("key"));
    }

    /** The body that asks for a token with the first scope; members in turn with values replace and add. */
    static Map<String, Object> asking(String agentId, Object... members) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("agent_id", agentId);
        body.put("scope", List.of(SCOPES.get(0)));
        put(body, members);
        return body;
    }

    /** Asks for a token as the master administrator. */
    Answer issue(String agentId, Object... members) {
        return admin("POST", "/tokens").json(asking(agentId, members)).send();
    }

    /** A token for any target. */
    String token(String agentId, Object... members) {
        return issue(agentId, members).expect(201).text("token");
    }

    /** Deletes every policy of the realm. */
    void deletePolicies() {
        for (String id : KeyRealm.ids(admin("GET", "/policies?limit=100").send())) {
            admin("DELETE", "/policies/" + id).send().expect(204);
        }
    }

    /** What an anonymous caller is told of a token. */
    JsonNode verify(String token, Object... members) {
        return verify(v1("POST", "/tokens/verify"), token, members);
    }

    /** What an administrator is told of a token. */
    JsonNode verifyAsAdmin(String token, Object... members) {
        return verify(admin("POST", "/tokens/verify"), token, members);
    }

    /** Whether an anonymous caller is told that the token is valid. */
    boolean isValid(String token) {
        return verify(token).path("valid").asBoolean();
    }

    private static JsonNode verify(Request request, String token, Object... members) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("token", token);
        put(body, members);
        return request.json(body).send().expect(200).json();
    }

    private static void put(Map<String, Object> body, Object... members) {
        for (int i = 0; i < members.length; i += 2) {
            body.put((String) members[i], members[i + 1]);
        }
    }
}
