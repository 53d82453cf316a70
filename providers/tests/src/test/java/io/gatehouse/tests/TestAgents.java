package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import io.gatehouse.testkit.http.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The agents of a test realm, made and changed through the API by the master administrator. */
final class TestAgents {
    private final Gatehouse gatehouse;
    private final TestRealm realm;

    TestAgents(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
    }

    /** What every create needs, and the scopes calendar.read and mail.send; further members as names and values. */
    static Map<String, Object> body(Object... members) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of(
                "name", "Calendar bot", "owner", "Team Calendar", "scopes", List.of("calendar.read", "mail.send")));
        for (int i = 0; i < members.length; i += 2) {
            body.put(members[i].toString(), members[i + 1]);
        }
        return body;
    }

    /** An active agent with a secret; further members of the create as names and values. */
    TestAgent withSecret(Object... members) {
        JsonNode made = create(body(members));
        return new TestAgent(
                realm, made.path("id").asText(), made.path("secret_key").asText());
    }

    /** An active agent that proves itself by this key pair's private half. */
    TestAgent withKey(JWK pair, Object... members) {
        Map<String, Object> body = body(members);
        body.put("credential", "public_key");
        body.put("jwks", Map.of("keys", List.of(pair.toPublicJWK().toJSONObject())));
        return new TestAgent(realm, create(body).path("id").asText(), "");
    }

    /** Creates an agent as the administrator; the answer. */
    JsonNode create(Map<String, Object> body) {
        return as(gatehouse.adminToken(), "POST", "")
                .json(body)
                .send()
                .expect(201)
                .json();
    }

    /** The agent as it is shown. */
    JsonNode get(String id) {
        return admin("GET", "/" + id).send().expect(200).json();
    }

    /** Pauses, resumes or revokes an agent; the answer. */
    JsonNode act(String id, String what) {
        return admin("POST", "/" + id + "/" + what).send().expect(200).json();
    }

    /** A request below the realm's agents by the administrator. */
    Request admin(String method, String below) {
        return as(gatehouse.adminToken(), method, below);
    }

    /** A request below the realm's agents at the administration's root. */
    private Request as(String token, String method, String below) {
        return gatehouse
                .http()
                .request(method, realm.adminPath("/gatehouse/agents" + below))
                .bearer(token);
    }

    /** A request below the realm's agents at the root for programs and people. */
    Request person(String token, String method, String below) {
        return gatehouse
                .http()
                .request(method, realm.path("/gatehouse/v1/agents" + below))
                .bearer(token);
    }

    /** Whether the realm says that the token is valid, to an anonymous caller. */
    boolean isValid(String token) {
        return gatehouse
                .http()
                .post(realm.path("/gatehouse/v1/tokens/verify"))
                .json(Map.of("token", token))
                .send()
                .expect(200)
                .json()
                .path("valid")
                .asBoolean();
    }

    /** Those of the tokens that the realm says are valid. */
    List<String> validOf(List<String> tokens) {
        if (tokens.isEmpty()) {
            return List.of();
        }
        JsonNode results = gatehouse
                .http()
                .post(realm.path("/gatehouse/v1/tokens/verify-batch"))
                .json(Map.of("tokens", tokens))
                .send()
                .expect(200)
                .json()
                .path("results");
        List<String> valid = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (results.path(i).path("valid").asBoolean()) {
                valid.add(tokens.get(i));
            }
        }
        return valid;
    }
}
