package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Http;
import io.gatehouse.testkit.http.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One realm of a server, with what tests do to it through stock Keycloak. Ask for it as a parameter to get a new realm
 * for the test class, which is deleted after the class.
 */
public final class TestRealm implements AutoCloseable {
    private static final Duration COUNTED = Duration.ofSeconds(20);
    private static final String REFUSED = "Invalid user credentials";

    private final Gatehouse gatehouse;
    private final String name;

    TestRealm(Gatehouse gatehouse, String name) {
        this.gatehouse = gatehouse;
        this.name = name;
    }

    public String name() {
        return name;
    }

    public String issuer() {
        return gatehouse.baseUrl() + "/realms/" + name;
    }

    /** The path of something below the realm, such as {@code /gatehouse/v1/me}. */
    public String path(String below) {
        return "/realms/" + name + below;
    }

    /** The path of something below the realm's administration, such as {@code /gatehouse/agents}. */
    public String adminPath(String below) {
        return "/admin/realms/" + name + below;
    }

    /** A request to the token endpoint; names and values in turn. */
    public Request token(String... form) {
        return http().post(path("/protocol/openid-connect/token")).form(form);
    }

    /** An access token of a user whose password is the user name, through the client demo-app. */
    public String userToken(String username, String scope) {
        Request login = token("grant_type", "password", "username", username, "password", username, "scope", scope)
                .basic("demo-app", "demo-app-secret");
        return loggedIn(login).text("access_token");
    }

    /** What a login with the right password answers: Keycloak refuses it for as long as it still counts the user's last one. */
    static Answer loggedIn(Request login) {
        return Eventually.value(COUNTED, "the login before is counted", () -> Optional.of(login.send())
                        .filter(answer ->
                                answer.status() != 400 || !answer.body().contains(REFUSED)))
                .expect(200);
    }

    /** Guesses a user's password until the realm's brute-force protection has had enough; guesses at one moment count as one. */
    void lockOut(String username) {
        String user = userId(username);
        Eventually.holds(COUNTED, username + " is locked out", () -> {
            token("grant_type", "password", "username", username, "password", "wrong")
                    .basic("demo-app", "demo-app-secret")
                    .send()
                    .expect(400, 401);
            return admin("GET", "/attack-detection/brute-force/users/" + user)
                    .send()
                    .expect(200)
                    .json()
                    .path("disabled")
                    .asBoolean();
        });
    }

    /** An access token of the demo resource server's service account. */
    public String serviceAccountToken(String scope) {
        return token("grant_type", "client_credentials", "scope", scope)
                .basic("demo-api", "demo-api-secret")
                .send()
                .expect(200)
                .text("access_token");
    }

    /** Creates a user who can log in with the user name as password; the user's id. */
    public String createUser(String username) {
        return created(Map.of(
                "username",
                username,
                "enabled",
                true,
                "email",
                username + "@demo.example",
                "emailVerified",
                true,
                "firstName",
                username,
                "lastName",
                "Test",
                "credentials",
                List.of(Map.of("type", "password", "value", username, "temporary", false))));
    }

    /** The id of a user. */
    public String userId(String username) {
        return admin("GET", "/users?exact=true&username=" + username)
                .send()
                .expect(200)
                .json()
                .path(0)
                .path("id")
                .asText();
    }

    /** Gives a user a role of the client realm-management, such as {@code manage-agents}. */
    public void grant(String userId, String role) {
        String client = admin("GET", "/clients?clientId=realm-management")
                .send()
                .expect(200)
                .json()
                .path(0)
                .path("id")
                .asText();
        JsonNode found = admin("GET", "/clients/" + client + "/roles/" + role)
                .send()
                .expect(200)
                .json();
        admin("POST", "/users/" + userId + "/role-mappings/clients/" + client)
                .json(List.of(found))
                .send()
                .expect(204);
    }

    /** The realm's public keys as it publishes them. */
    public JsonNode certificates() {
        return http().get(path("/protocol/openid-connect/certs"))
                .send()
                .expect(200)
                .json()
                .path("keys");
    }

    /** A request to the realm's administration by the master administrator. */
    public Request admin(String method, String below) {
        return http().request(method, adminPath(below)).bearer(gatehouse.adminToken());
    }

    /** Deletes the realm with everything in it. */
    @Override
    public void close() {
        SecretWatch.RUN.beforeRealmIsGone(gatehouse);
        admin("DELETE", "").send().expect(204, 404);
    }

    private String created(Map<String, Object> user) {
        Answer answer = admin("POST", "/users").json(user).send().expect(201);
        String location = answer.header("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private Http http() {
        return gatehouse.http();
    }
}
