package io.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.gatehouse.verifier.VerificationException.Reason;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are bound to a key are accepted with a proof of its possession (RFC 9449), and with nothing less. */
@Timeout(60)
class DpopVerificationTest {
    private static final String URL = "https://api.example.com/payments";
    private static final int ED25519_SEED = 7;
    private static final ECKey P256 = p256();
    private static final JWK ED25519 =
            new OctetKeyPair.Builder(Curve.Ed25519, new Base64URL(RealmStandIn.x(ED25519_SEED))).build();

    private final RealmStandIn realm;
    private final MovableClock clock = new MovableClock(RealmStandIn.NOW);
    private final GatehouseTokenVerifier verifier;

    DpopVerificationTest() throws IOException {
        realm = new RealmStandIn();
        verifier = GatehouseTokenVerifier.builder()
                .issuer(realm.issuer())
                .audience("payments")
                .clock(clock)
                .build();
    }

    @AfterEach
    void stopRealm() {
        realm.close();
    }

    private static ECKey p256() {
        try {
            return new ECKeyGenerator(Curve.P_256).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String jkt(JWK key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String token(Map<String, Object> confirmation) {
        return RealmStandIn.token(realm.claims().confirmation(confirmation), "k1", 1);
    }

    private String boundTo(JWK key) {
        return token(Map.of("jkt", jkt(key)));
    }

    private static Map<String, Object> header(String algorithm, JWK key) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("typ", "dpop+jwt");
        header.put("alg", algorithm);
        header.put("jwk", key.toPublicJWK().toJSONObject());
        return header;
    }

    private Map<String, Object> claims(String token, String id) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("jti", id);
        claims.put("htm", "POST");
        claims.put("htu", URL);
        claims.put("iat", clock.millis() / 1000);
        claims.put("ath", ath(token));
        return claims;
    }

    private static String ath(String token) {
        try {
            return Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII)))
                    .toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sign(Map<String, Object> header, Map<String, Object> claims) {
        String signed = Base64URL.encode(JSONObjectUtils.toJSONString(header).getBytes(UTF_8)) + "."
                + Base64URL.encode(JSONObjectUtils.toJSONString(claims).getBytes(UTF_8));
        byte[] bytes = signed.getBytes(US_ASCII);
        try {
            Base64URL signature = String.valueOf(header.get("alg")).startsWith("Ed")
                    ? Base64URL.encode(RealmStandIn.privateKey(ED25519_SEED).sign(bytes))
                    : new ECDSASigner(P256).sign(new JWSHeader(JWSAlgorithm.ES256), bytes);
            return signed + "." + signature;
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertRefused(String token, String proof, Reason reason) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verifyWithProof(token, proof, "POST", URL))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    static Stream<Arguments> algorithms() {
        return Stream.of(Arguments.of("ES256", P256), Arguments.of("EdDSA", ED25519), Arguments.of("Ed25519", ED25519));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("algorithms")
    void tokenWithItsProofIsAcceptedOnce(String algorithm, JWK key) throws VerificationException {
        String token = boundTo(key);
        String proof = sign(header(algorithm, key), claims(token, "1"));

        assertThat(verifier.verifyWithProof(token, proof, "POST", URL, "payments:read")
                        .subject())
                .isEqualTo("agent_0123456789ab");
        assertRefused(token, proof, Reason.BAD_PROOF);
        assertThat(verifier.verifyWithProof(token, sign(header(algorithm, key), claims(token, "2")), "POST", URL)
                        .subject())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com/payments?page=2#top",
                "HTTPS://API.example.com:443/payments",
                "https://api.example.com/x/../payments"
            })
    void addressesAreComparedAsUrls(String url) {
        String token = boundTo(P256);
        Map<String, Object> claims = claims(token, "1");
        claims.put("htu", url);

        assertThatCode(() -> verifier.verifyWithProof(token, sign(header("ES256", P256), claims), "POST", URL))
                .doesNotThrowAnyException();
        assertThatCode(() ->
                        verifier.verifyWithProof(token, sign(header("ES256", P256), claims(token, "2")), "POST", url))
                .doesNotThrowAnyException();
    }

    static Stream<Arguments> badClaims() {
        long now = RealmStandIn.NOW.getEpochSecond();
        return Stream.of(
                bad("other method", c -> c.put("htm", "GET")),
                bad("method in lower case", c -> c.put("htm", "post")),
                bad("no method", c -> c.remove("htm")),
                bad("other path", c -> c.put("htu", URL + "/")),
                bad("other host", c -> c.put("htu", "https://api.example.org/payments")),
                bad("other scheme", c -> c.put("htu", "http://api.example.com/payments")),
                bad("other port", c -> c.put("htu", "https://api.example.com:444/payments")),
                bad("relative", c -> c.put("htu", "/payments")),
                bad("no URL", c -> c.remove("htu")),
                bad("other token", c -> c.put("ath", ath("other"))),
                bad("no token", c -> c.remove("ath")),
                bad("no id", c -> c.remove("jti")),
                bad("id is a number", c -> c.put("jti", 7)),
                bad("empty id", c -> c.put("jti", "")),
                bad("long id", c -> c.put("jti", "x".repeat(257))),
                bad("no time", c -> c.remove("iat")),
                bad("time as text", c -> c.put("iat", "" + now)),
                bad("milliseconds", c -> c.put("iat", now * 1000)),
                bad("too old", c -> c.put("iat", now - 71)),
                bad("to come", c -> c.put("iat", now + 11)));
    }

    private static Arguments bad(String what, Consumer<Map<String, Object>> change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badClaims")
    void proofForSomethingElseIsRefused(String what, Consumer<Map<String, Object>> change) {
        String token = boundTo(P256);
        Map<String, Object> claims = claims(token, "1");
        change.accept(claims);

        assertRefused(token, sign(header("ES256", P256), claims), Reason.BAD_PROOF);
    }

    static Stream<Arguments> badHeaders() {
        return Stream.of(
                bad("no type", h -> h.remove("typ")),
                bad("other type", h -> h.put("typ", "JWT")),
                bad("no algorithm", h -> h.put("alg", "none")),
                bad("HMAC", h -> h.put("alg", "HS256")),
                bad("algorithm of another key", h -> h.put("alg", "ES384")),
                bad("Edwards curve with a P-256 key", h -> h.put("alg", "EdDSA")),
                bad("no key", h -> h.remove("jwk")),
                bad("key as text", h -> h.put("jwk", "x")),
                bad("private key", h -> h.put("jwk", P256.toJSONObject())),
                bad("symmetric key", h -> h.put("jwk", Map.of("kty", "oct", "k", "AAAA"))),
                bad("point off the curve", h -> h.put("jwk", offCurve())),
                bad("other key", h -> h.put("jwk", p256().toPublicJWK().toJSONObject())),
                bad("critical", h -> h.put("crit", List.of("x"))),
                bad("unencoded", h -> h.put("b64", false)));
    }

    private static Map<String, Object> offCurve() {
        Map<String, Object> jwk = new LinkedHashMap<>(P256.toPublicJWK().toJSONObject());
        jwk.put("y", P256.getX().toString());
        return jwk;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badHeaders")
    void proofOfTheWrongMakeIsRefused(String what, Consumer<Map<String, Object>> change) {
        String token = boundTo(P256);
        Map<String, Object> header = header("ES256", P256);
        change.accept(header);

        assertRefused(token, sign(header, claims(token, "1")), Reason.BAD_PROOF);
    }

    @Test
    void proofWithAnotherKeyThanTheTokensIsRefused() {
        String token = boundTo(P256);

        assertRefused(token, sign(header("EdDSA", ED25519), claims(token, "1")), Reason.BAD_PROOF);
    }

    @Test
    void textThatIsNoProofIsRefused() {
        String token = boundTo(P256);
        for (String text : new String[] {"", "x", "a.b.c", token, "x".repeat(5_000)}) {
            assertRefused(token, text, Reason.BAD_PROOF);
        }
    }

    @Test
    void boundTokenNeedsItsProofAndAnUnboundOneHasNone() {
        String bound = boundTo(P256);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(bound))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.PROOF_REQUIRED));

        String bearer = realm.token();
        assertRefused(bearer, sign(header("ES256", P256), claims(bearer, "1")), Reason.BAD_PROOF);
        String both = token(Map.of("jkt", jkt(P256), "x5t#S256", "x"));
        assertRefused(both, sign(header("ES256", P256), claims(both, "2")), Reason.BAD_PROOF);
    }

