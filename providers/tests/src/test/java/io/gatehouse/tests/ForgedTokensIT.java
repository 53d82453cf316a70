package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.verifier.GatehouseTokenVerifier;
import io.gatehouse.verifier.VerificationException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A token that is no good is refused wherever tokens are shown, with the very answer that one letter gets: who tries learns nothing
 * of what was wrong.
 */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedTokensIT {
    private static final String AUDIENCE = "demo-api";
    private static final String NO_TOKEN = "x";
    private static final Duration BRIEF = Duration.ofSeconds(5);

    private Gatehouse gatehouse;
    private RealmCalls calls;
    private String agent;
    private String genuine;
    private final Map<String, Function<String, String>> doors = new LinkedHashMap<>();

    @BeforeAll
    void prepare(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        calls = new RealmCalls(server, realm);
        agent = calls.agent().id();
        genuine = calls.token(agent, "target_service", AUDIENCE);
        doors.put("introspection", token -> shown(introspected(token)));
        doors.put("verify", token -> calls.verify(token).toString());
        doors.put("verify with a demand", token -> calls.verify(token, "audience", AUDIENCE)
                .toString());
        doors.put("forward-auth", token -> shown(admitted(token)));
    }

    @Test
    void goodTokenIsTakenEverywhereElseTheTableProvesNothing() throws VerificationException {
        assertThat(introspected(genuine).json().path("active").asBoolean()).isTrue();
        assertThat(calls.isValid(genuine)).isTrue();
        assertThat(admitted(genuine).status()).isEqualTo(200);
        assertThat(library().verify(genuine, "orders.read").subject()).isEqualTo(agent);
    }

    Stream<Arguments> tokens() {
        Map<String, String> all = ForgedTokens.of(genuine, publicKey(), otherKeyId());
        String brief = calls.token(agent, "ttl", 1, "target_service", AUDIENCE);
        Eventually.holds(BRIEF, "a token of a second is over", () -> !calls.isValid(brief));
        all.put("expired", brief);
        all.put("revoked", revoked());
        String paused = calls.agent().id();
        all.put("of a paused agent", calls.token(paused, "target_service", AUDIENCE));
        calls.admin("POST", "/agents/" + paused + "/pause").send().expect(200);
        RealmCalls elsewhere = new RealmCalls(gatehouse, gatehouse.realm("demo"));
        all.put("of another realm", elsewhere.token(elsewhere.agent().id(), "target_service", AUDIENCE));
        return all.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tokens")
    void badTokenIsRefusedAsOneLetterIs(String what, String token) {
        doors.forEach((door, ask) -> assertThat(ask.apply(token)).as(door).isEqualTo(ask.apply(NO_TOKEN)));
        Answer user = userinfo(token);
        assertThat(user.status()).as(user.body()).isEqualTo(401);
        assertThat(user.header("WWW-Authenticate").orElse("")).contains("error=\"invalid_token\"");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tokens")
    void badTokenIsRefusedByTheLibrary(String what, String token) {
        GatehouseTokenVerifier library = library();
        assertThatExceptionOfType(VerificationException.class).isThrownBy(() -> library.verify(token, "orders.read"));
    }

    /** Longer than any token: refused unread, each door in its own way, and the server goes on. */
    @Test
    void megabyteIsRefusedByAllAndBreaksNothing() {
        String large = genuine + "A".repeat(1_000_000);

        calls.v1("POST", "/tokens/verify").json(Map.of("token", large)).send().expect(413, 422);
        assertThat(introspected(large).status()).isIn(200, 400, 413);
        assertThat(introspected(large).body()).doesNotContain("\"active\":true");
        assertThat(calls.isValid(genuine)).isTrue();
    }

    @Test
    void answersSayWhatTheContractSays() {
        assertThat(introspected(NO_TOKEN).body()).isEqualTo("{\"active\":false}");
        assertThat(calls.verify(NO_TOKEN)).hasToString("{\"valid\":false,\"code\":\"INVALID\"}");
        assertThat(admitted(NO_TOKEN).header("WWW-Authenticate")).hasValue("Bearer error=\"invalid_token\"");
    }

    /** A new one, which has no copy of a status list from before, in a service whose clock is right. */
    private GatehouseTokenVerifier library() {
        return GatehouseTokenVerifier.builder()
                .issuer(calls.realm().issuer())
                .audience(AUDIENCE)
                .clockSkewSeconds(0)
                .allowPlainHttp()
                .build();
    }

    private String revoked() {
        String token = calls.token(agent, "target_service", AUDIENCE);
        calls.admin("POST", "/tokens/revoke")
                .json(Map.of("token", token))
                .send()
                .expect(200);
        return token;
    }

    private Answer introspected(String token) {
        return gatehouse
                .http()
                .post(calls.realm().path("/protocol/openid-connect/token/introspect"))
                .basic("demo-api", "demo-api-secret")
                .form("token", token)
                .send();
    }

    private Answer admitted(String token) {
        return calls.v1("GET", "/api-keys/forward-auth?scope=orders.read&audience=" + AUDIENCE)
                .bearer(token)
                .send();
    }

    private Answer userinfo(String token) {
        return gatehouse
                .http()
                .get(calls.realm().path("/protocol/openid-connect/userinfo"))
                .bearer(token)
                .send();
    }

    /** Status, challenge and body, but for the id that each request has. */
    private static String shown(Answer answer) {
        JsonNode body = answer.json();
        if (body instanceof ObjectNode object) {
            JsonNode ignored = object.remove("request_id");
        }
        return answer.status() + " " + answer.header("WWW-Authenticate") + " " + body;
    }

    private String publicKey() {
        String kid = Jwt.parse(genuine).header().path("kid").asText();
        return key(candidate -> candidate.path("kid").asText().equals(kid))
                .path("x")
                .asText();
    }

    private String otherKeyId() {
        return key(candidate -> candidate.path("kty").asText().equals("RSA"))
                .path("kid")
                .asText();
    }

    private JsonNode key(Function<JsonNode, Boolean> isWanted) {
        for (JsonNode key : calls.realm().certificates()) {
            if (isWanted.apply(key)) {
                return key;
            }
        }
        throw new AssertionError("the realm publishes no such key");
    }
}
