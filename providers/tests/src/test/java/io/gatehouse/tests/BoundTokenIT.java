package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A token that is bound to a key counts with a proof of that key alone, at verification and for a proxy, and once. Long because it
 * goes through what may be wrong with a proof.
 */
@ExtendWith(GatehouseExtension.class)
class BoundTokenIT {
    private static final String URL = "https://reports.example.com/reports";
    private static final String INVALID = "{\"valid\":false,\"code\":\"INVALID\"}";
    private static final SigningKey KEY = SigningKey.p256();
    private static final SigningKey OTHER_KEY = SigningKey.ed25519();

    private RealmCalls calls;
    private RealmCalls.Agent agent;
    private String token;

    @BeforeEach
    void bound(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        agent = calls.agent();
        token = boundTo(KEY);
    }

    @Test
    void boundTokenIsValidWithItsProof() {
        JsonNode found = verify(token, KEY.dpopProof("GET", URL, token));

        assertThat(found.path("valid").asBoolean()).isTrue();
        assertThat(found.path("agent_id").asText()).isEqualTo(agent.id());
        String ed25519 = boundTo(OTHER_KEY);
        assertThat(verify(ed25519, OTHER_KEY.dpopProof("GET", URL, ed25519))
                        .path("valid")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void proofCountsOnce() {
        String proof = KEY.dpopProof("GET", URL, token);
        assertThat(verify(token, proof).path("valid").asBoolean()).isTrue();

        assertThat(verify(token, proof)).hasToString(INVALID);
        assertThat(calls.verifyAsAdmin(token, "dpop", proof, "method", "GET", "url", URL)
                        .path("code")
                        .asText())
                .isEqualTo("BAD_PROOF");
        proxy(token, proof).send().expect(401);
    }

    @Test
    void proofThatComesManyTimesAtOnceCountsOnce() {
        String proof = KEY.dpopProof("GET", URL, token);

        List<Boolean> valid = IntStream.range(0, 32)
                .parallel()
                .mapToObj(i -> verify(token, proof).path("valid").asBoolean())
                .toList();

        assertThat(valid).filteredOn(one -> one).hasSize(1);
    }

    /** Each line: what is wrong, and what the proof says instead; null for nothing, a duration for that long from now. */
    static Stream<Arguments> otherProofs() {
        return Stream.of(
                Arguments.of("htm", "POST"),
                Arguments.of("htm", "get"),
                Arguments.of("htm", null),
                Arguments.of("htu", "https://reports.example.com/other"),
                Arguments.of("htu", "http://reports.example.com/reports"),
                Arguments.of("htu", "https://elsewhere.example.com/reports"),
                Arguments.of("htu", null),
                Arguments.of("ath", "x"),
                Arguments.of("ath", null),
                Arguments.of("iat", Duration.ofMinutes(-2)),
                Arguments.of("iat", Duration.ofMinutes(2)),
                Arguments.of("iat", "now"),
                Arguments.of("jti", ""),
                Arguments.of("jti", null));
    }

    @ParameterizedTest
    @MethodSource("otherProofs")
    void proofOfAnotherRequestIsNoGood(String claim, Object value) {
        Map<String, Object> claims = new HashMap<>(SigningKey.claims(KEY.dpopProof("GET", URL, token)));
        if (value == null) {
            claims.remove(claim);
        } else {
            claims.put(
                    claim,
                    value instanceof Duration fromNow
                            ? Instant.now().plus(fromNow).getEpochSecond()
                            : value);
        }

        assertThat(verify(token, KEY.dpopProof(claims))).hasToString(INVALID);
    }

    @Test
    void proofOfAnotherKeyOrOfAnotherTokenIsNoGood() {
        String second = boundTo(KEY);

        assertThat(verify(token, OTHER_KEY.dpopProof("GET", URL, token))).hasToString(INVALID);
        assertThat(verify(token, KEY.dpopProof("GET", URL, second))).hasToString(INVALID);
        assertThat(verify(token, "x")).hasToString(INVALID);
        assertThat(verify(token, token)).hasToString(INVALID);
        String forged = KEY.dpopProof("GET", URL, token).replaceFirst("\\.[^.]{8}([^.]*)$", ".AAAAAAAA$1");
        assertThat(verify(token, forged)).hasToString(INVALID);
    }

    /** Somebody took off what bound it, or the client is mistaken: it is not what was announced. */
    @Test
    void bearerTokenWithAProofIsInvalid() {
        String bearer = calls.token(agent.id());

        assertThat(verify(bearer, KEY.dpopProof("GET", URL, bearer))).hasToString(INVALID);
        assertThat(calls.isValid(bearer)).isTrue();
    }

    @Test
    void refusedCallUsesNoProofUp() {
        String proof = KEY.dpopProof("GET", URL, token);

        assertThat(calls.verify(token, "dpop", proof, "method", "POST", "url", URL))
                .hasToString(INVALID);
        assertThat(calls.verify(token, "dpop", proof, "method", "GET", "url", URL, "audience", "x"))
                .hasToString(INVALID);
        assertThat(verify(token, proof).path("valid").asBoolean()).isTrue();
    }

    @Test
    void missingScopeIsNamedToWhoProvedTheKeyAlone() {
        String proof = KEY.dpopProof("GET", URL, token);
        Object[] wanted = {"required_scope", List.of("orders.delete"), "dpop", proof, "method", "GET", "url", URL};

        assertThat(calls.verify(token, "required_scope", List.of("orders.delete")))
                .hasToString(INVALID);
        assertThat(calls.verify(token, wanted).path("code").asText()).isEqualTo("INSUFFICIENT_SCOPE");
        assertThat(calls.verify(token, wanted)).hasToString(INVALID);
    }

    @Test
    void eachTokenOfABatchNeedsAProofOfItsOwn() {
        String proof = KEY.dpopProof("GET", URL, token);
        String second = boundTo(OTHER_KEY);
        Map<String, Object> first = Map.of("token", token, "dpop", proof, "method", "GET", "url", URL);

        JsonNode results = calls.v1("POST", "/tokens/verify-batch")
                .json(Map.of(
                        "tokens",
                        List.of(
                                first,
                                first,
                                token,
                                Map.of(
                                        "token",
                                        second,
                                        "dpop",
                                        OTHER_KEY.dpopProof("GET", URL, second),
                                        "method",
                                        "GET",
                                        "url",
                                        URL))))
                .send()
                .expect(200)
                .json()
                .path("results");

        assertThat(results.findValuesAsText("code")).containsExactly("VALID", "INVALID", "INVALID", "VALID");
    }

    /** Each line: the member at fault, the body. */
    static Stream<Arguments> invalidBodies() {
        return Stream.of(
                Arguments.of("/method", Map.of("token", "x", "dpop", "x", "url", URL)),
                Arguments.of("/url", Map.of("token", "x", "dpop", "x", "method", "GET")),
                Arguments.of("/url", Map.of("token", "x", "dpop", "x", "method", "GET", "url", "/reports")),
                Arguments.of("/url", Map.of("token", "x", "url", "ftp://reports.example.com/")),
                Arguments.of("/url", Map.of("token", "x", "url", "https://a/" + "b".repeat(2_039))),
                Arguments.of("/method", Map.of("token", "x", "method", "G".repeat(33))),
                Arguments.of("/dpop", Map.of("token", "x", "dpop", "x".repeat(4_097))),
                Arguments.of("/dpop", Map.of("token", "x", "dpop", List.of("x"))));
    }

    @ParameterizedTest
    @MethodSource("invalidBodies")
    void memberAtFaultIsNamed(String pointer, Map<String, Object> body) {
        Answer refused = calls.v1("POST", "/tokens/verify").json(body).send().expect(422);

        assertThat(refused.json().path("errors").findValuesAsText("pointer")).contains(pointer);
    }

    @Test
    void proxyLetsAProvedTokenPassOnce() {
        String proof = KEY.dpopProof("GET", URL, token);

        Answer passed = proxy(token, proof).send().expect(200);
        Answer again = proxy(token, proof).send().expect(401);

        assertThat(passed.header("X-Gatehouse-Subject")).hasValue(agent.id());
        assertThat(again.header("X-Gatehouse-Subject")).hasValue("");
        assertThat(again.header("WWW-Authenticate"))
                .hasValue("DPoP error=\"invalid_token\", algs=\"EdDSA Ed25519 ES256\"");
        assertThat(verify(token, proof)).hasToString(INVALID);
    }

    /** Whoever stole the token has a proof for another request at best. */
    @Test
    void proxyLetsNobodyPassWithAProofOfAnotherRequest() {
        for (String proof : List.of(
                KEY.dpopProof("POST", URL, token),
                KEY.dpopProof("GET", "https://elsewhere.example.com/reports", token),
                KEY.dpopProof("GET", URL + "/1", token),
                OTHER_KEY.dpopProof("GET", URL, token),
                KEY.dpopProof(calls.realm().issuer() + "/protocol/openid-connect/token"),
                "x")) {
            proxy(token, proof).send().expect(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-Method", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Uri", "DPoP"})
    void headerThatIsMissingOrCameTwiceLetsNobodyPass(String name) {
        String proof = KEY.dpopProof("GET", URL, token);
        Map<String, String> headers = new HashMap<>(forwarded(proof));
        String value = headers.remove(name);

        asked("DPoP " + token, headers).send().expect(401);
        asked("DPoP " + token, headers)
                .header(name, value)
                .header(name, value)
                .send()
                .expect(401);
        asked("DPoP " + token, headers).header(name, value + "," + value).send().expect(401);
        asked("DPoP " + token, headers).header(name, value).send().expect(200);
    }

    /** RFC 9449 section 7.2: a bound token that comes as a bearer token is refused, and the other way round. */
    @Test
    void schemeAndTokenBelongTogether() {
        asked("Bearer " + token, forwarded(KEY.dpopProof("GET", URL, token)))
                .send()
                .expect(401);
        asked("DPoP " + token, Map.of()).send().expect(401);
        String bearer = calls.token(agent.id());
        proxy(bearer, KEY.dpopProof("GET", URL, bearer)).send().expect(401);
        asked("DPoP " + bearer, Map.of()).send().expect(401);
        asked("Bearer " + bearer, Map.of()).send().expect(200);
    }

    @Test
    void queryOfTheRequestDoesNotCount() {
        Map<String, String> headers = new HashMap<>(forwarded(KEY.dpopProof("GET", URL, token)));
        headers.put("X-Forwarded-Uri", "/reports?from=a|b&to=%%");

        asked("dpop " + token, headers).send().expect(200);
    }

    /** The proof says who may have it; that it is dead is said by nothing. */
    @Test
    void revokedTokenIsInvalidWithAnyProof() {
        calls.admin("POST", "/tokens/revoke")
                .json(Map.of("token", token))
                .send()
                .expect(200);

        assertThat(verify(token, KEY.dpopProof("GET", URL, token))).hasToString(INVALID);
        proxy(token, KEY.dpopProof("GET", URL, token)).send().expect(401);
    }

    private JsonNode verify(String presented, String proof) {
        return calls.verify(presented, "dpop", proof, "method", "GET", "url", URL);
    }

    private Request proxy(String presented, String proof) {
        return asked("DPoP " + presented, forwarded(proof));
    }

    private static Map<String, String> forwarded(String proof) {
        return Map.of(
                "DPoP",
                proof,
                "X-Forwarded-Method",
                "GET",
                "X-Forwarded-Proto",
                "https",
                "X-Forwarded-Host",
                "reports.example.com",
                "X-Forwarded-Uri",
                "/reports");
    }

    private Request asked(String authorization, Map<String, String> headers) {
        Request request = calls.v1("GET", "/api-keys/forward-auth").header("Authorization", authorization);
        headers.forEach(request::header);
        return request;
    }

    private String boundTo(SigningKey key) {
        return calls.realm()
                .token("grant_type", "client_credentials", "client_id", agent.id(), "client_secret", agent.secret())
                .header("DPoP", key.dpopProof(calls.realm().issuer() + "/protocol/openid-connect/token"))
                .send()
                .expect(200)
                .text("access_token");
    }
}
