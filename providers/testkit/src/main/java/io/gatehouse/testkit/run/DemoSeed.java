package io.gatehouse.testkit.run;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Http;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts an agent, an API key and a small company's data into the demo realm over the public HTTP contract, once. */
final class DemoSeed {
    /** What the agent and the key may do in the demo. */
    static final String SCOPE = "calendar.read";

    private static final String REALM = "/realms/demo";
    private static final String ADMIN = "/admin/realms/demo/gatehouse";

    private final Http http;
    private final SeedFile file;

    DemoSeed(String baseUrl, SeedFile file) {
        this.http = new Http(baseUrl);
        this.file = file;
    }

    /** The seed of an earlier run if it still works, otherwise a new one. Fails with the server's answer. */
    Seed ensure() {
        Optional<Seed> kept = file.read().filter(this::works);
        if (kept.isPresent()) {
            return kept.get();
        }
        String token = adminToken();
        Answer agent = create(
                token,
                "/agents",
                Map.of(
                        "name",
                        "Demo agent",
                        "owner",
                        "Demo team",
                        "scopes",
                        List.of(SCOPE),
                        // Its only audience is the target of its tokens, also where the realm requires one.
                        "audiences",
                        List.of("demo-api"),
                        "credential",
                        "secret"));
        // The key may verify keys, so that the demo needs no second credential to show a verification.
        Answer key =
                create(token, "/api-keys", Map.of("name", "Demo key", "scopes", List.of(SCOPE, "api-keys:verify")));
        Seed made = new Seed(agent.text("id"), agent.text("secret_key"), key.text("id"), key.text("key"));
        if (!works(made)) {
            throw new AssertionError("The server made " + made + " but does not accept it");
        }
        new DemoData(http, token).add();
        Themes.useForMaster(http, token);
        file.write(made);
        return made;
    }

    private boolean works(Seed seed) {
        Answer token = http.post(REALM + "/protocol/openid-connect/token")
                .form(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        seed.agentId(),
                        "client_secret",
                        seed.agentSecret(),
                        "scope",
                        SCOPE)
                .send();
        Answer key = http.post(REALM + "/gatehouse/v1/api-keys/verify")
                .header("X-API-Key", seed.key())
                .json(Map.of("key", seed.key()))
                .send();
        return token.status() == 200
                && key.status() == 200
                && key.json().path("valid").asBoolean();
    }

    private Answer create(String token, String path, Map<String, Object> body) {
        return http.post(ADMIN + path).bearer(token).json(body).send().expect(201);
    }

    private String adminToken() {
        return http.post("/realms/master/protocol/openid-connect/token")
                .form("grant_type", "password", "client_id", "admin-cli", "username", "admin", "password", "admin")
                .send()
                .expect(200)
                .text("access_token");
    }
}