    @Test
    void proofIsGoodForAMinuteAndCannotBeReplayedLater() throws VerificationException {
        String token = boundTo(P256);
        String proof = sign(header("ES256", P256), claims(token, "1"));
        String late = sign(header("ES256", P256), claims(token, "2"));
        verifier.verifyWithProof(token, proof, "POST", URL);

        clock.move(Duration.ofSeconds(70));
        assertRefused(token, proof, Reason.BAD_PROOF);
        verifier.verifyWithProof(token, late, "POST", URL);
        clock.move(Duration.ofSeconds(1));
        assertRefused(token, proof, Reason.BAD_PROOF);
        assertRefused(token, late, Reason.BAD_PROOF);
    }

    @Test
    void memoryOfProofsIsBoundedAndForgetsTheOldOnes() throws VerificationException {
        SeenProofs seen = new SeenProofs(2);
        seen.take("k", "1", 1_000, 5_000);
        seen.take("k2", "1", 1_000, 5_000);

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> seen.take("k", "2", 2_000, 5_000))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.BAD_PROOF));
        seen.take("k", "2", 5_001, 9_000);
    }

    @Test
    void callerIsToldWhatIsWrongWithTheProof() {
        String token = boundTo(P256);

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verifyWithProof(token, "x", "POST", URL))
                .satisfies(e -> assertThat(e.oauthError()).isEqualTo("invalid_dpop_proof"));
    }
}
