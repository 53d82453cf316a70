package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Agents that act for people in a test realm, and how people let them. User tokens come through a client of their own, whose
 * client scope {@code for-agents} names the agents as audience.
 */
final class Delegates {
    static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    static final List<String> SCOPES = List.of("calendar.read", "mail.send", "orders.read");

    private static final String APP = "people-app";

    private final Gatehouse gatehouse;
    private final TestRealm realm;
    private final RealmCalls calls;

    Delegates(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        this.calls = new RealmCalls(gatehouse, realm);
    }

    RealmCalls calls() {
        return calls;
    }

    TestRealm realm() {
        return realm;
    }

    /** An active agent that acts for people; further members of the create as names and values. */
    TestAgent agent(Object... members) {
        List<Object> all = new ArrayList<>(List.of("name", "Delegate", "mode", "both", "scopes", SCOPES));
        all.addAll(Arrays.asList(members));
        RealmCalls.Agent made = calls.agent(all.toArray());
        return new TestAgent(realm, made.id(), made.secret());
    }

    /** Lets an agent act for a user as the master administrator; members in turn with values add to the body. */
    Answer grant(String agentId, String userId, Object... members) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("user_id", userId, "scopes", SCOPES));
        for (int i = 0; i < members.length; i += 2) {
            body.put((String) members[i], members[i + 1]);
        }
        return calls.admin("POST", "/agents/" + agentId + "/delegations")
                .json(body)
                .send();
    }

    /** The client through which people log in; its tokens are for these agents, and carry these further claims. */
    void app(List<String> audiences, Map<String, String> hardcodedClaims) {
        List<Map<String, Object>> mappers = new ArrayList<>();
        for (String audience : audiences) {
            mappers.add(mapper(
                    "for " + audience,
                    "oidc-audience-mapper",
                    Map.of("included.custom.audience", audience, "access.token.claim", "true")));
        }
        hardcodedClaims.forEach((claim, json) -> mappers.add(mapper(
                claim,
                "oidc-hardcoded-claim-mapper",
                Map.of(
                        "claim.name",
                        claim,
                        "claim.value",
                        json,
                        "jsonType.label",
                        "JSON",
                        "access.token.claim",
                        "true"))));
        Answer found = realm.admin("GET", "/clients?clientId=" + APP).send().expect(200);
        if (!found.json().isEmpty()) {
            realm.admin("DELETE", "/clients/" + found.json().path(0).path("id").asText())
                    .send()
                    .expect(204);
        }
        realm.admin("POST", "/clients")
                .json(Map.of(
                        "clientId",
                        APP,
                        "secret",
                        APP,
                        "directAccessGrantsEnabled",
                        true,
                        "fullScopeAllowed",
                        true,
                        "attributes",
                        Map.of("standard.token.exchange.enabled", "true"),
                        "protocolMappers",
                        mappers))
                .send()
                .expect(201);
    }

    /** As {@link #app(List, Map)} without further claims. */
    void app(TestAgent... agents) {
        app(Arrays.stream(agents).map(TestAgent::id).toList(), Map.of());
    }

    /** What a user gets who logs in there with the user name as password. */
    JsonNode login(String username) {
        return TestRealm.loggedIn(realm.token(
                                "grant_type", "password", "username", username, "password", username, "scope", "openid")
                        .basic(APP, APP))
                .json();
    }

    /** The access token of a user who logs in there. */
    String userToken(String username) {
        return login(username).path("access_token").asText();
    }

    /** A request of the app to the token endpoint. */
    Request asApp(String... form) {
        return realm.token(form).basic(APP, APP);
    }

    /** The app ends the login that a refresh token belongs to. */
    void logout(JsonNode login) {
        gatehouse
                .http()
                .post(realm.path("/protocol/openid-connect/logout"))
                .basic(APP, APP)
                .form("refresh_token", login.path("refresh_token").asText())
                .send()
                .expect(204);
    }

    /** An exchange by the agent; further parameters as names and values in turn. */
    static Request exchange(TestAgent agent, String subjectToken, String... parameters) {
        List<String> form = new ArrayList<>(
                List.of("grant_type", EXCHANGE, "subject_token", subjectToken, "subject_token_type", ACCESS_TOKEN));
        form.addAll(Arrays.asList(parameters));
        return agent.realm().token(form.toArray(String[]::new)).basic(agent.id(), agent.secret());
    }

    /** The token of an exchange that is granted. */
    static String exchanged(TestAgent agent, String subjectToken, String... parameters) {
        return exchange(agent, subjectToken, parameters).send().expect(200).text("access_token");
    }

    /** What a token says, unverified. */
    static JsonNode claims(String token) {
        return Jwt.parse(token).claims();
    }

    /** A client scope of the realm, its id. */
    String clientScope(String name) {
        Answer made = realm.admin("POST", "/client-scopes")
                .json(Map.of("name", name, "protocol", "openid-connect"))
                .send()
                .expect(201);
        String location = made.header("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** A user consents in the account console's API to client scopes, by their ids. */
    Answer consent(String userToken, String agentId, String... scopeIds) {
        return account("PUT", userToken, agentId)
                .json(Map.of(
                        "grantedScopes",
                        Arrays.stream(scopeIds).map(id -> Map.of("id", id)).toList()))
                .send()
                .expect(200);
    }

    /** A call to the consent of a user for an agent in the account console's API. */
    Request account(String method, String userToken, String agentId) {
        return gatehouse
                .http()
                .request(method, realm.path("/account/applications/" + agentId + "/consent"))
                .header("Accept", "application/json")
                .bearer(userToken);
    }

    private static Map<String, Object> mapper(String name, String type, Map<String, Object> config) {
        return Map.of("name", name, "protocol", "openid-connect", "protocolMapper", type, "config", config);
    }
}
