package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.RealmCalls.Agent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verification of agent tokens, which is open to everybody and tells strangers nothing. Long because it goes through every reason
 * for which a token is not valid.
 */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenVerificationIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INVALID = "{\"valid\":false,\"code\":\"INVALID\"}";

    private RealmCalls calls;
    private Agent agent;
    private String token;

    @BeforeAll
    void prepare(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        agent = calls.agent();
        token = calls.token(agent.id(), "ttl", 86_400);
    }

    @Test
    void anyoneIsToldWhatAValidTokenSays() {
        JsonNode found = calls.verify(token, "required_scope", List.of("orders.read"));

        assertThat(found.path("valid").asBoolean()).isTrue();
        assertThat(found.path("code").asText()).isEqualTo("VALID");
        assertThat(found.path("agent_id").asText()).isEqualTo(agent.id());
        assertThat(found.path("sub").asText()).isEqualTo(agent.id());
        assertThat(found.path("scope")).hasToString("[\"orders.read\"]");
        assertThat(found.path("target_service").asText()).isEqualTo("any");
        assertThat(found.path("expires_at").asText()).endsWith("Z");
    }

    /** What each forgery is, and the forgery. */
    Stream<Arguments> forgeries() {
        Jwt genuine = Jwt.parse(token);
        String[] parts = token.split("\\.", -1);
        ObjectNode claims = (ObjectNode) genuine.claims();
        ObjectNode wider = claims.deepCopy().put("scope", "orders.read orders.write");
        String kid = genuine.header().path("kid").asText();
        SigningKey own = SigningKey.ed25519();
        Map<String, Object> header = Map.of("alg", "EdDSA", "typ", "at+jwt", "kid", kid);
        Map<String, Object> hmacHeader = Map.of("alg", "HS256", "typ", "at+jwt", "kid", kid);
        byte[] publicKey = Base64.getUrlDecoder().decode(publicKey(kid));
        byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
        signature[0] ^= 1;
        return Stream.of(
                Arguments.of("one character", "x"),
                Arguments.of("no token", "not.a.token"),
                Arguments.of("two parts", parts[0] + "." + parts[1]),
                Arguments.of("no signature", parts[0] + "." + parts[1] + "."),
                Arguments.of("five parts", token + ".x.y"),
                Arguments.of("padding", token + "="),
                Arguments.of("a space in front", " " + token),
                Arguments.of("another payload", parts[0] + "." + part(wider) + "." + parts[2]),
                Arguments.of("another signature", parts[0] + "." + parts[1] + "." + SigningKey.base64(signature)),
                Arguments.of("signed by a key of the forger's", own.sign(header, asMap(wider))),
                Arguments.of(
                        "a key of the forger's in the header",
                        own.sign(Map.of("alg", "EdDSA", "typ", "at+jwt", "kid", kid, "jwk", own.jwk()), asMap(wider))),
                Arguments.of(
                        "an unknown kid",
                        own.sign(Map.of("alg", "EdDSA", "typ", "at+jwt", "kid", "unknown"), asMap(claims))),
                Arguments.of("no kid", own.sign(Map.of("alg", "EdDSA", "typ", "at+jwt"), asMap(claims))),
                Arguments.of(
                        "alg none", part(Map.of("alg", "none", "typ", "at+jwt", "kid", kid)) + "." + part(wider) + "."),
                Arguments.of(
                        "alg None with the old signature",
                        part(Map.of("alg", "None", "typ", "at+jwt", "kid", kid)) + "." + parts[1] + "." + parts[2]),
                Arguments.of("HS256 with the raw public key", SigningKey.hmac(publicKey, hmacHeader, asMap(wider))),
                Arguments.of(
                        "HS256 with the public key as text",
                        SigningKey.hmac(publicKey(kid).getBytes(StandardCharsets.US_ASCII), hmacHeader, asMap(wider))),
                Arguments.of(
                        "another type",
                        part(Map.of("alg", "EdDSA", "typ", "JWT", "kid", kid)) + "." + parts[1] + "." + parts[2]),
                Arguments.of("a user's token", calls.realm().userToken("alice", "openid gatehouse")),
                Arguments.of(
                        "another realm's token",
                        new RealmCalls(calls.gatehouse(), calls.gatehouse().realm("demo"))
                                .token(new RealmCalls(
                                                calls.gatehouse(),
                                                calls.gatehouse().realm("demo"))
                                        .agent()
                                        .id())),
                Arguments.of("the agent's secret", agent.secret()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void forgeryIsInvalidAndNothingElseIsSaid(String what, String forgery) {
        assertThat(calls.verify(forgery)).hasToString(INVALID);
    }

    @Test
    void tokenIsInvalidFromItsLastSecondOn() {
        String brief = calls.token(agent.id(), "ttl", 300);
        assertThat(calls.isValid(brief)).isTrue();

        calls.gatehouse().moveClock(Duration.ofMinutes(5));

        assertThat(calls.verify(brief)).hasToString(INVALID);
    }

    @Test
    void revokedTokenIsInvalid() {
        String revoked = revoked();

        assertThat(calls.verify(revoked)).hasToString(INVALID);
    }

    @Test
    void tokenThatWasVerifiedDiesWithItsKey(Gatehouse gatehouse) {
        try (TestRealm other = gatehouse.freshRealm()) {
            RealmCalls there = new RealmCalls(gatehouse, other);
            String signed = there.token(there.agent().id());
            assertThat(there.isValid(signed)).isTrue();
            assertThat(there.isValid(signed)).isTrue();

            enableKeys(other, false);
            assertThat(there.verify(signed)).hasToString(INVALID);

            enableKeys(other, true);
            assertThat(there.isValid(signed)).isTrue();

            for (JsonNode component : ed25519Keys(other)) {
                other.admin("DELETE", "/components/" + component.path("id").asText())
                        .send()
                        .expect(204);
            }
            assertThat(there.verify(signed)).hasToString(INVALID);
        }
    }

    private static void enableKeys(TestRealm realm, boolean isEnabled) {
        for (JsonNode component : ed25519Keys(realm)) {
            ObjectNode changed = component.deepCopy();
            ((ObjectNode) changed.path("config")).putArray("enabled").add(String.valueOf(isEnabled));
            realm.admin("PUT", "/components/" + component.path("id").asText())
                    .json(changed)
                    .send()
                    .expect(204);
        }
    }

    private static List<JsonNode> ed25519Keys(TestRealm realm) {
        List<JsonNode> keys = new ArrayList<>();
        for (JsonNode component : realm.admin("GET", "/components?type=org.keycloak.keys.KeyProvider")
                .send()
                .expect(200)
                .json()) {
            if (component.path("providerId").asText().equals("eddsa-generated")) {
                keys.add(component);
            }
        }
        return keys;
    }

    @Test
    void tokenIssuedBeforeTheRealmsNotBeforeIsInvalid(Gatehouse gatehouse) {
        try (TestRealm other = gatehouse.freshRealm()) {
            RealmCalls there = new RealmCalls(gatehouse, other);
            Agent its = there.agent();
            String old = there.token(its.id());
            long issuedAt = Jwt.parse(old).claims().path("iat").asLong();

            other.admin("PUT", "")
                    .json(Map.of("notBefore", issuedAt + 1))
                    .send()
                    .expect(204);

            assertThat(there.verify(old)).hasToString(INVALID);
            gatehouse.moveClock(Duration.ofSeconds(5));
            assertThat(there.isValid(there.token(its.id()))).isTrue();
        }
    }

    @Test
    void missingScopeIsNamedToAnyone() {
        assertThat(calls.verify(token, "required_scope", List.of("orders.read", "orders.write")))
                .hasToString("{\"valid\":false,\"code\":\"INSUFFICIENT_SCOPE\"}");
    }

    @Test
    void scopeNeedNotBeAskedFor() {
        assertThat(calls.isValid(token)).isTrue();
        assertThat(calls.verify(token, "required_scope", List.of())
                        .path("valid")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void missingScopeIsNotNamedForATokenThatIsInvalidAnyway() {
        assertThat(calls.verify(revoked(), "required_scope", List.of("orders.write")))
                .hasToString(INVALID);
    }

    @Test
    void tokenIsValidForItsAudienceAlone() {
        String meant = calls.token(agent.id(), "target_service", "demo-api");

        assertThat(calls.verify(meant, "audience", "demo-api").path("valid").asBoolean())
                .isTrue();
        assertThat(calls.verify(meant, "audience", "demo-app")).hasToString(INVALID);
        assertThat(calls.verify(meant, "audience", "any")).hasToString(INVALID);
    }

    @Test
    void tokenForAnySatisfiesNoAudience() {
        for (String audience : List.of("any", "demo-api", calls.realm().issuer(), agent.id())) {
            assertThat(calls.verify(token, "audience", audience)).hasToString(INVALID);
        }
    }

    @Test
    void tokenThatIsBoundToAKeyIsInvalidWithoutProof() {
        String address = calls.realm().issuer() + "/protocol/openid-connect/token";
        SigningKey key = SigningKey.p256();
        Answer granted = calls.realm()
                .token("grant_type", "client_credentials", "client_id", agent.id(), "client_secret", agent.secret())
                .header("DPoP", key.dpopProof(address))
                .send()
                .expect(200);
        String bound = granted.text("access_token");
        assertThat(granted.text("token_type")).isEqualTo("DPoP");
        assertThat(Jwt.parse(bound).claims().at("/cnf/jkt").asText()).isEqualTo(key.thumbprint());

        assertThat(calls.verify(bound)).hasToString(INVALID);
        assertThat(calls.verifyAsAdmin(bound).path("code").asText()).isEqualTo("PROOF_REQUIRED");
    }

    @Test
    void whoMayReadAgentsIsToldWhy() {
        String brief = calls.token(agent.id(), "ttl", 1);
        String meant = calls.token(agent.id(), "target_service", "demo-api");

        assertThat(calls.verifyAsAdmin(revoked()).path("code").asText()).isEqualTo("REVOKED");
        assertThat(calls.verifyAsAdmin(meant, "audience", "demo-app")
                        .path("code")
                        .asText())
                .isEqualTo("WRONG_AUDIENCE");
        calls.gatehouse().moveClock(Duration.ofSeconds(2));
        assertThat(calls.verifyAsAdmin(brief).path("code").asText()).isEqualTo("EXPIRED");
    }

    @Test
    void badCredentialIsRefusedThoughNoneIsNeeded() {
        calls.v1("POST", "/tokens/verify")
                .bearer("wrong")
                .json(Map.of("token", token))
                .send()
                .expect(401);
    }

    @Test
    void hundredTokensAreVerifiedInTheirOrder() {
        List<Map<String, Object>> tokens = Stream.iterate(0, i -> i < 100, i -> i + 1)
                .map(i -> Map.<String, Object>of("token", i % 2 == 0 ? token : "x" + i))
                .toList();

        JsonNode results = calls.v1("POST", "/tokens/verify-batch")
                .json(Map.of("tokens", tokens))
                .send()
                .expect(200)
                .json()
                .path("results");

        assertThat(results).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(results.path(i).path("valid").asBoolean()).isEqualTo(i % 2 == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void batchOfAnotherSizeIsRefused(int size) {
        Answer refused = calls.v1("POST", "/tokens/verify-batch")
                .json(Map.of("tokens", Collections.nCopies(size, Map.of("token", token))))
                .send()
                .expect(422);

        assertThat(refused.json().path("errors").findValuesAsText("pointer")).containsExactly("/tokens");
    }

    @Test
    void hundredOfTheLongestTokensAreTaken() {
        calls.v1("POST", "/tokens/verify-batch")
                .json(Map.of("tokens", Collections.nCopies(100, Map.of("token", "x".repeat(8_192)))))
                .send()
                .expect(200);
    }

    @Test
    void batchOfMoreThanAMebibyteIsRefusedUnread() {
        String body = "{\"tokens\":[\"x\"]}";

        batch(body + " ".repeat(1_048_576 - body.length())).expect(200);
        batch(body + " ".repeat(1_048_577 - body.length())).expect(413);
    }

    @Test
    void eachTokenOfABatchHasItsOwnDemands() {
        JsonNode results = calls.v1("POST", "/tokens/verify-batch")
                .json(Map.of(
                        "tokens",
                        List.of(
                                Map.of("token", token, "required_scope", List.of("orders.write")),
                                Map.of("token", token, "audience", "demo-api"),
                                Map.of("token", token))))
                .send()
                .expect(200)
                .json()
                .path("results");

        assertThat(results.findValuesAsText("code")).containsExactly("INSUFFICIENT_SCOPE", "INVALID", "VALID");
    }

    /** Each line: the member at fault, the body. */
    static Stream<Arguments> invalidBodies() {
        return Stream.of(
                Arguments.of("/token", Map.of()),
                Arguments.of("/token", Map.of("token", "")),
                Arguments.of("/token", Map.of("token", 7)),
                Arguments.of("/token", Map.of("token", "x".repeat(8_193))),
                Arguments.of("/token", Map.of("token", "x\n")),
                Arguments.of("/required_scope", Map.of("token", "x", "required_scope", "orders.read")),
                Arguments.of("/required_scope", Map.of("token", "x", "required_scope", List.of("two words"))),
                Arguments.of("/audience", Map.of("token", "x", "audience", "a".repeat(1_025))),
                Arguments.of("/tokens", Map.of("token", "x", "tokens", List.of())));
    }

    @ParameterizedTest
    @MethodSource("invalidBodies")
    void memberAtFaultIsNamed(String pointer, Map<String, Object> body) {
        Answer refused = calls.v1("POST", "/tokens/verify").json(body).send().expect(422);

        assertThat(refused.json().path("errors").findValuesAsText("pointer")).contains(pointer);
    }

    private Answer batch(String body) {
        return calls.v1("POST", "/tokens/verify-batch")
                .body("application/json", body)
                .send();
    }

    private String revoked() {
        String revoked = calls.token(agent.id());
        calls.admin("POST", "/tokens/revoke")
                .json(Map.of("token", revoked))
                .send()
                .expect(200);
        return revoked;
    }

    private String publicKey(String kid) {
        for (JsonNode key : calls.gatehouse()
                .http()
                .get(calls.realm().path("/protocol/openid-connect/certs"))
                .send()
                .expect(200)
                .json()
                .path("keys")) {
            if (key.path("kid").asText().equals(kid)) {
                return key.path("x").asText();
            }
        }
        throw new AssertionError("the realm does not publish the key " + kid);
    }

    private static String part(Object value) {
        return SigningKey.base64(SigningKey.json(value));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(JsonNode node) {
        return JSON.convertValue(node, Map.class);
    }
}
