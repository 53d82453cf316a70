package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.testkit.Ports;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The example of a service in Python verifies tokens of a real realm offline, and its page's commands do what they say. */
@Tag("postgresql") // once is enough: it is not about the database
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PythonExampleIT {
    private static final String README = "../examples/python/README.md";

    /** The service of this test keeps a status list for a second. */
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(5);

    private RealmCalls calls;
    private String agent;
    private PythonService service;

    @BeforeAll
    void start(Gatehouse gatehouse, TestRealm realm) {
        PythonService.requirePython();
        calls = new RealmCalls(gatehouse, realm);
        agent = calls.agent().id();
        service = PythonService.start(realm.issuer());
    }

    @AfterAll
    void stop() {
        if (service != null) {
            service.close();
        }
    }

    private String token(Object... members) {
        Object[] all = Stream.concat(Stream.of("target_service", service.address()), Stream.of(members))
                .toArray();
        return calls.token(agent, all);
    }

    private int orders(String token) {
        return service.status("GET", "/orders", token);
    }

    /** Among them what a real realm never publishes: lists that are forged, cut off, too long. */
    @Test
    void testsOfTheExamplePass() {
        PythonService.runOwnTests();
    }

    @Test
    void goodTokenPassesAndAMissingScopeIsNamed() {
        String token = token("scope", List.of("orders.read"));

        assertThat(service.answer("GET", "/orders", "Authorization: Bearer " + token))
                .contains(" 200 ")
                .contains("Lamp");
        assertThat(service.answer("DELETE", "/orders/1", "Authorization: Bearer " + token))
                .contains(" 403 ")
                .contains("WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"orders.write\"");
        assertThat(service.status("DELETE", "/orders/1", token("scope", RealmCalls.SCOPES)))
                .isEqualTo(200);
    }

    @Test
    void revokedTokenAndPausedAgentAreRefusedAndOthersAreNot() {
        String kept = token();
        String revoked = token();
        String paused = calls.agent().id();
        String ofPaused = calls.token(paused, "target_service", service.address());
        assertThat(List.of(orders(kept), orders(revoked), orders(ofPaused))).containsOnly(200);

        calls.admin("POST", "/tokens/revoke")
                .json(Map.of("token", revoked))
                .send()
                .expect(200);
        calls.admin("POST", "/agents/" + paused + "/pause").send().expect(200);

        Eventually.holds(SEEN_WITHIN, "the revoked token is refused", () -> orders(revoked) == 401);
        Eventually.holds(SEEN_WITHIN, "the paused agent's token is refused", () -> orders(ofPaused) == 401);
        assertThat(orders(kept)).isEqualTo(200);
    }

    @Test
    void tokenForAnotherServiceOrNoneInParticularIsRefused() {
        assertThat(orders(calls.token(agent))).isEqualTo(401);
        assertThat(orders(calls.token(agent, "target_service", "https://other.example")))
                .isEqualTo(401);
        assertThat(orders(calls.token(agent, "target_service", service.address() + "/")))
                .isEqualTo(401);
    }

    @Test
    void tokenOfAnotherRealmIsRefused() {
        RealmCalls elsewhere =
                new RealmCalls(calls.gatehouse(), calls.gatehouse().realm("demo"));

        assertThat(orders(elsewhere.token(elsewhere.agent().id(), "target_service", service.address())))
                .isEqualTo(401);
    }

    @Test
    void tokenIsRefusedOnceItIsExpired() {
        String brief = token("ttl", 2);

        Eventually.holds(SEEN_WITHIN, "the token is over", () -> orders(brief) == 401);
    }

    @Test
    void tokenThatIsBoundToAKeyIsRefused() {
        RealmCalls.Agent bound = calls.agent();
        String token = calls.realm()
                .token(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        bound.id(),
                        "client_secret",
                        bound.secret(),
                        "resource",
                        service.address())
                .header("DPoP", SigningKey.p256().dpopProof(calls.realm().issuer() + "/protocol/openid-connect/token"))
                .send()
                .expect(200)
                .text("access_token");

        assertThat(orders(token)).isEqualTo(401);
    }

    Stream<Arguments> forgeries() {
        String genuine = token();
        String kid = Jwt.parse(genuine).header().path("kid").asText();
        String publicKey = "";
        String otherKeyId = "";
        for (JsonNode key : calls.realm().certificates()) {
            publicKey = key.path("kid").asText().equals(kid) ? key.path("x").asText() : publicKey;
            otherKeyId =
                    key.path("kty").asText().equals("RSA") ? key.path("kid").asText() : otherKeyId;
        }
        return ForgedTokens.of(genuine, publicKey, otherKeyId).entrySet().stream()
                .map(forged -> Arguments.of(forged.getKey(), forged.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void forgedTokenIsRefused(String what, String token) {
        assertThat(orders(token)).as(what).isEqualTo(401);
    }

    @Test
    void nobodyPassesWithoutAToken() {
        assertThat(service.answer("GET", "/orders")).contains(" 401 ").contains("WWW-Authenticate: Bearer\n");
        assertThat(service.answer("GET", "/orders", "Authorization: Basic eDp5"))
                .contains(" 401 ");
        assertThat(service.answer("GET", "/orders", "Authorization: Bearer " + token(), "Authorization: Bearer x"))
                .contains(" 401 ");
    }

    @Test
    void nobodyPassesWhileTheRealmIsAway() {
        try (PythonService alone = PythonService.start("http://127.0.0.1:" + Ports.freePort() + "/realms/demo")) {
            assertThat(alone.answer("GET", "/orders", "Authorization: Bearer " + token()))
                    .contains(" 503 ")
                    .contains("Retry-After: 1\n");
        }
    }

    /** The commands of the page as they stand there, but for the addresses of this test. */
    @Test
    void commandsOfThePageCallTheServiceAndTakeTheTokenBack() throws Exception {
        List<String> blocks = Guide.blocks(README, "sh");
        String names = Guide.blocks("../../README.md", "sh").stream()
                .filter(block -> block.startsWith("KC="))
                .findFirst()
                .orElseThrow()
                .lines()
                .limit(2)
                .collect(Collectors.joining("\n", "", "\n"));
        String script = (names + blocks.get(1) + blocks.get(2) + "echo; echo $TOKEN\n")
                .replace("http://127.0.0.1:8080", calls.gatehouse().baseUrl())
                .replace("/realms/demo/", calls.realm().path("/"))
                .replace("http://127.0.0.1:8932", service.address());

        List<String> lines = Shell.run(script, Map.of()).lines().toList();

        assertThat(lines.get(0)).contains("Chair");
        assertThat(lines.get(1)).isEqualTo("{\"error\": \"insufficient_scope\"}");
        assertThat(new ObjectMapper().readTree(lines.get(2)).path("revoked").asBoolean())
                .isTrue();
        String token = lines.get(3);
        assertThat(Jwt.parse(token).claims().path("scope").asText()).isEqualTo("orders.read");
        Eventually.holds(SEEN_WITHIN, "the token is refused", () -> orders(token) == 401);
    }
}
