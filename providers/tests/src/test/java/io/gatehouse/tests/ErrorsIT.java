package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import io.gatehouse.tests.BadInputs.BadInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the answer is the documented refusal in the one shape of RFC 9457, and never a fault of the server. Long by its tables. */
@ExtendWith(GatehouseExtension.class)
class ErrorsIT {
    private static final String NAMED = "{\"name\":\"k\"%s}";

    private Gatehouse gatehouse;
    private KeyRealm keys;
    private String person = "";
    private String guest = "";

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
    }

    @Test
    void everyOperationRefusesBadInputAsDocumentedAndChangesNothing() throws IOException {
        String key = keys.key().text("id");
        String agent = keys.admin("POST", "/agents")
                .json(body("name", "a", "owner", "team"))
                .send()
                .expect(201)
                .text("id");
        List<BadInput> inputs = new BadInputs(
                        new ObjectMapper().readTree(Built.openApi().toFile()),
                        Map.ofEntries(
                                Map.entry("api-keys", key),
                                Map.entry("agents", agent),
                                Map.entry("agent-blueprints", blueprint()),
                                Map.entry("me", "01890000-0000-7000-8000-000000000000"),
                                Map.entry("webhooks", webhook()),
                                Map.entry("domains", domain()),
                                Map.entry("policies", policy()),
                                Map.entry("approvals", approval()),
                                Map.entry("seq", "0"),
                                Map.entry("number", "0"),
                                Map.entry("plans", "free"),
                                Map.entry("organizations", keys.organization()),
                                Map.entry("delivery", UUID.randomUUID().toString())))
                .all();
        assertThat(inputs).hasSizeGreaterThan(200);
        List<JsonNode> before = state(key, agent);
        person = keys.token(keys.person().username());
        guest = keys.v1("POST", "/auth/anonymous")
                .json(body("scope", "gatehouse"))
                .send()
                .expect(200)
                .text("access_token");

        List<String> faults = new ArrayList<>();
        for (BadInput input : inputs) {
            try {
                Answer answer = send(input);
                if (!input.statuses().contains(answer.status())) {
                    faults.add(
                            input + " -> " + answer.status() + " instead of " + input.statuses() + " " + answer.body());
                } else {
                    assertProblem(answer);
                }
            } catch (AssertionError e) {
                faults.add(input + " -> " + e.getMessage());
            }
        }

        assertThat(faults).as("%d bad inputs", inputs.size()).isEmpty();
        assertThat(state(key, agent)).isEqualTo(before);
    }

    /** One that is told of nothing that happens here. */
    private String webhook() {
        return keys.admin("POST", "/webhooks")
                .json(body("url", "http://127.0.0.1:9/", "events", List.of("webhook.disabled")))
                .send()
                .expect(201)
                .text("id");
    }

    private String blueprint() {
        return keys.admin("POST", "/agent-blueprints")
                .json(body("name", "b"))
                .send()
                .expect(201)
                .text("id");
    }

    private String domain() {
        return new DomainCalls(new RealmCalls(gatehouse, keys.realm())).add().id();
    }

    private String policy() {
        return keys.admin("POST", "/policies")
                .json(body("name", "P", "is_active", false, "rules", List.of()))
                .send()
                .expect(201)
                .text("id");
    }

    /** What waits for a person, whose rule is gone again. */
    private String approval() {
        ApprovalCalls approvals = new ApprovalCalls(new RealmCalls(gatehouse, keys.realm()));
        String policy = approvals.policy(Map.of());
        String id = approvals.asked(approvals.agent()).id();
        keys.admin("DELETE", "/policies/" + policy).send().expect(204);
        return id;
    }

    private Answer send(BadInput input) {
        Request request = request(input.method(), input.path());
        if (input.type() != null && input.body() != null) {
            request.body(input.type(), input.body());
        }
        return request.send();
    }

    /** By an administrator who may do everything, but for what people do for themselves. */
    private Request request(String method, String path) {
        if (path.startsWith("/auth/link-anonymous")) {
            return keys.v1(method, path).bearer(guest);
        }
        boolean isOwn = path.startsWith("/me") && !path.startsWith("/me/delegations");
        return isOwn ? keys.v1(method, path).bearer(person) : keys.admin(method, path);
    }

    private List<JsonNode> state(String key, String agent) {
        List<JsonNode> state = new ArrayList<>();
        for (String path : List.of(
                "/api-keys?offset=0",
                "/agents?offset=0",
                "/webhooks?offset=0",
                "/policies?offset=0",
                "/api-keys/" + key,
                "/agents/" + agent,
                "/settings")) {
            state.add(keys.admin("GET", path).send().expect(200).json());
        }
        return state;
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, 404",
        "POST, /nowhere, 404",
        "PUT, /nowhere/else, 404",
        "PATCH, /nowhere, 404",
        "DELETE, /nowhere, 404",
        "GET, '', 404",
        "PUT, /api-keys, 405",
        "DELETE, /api-keys, 404",
        "POST, /settings, 405",
        "DELETE, /settings, 405",
        "GET, /api-keys/verify, 404",
        "GET, /tokens, 405",
        "GET, /tokens/verify, 405",
        "PUT, /agents/agent_000000000000, 405",
        "GET, /agents/agent_000000000000/pause, 404",
        "TRACE, /api-keys, 405"
    })
    void pathOrMethodThatIsNotThereIsAProblem(String method, String path, int status) {
        Answer answer = gatehouse
                .outsideContract()
                .request(method, keys.realm().adminPath("/gatehouse" + path))
                .bearer(gatehouse.adminToken())
                .send();

        assertThat(answer.status()).isEqualTo(status);
        assertProblem(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api-keys/%2e%2e/settings", "/api-keys/a;b=c", "/api-keys?search=%00", "/api-keys//x"})
    void whatKeycloakItselfRefusesNeverReachesTheApi(String path) {
        Answer answer = gatehouse
                .outsideContract()
                .get(keys.realm().adminPath("/gatehouse" + path))
                .bearer(gatehouse.adminToken())
                .send();

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void unauthorizedIsAProblemWithAChallenge() {
        for (String path : List.of("/api-keys", "/agents", "/settings", "/api-keys/x")) {
            Answer answer = keys.v1("GET", path).send().expect(401);
            assertProblem(answer);
            assertThat(answer.header("WWW-Authenticate")).hasValueSatisfying(challenge -> assertThat(challenge)
                    .startsWith("Bearer resource_metadata=\"http"));
        }
    }

    @Test
    void administratorsRootChallengesToo() {
        Answer answer = gatehouse
                .http()
                .get(keys.realm().adminPath("/gatehouse/agents"))
                .send()
                .expect(401);

        assertProblem(answer);
        assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer");
        assertThat(answer.text("detail")).contains("administrator");
    }

    @Test
    void unknownQueryParameterIsAnsweredWithTheKnownOnesAndNotRepeated() {
        Answer answer = gatehouse
                .outsideContract()
                .get(keys.realm().adminPath("/gatehouse/agents?statu=active"))
                .bearer(gatehouse.adminToken())
                .send()
                .expect(400);

        assertThat(answer.text("detail"))
                .contains("cursor, ")
                .contains("status")
                .doesNotContain("statu ");
    }

    @Test
    void forbiddenNamesTheScopeThatWouldDo() {
        Answer answer = keys.v1("GET", "/settings")
                .bearer(keys.token(keys.person().username()))
                .send()
                .expect(403);

        assertProblem(answer);
        assertThat(answer.text("required_scope")).isEqualTo("gatehouse:*");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31})
    void bodyOf32LevelsIsRead(int arrays) {
        String metadata = ",\"metadata\":{\"a\":" + "[".repeat(arrays - 1) + "1" + "]".repeat(arrays - 1) + "}";

        createRaw(NAMED.formatted(metadata)).expect(201);
    }

    @Test
    void bodyOf33LevelsIsNot() {
        String metadata = ",\"metadata\":{\"a\":" + "[".repeat(31) + "1" + "]".repeat(31) + "}";

        assertThat(createRaw(NAMED.formatted(metadata)).expect(400).text("code"))
                .isEqualTo("invalid_json");
    }

    @Test
    void bodyAtItsLimitIsReadAndOneByteMoreIsNot() {
        int limit = 65_536;
        String key = keys.realm().serviceAccountToken("gatehouse");

        assertThat(verifyRaw(key, BadInputs.padded(limit)).status()).isEqualTo(422);
        assertThat(verifyRaw(key, BadInputs.padded(limit + 1)).status()).isEqualTo(413);
        assertThat(verifyRaw(key, new byte[2_000_000]).status()).isEqualTo(413);
    }

    @Test
    void compressedBodyIsNotRead() {
        Answer answer = keys.admin("POST", "/api-keys")
                .header("Content-Encoding", "gzip")
                .body("application/json", BadInputs.gzip(NAMED.formatted("").getBytes(StandardCharsets.UTF_8)))
                .send();

        assertThat(answer.status()).isIn(400, 415);
        assertProblem(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=UTF-8",
                "APPLICATION/JSON",
                "application/json;x=\"y\""
            })
    void jsonIsReadUnderEveryNameItHas(String type) {
        keys.admin("POST", "/api-keys").body(type, NAMED.formatted("")).send().expect(201);
    }

    @Test
    void queryThatIsNotEncodedWellIsRefused() {
        for (String query :
                List.of("search=%", "search=%zz", "search=%e4", "search=%ED%A0%80", "%=1", "=1", "&&", "limit")) {
            int status = rawStatus(keys.realm().adminPath("/gatehouse/api-keys?" + query));
            assertThat(status).as(query).isBetween(200, 499);
        }
    }

    private int rawStatus(String pathAndQuery) {
        URI base = URI.create(gatehouse.baseUrl());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            String request = "GET " + pathAndQuery + " HTTP/1.1\r\nHost: " + base.getAuthority()
                    + "\r\nAuthorization: Bearer " + gatehouse.adminToken() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "01a201da-7b97-7c3e-8f2d-a71dcabda160", "A-b_c.9"})
    void wellFormedRequestIdIsEchoed(String id) {
        Answer ok =
                keys.admin("GET", "/api-keys").header("X-Request-ID", id).send().expect(200);
        Answer refused = keys.admin("GET", "/api-keys/x")
                .header("X-Request-ID", id)
                .send()
                .expect(404);

        assertThat(ok.header("X-Request-ID")).hasValue(id);
        assertThat(refused.header("X-Request-ID")).hasValue(id);
        assertThat(refused.text("request_id")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "a/b", "${jndi:x}", "<b>", "x{65}"})
    void otherRequestIdIsReplaced(String id) {
        String sent = id.equals("x{65}") ? "x".repeat(65) : id;

        Answer answer = keys.admin("GET", "/api-keys/x")
                .header("X-Request-ID", sent)
                .send()
                .expect(404);

        String given = answer.header("X-Request-ID").orElseThrow();
        assertThat(UUID.fromString(given)).isNotNull();
        assertThat(answer.text("request_id")).isEqualTo(given);
    }

    private Answer createRaw(String text) {
        return keys.admin("POST", "/api-keys").body("application/json", text).send();
    }

    private Answer verifyRaw(String token, byte[] content) {
        return keys.v1("POST", "/api-keys/verify")
                .bearer(token)
                .body("application/json", content)
                .send();
    }

    private static void assertProblem(Answer answer) {
        assertThat(answer.mediaType()).as(answer.request()).isEqualTo("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.path("status").asInt()).isEqualTo(answer.status());
        for (String member : List.of("type", "title", "detail", "instance", "code", "request_id")) {
            assertThat(problem.path(member).isTextual())
                    .as(member + " of " + answer.body())
                    .isTrue();
        }
        assertThat(problem.path("title").asText()).as("the status in words").isNotEqualTo("Error");
        assertThat(answer.header("X-Request-ID"))
                .hasValue(problem.path("request_id").asText());
        assertThat(answer.body()).doesNotContain("Exception", "io.gatehouse", "org.keycloak", "jackson");
    }
}
