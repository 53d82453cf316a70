package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.gatehouse.testkit.http.Answer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only who holds an agent's secret or key is the agent. */
@ExtendWith(GatehouseExtension.class)
class AgentAuthenticationIT {
    private TestRealm realm;
    private TestAgents agents;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.realm = realm;
        this.agents = new TestAgents(gatehouse, realm);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void assertionMayNameTheIssuerOrTheTokenEndpoint(JWK pair) {
        TestAgent agent = agents.withKey(pair);

        assertThat(present(ClientAssertion.of(agent, pair)).status()).isEqualTo(200);
        assertThat(present(ClientAssertion.of(
                                agent,
                                pair,
                                claims -> claims.audience(realm.issuer() + "/protocol/openid-connect/token")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anyOfSeveralKeysOfAnAgentIsGood() throws Exception {
        JWK old = new OctetKeyPairGenerator(Curve.Ed25519).keyID("old").generate();
        JWK next = new ECKeyGenerator(Curve.P_256).keyID("next").generate();
        Map<String, Object> body = TestAgents.body("credential", "public_key");
        body.put("jwks", Map.of("keys", List.of(publicPart(old), publicPart(next))));
        TestAgent agent = new TestAgent(realm, agents.create(body).path("id").asText(), "");

        assertThat(present(ClientAssertion.of(agent, old)).status()).isEqualTo(200);
        assertThat(present(ClientAssertion.of(agent, next)).status()).isEqualTo(200);
    }

    @Test
    void keyThatWasTakenAwayIsRefused() throws Exception {
        JWK old = new OctetKeyPairGenerator(Curve.Ed25519).keyID("old").generate();
        JWK next = new OctetKeyPairGenerator(Curve.Ed25519).keyID("next").generate();
        TestAgent agent = agents.withKey(old);

        agents.admin("PATCH", "/" + agent.id())
                .json(Map.of("jwks", Map.of("keys", List.of(publicPart(next)))))
                .send()
                .expect(200);

        assertRefused(present(ClientAssertion.of(agent, old)));
        assertThat(present(ClientAssertion.of(agent, next)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void replayedAssertionIsRefused(JWK pair) {
        String assertion = ClientAssertion.of(agents.withKey(pair), pair);
        present(assertion).expect(200);

        assertRefused(present(assertion));
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                wrong(
                        "expired",
                        claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(120)))),
                wrong("no expiry", claims -> claims.expirationTime(null).issueTime(null)),
                wrong(
                        "not yet valid",
                        claims -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(600)))),
                wrong("another audience", claims -> claims.audience("https://elsewhere.example")),
                wrong("no audience", claims -> claims.audience((String) null)),
                wrong("another realm's audience", claims -> claims.audience("http://127.0.0.1/realms/master")),
                wrong("no id", claims -> claims.jwtID(null)),
                wrong("another subject", claims -> claims.subject("demo-api")),
                wrong("another issuer", claims -> claims.issuer("agent_000000000000")),
                wrong("unknown agent", claims -> claims.issuer("agent_000000000000")
                        .subject("agent_000000000000")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongClaims")
    void assertionWithWrongClaimsIsRefused(String what, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        JWK pair = new OctetKeyPairGenerator(Curve.Ed25519).keyID("k").generate();
        TestAgent agent = agents.withKey(pair);

        assertRefused(present(ClientAssertion.of(agent, pair, change)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void assertionSignedWithAnotherKeyIsRefused(JWK stranger) throws Exception {
        JWK own = new OctetKeyPairGenerator(Curve.Ed25519)
                .keyID(stranger.getKeyID())
                .generate();
        TestAgent agent = agents.withKey(own);

        assertRefused(present(ClientAssertion.of(agent, stranger)));
    }

    @Test
    void assertionOfAnotherAgentsKeyIsRefused() throws Exception {
        JWK first = new OctetKeyPairGenerator(Curve.Ed25519).keyID("one").generate();
        JWK second = new OctetKeyPairGenerator(Curve.Ed25519).keyID("two").generate();
        TestAgent victim = agents.withKey(first);
        TestAgent ignored = agents.withKey(second);

        assertRefused(present(ClientAssertion.of(victim, second)));
    }

    @Test
    void unsignedAssertionIsRefused() throws Exception {
        JWK pair = new OctetKeyPairGenerator(Curve.Ed25519).keyID("k").generate();
        TestAgent agent = agents.withKey(pair);
        JWTClaimsSet claims = SignedJWT.parse(ClientAssertion.of(agent, pair)).getJWTClaimsSet();

        assertRefused(present(new PlainJWT(claims).serialize()));
    }

    /** The public key is public: it must never serve as the key of a MAC (RFC 8725 section 2.1). */
    @Test
    void assertionWithAMacMadeOfThePublicKeyIsRefused() throws Exception {
        JWK pair = new OctetKeyPairGenerator(Curve.Ed25519).keyID("k").generate();
        TestAgent agent = agents.withKey(pair);
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k").build(),
                SignedJWT.parse(ClientAssertion.of(agent, pair)).getJWTClaimsSet());
        forged.sign(new MACSigner(pair.toOctetKeyPair().getX().decode()));

        assertRefused(present(forged.serialize()));
    }

    @Test
    void agentWithAKeyHasNoSecret() throws Exception {
        JWK pair = new OctetKeyPairGenerator(Curve.Ed25519).keyID("k").generate();
        TestAgent agent = agents.withKey(pair);

        for (String guess : List.of("", "null", pair.toOctetKeyPair().getX().toString())) {
            assertRefused(agent.asksWith(guess).send());
        }
    }

    @Test
    void agentWithoutCredentialCannotAuthenticate() {
        TestAgent agent = agents.withSecret("credential", "none");

        for (String guess : List.of("", "null", "**********")) {
            assertRefused(agent.asksWith(guess).send());
        }
        assertRefused(realm.token("grant_type", "client_credentials", "client_id", agent.id())
                .send());
    }

    /** Stock compares what a client model calls its secret in plain text; a placeholder there would be a password. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "**hashed**", "**********", "undefined", "secret", "sk_live_", "gatehouse-secret"})
    void placeholderIsNoSecret(String guess) {
        TestAgent agent = agents.withSecret();

        assertRefused(agent.asksWith(guess).send());
        assertRefused(post(agent, guess));
    }

    @Test
    void nearlyRightSecretIsRefused() {
        TestAgent agent = agents.withSecret();
        String secret = agent.secret();
        List<String> guesses = List.of(
                secret.substring(0, secret.length() - 1),
                secret + "A",
                " " + secret,
                secret.toUpperCase(Locale.ROOT),
                agents.withSecret().secret(),
                secret.replace("sk_live_", "sk_test_"),
                "x".repeat(5_000));

        for (String guess : guesses) {
            assertRefused(agent.asksWith(guess).send());
            assertRefused(post(agent, guess));
        }
    }

    @Test
    void idAloneIsNotEnough() {
        TestAgent agent = agents.withSecret();

        assertRefused(realm.token("grant_type", "client_credentials", "client_id", agent.id())
                .send());
    }

    @Test
    void unknownAgentLooksLikeAWrongSecret() {
        TestAgent agent = agents.withSecret();
        TestAgent unknown = new TestAgent(realm, "agent_000000000000", "");

        assertThat(unknown.asksWith("wrong").send().body())
                .isEqualTo(agent.asksWith("wrong").send().body());
    }

    @Test
    void agentOfAnotherRealmIsUnknown(Gatehouse gatehouse) {
        TestAgent agent = agents.withSecret();

        assertRefused(gatehouse
                .realm("demo")
                .token("grant_type", "client_credentials")
                .basic(agent.id(), agent.secret())
                .send());
    }

    static Stream<JWK> pairs() throws Exception {
        return Stream.of(
                new OctetKeyPairGenerator(Curve.Ed25519).keyID("ed").generate(),
                new ECKeyGenerator(Curve.P_256).keyID("p256").generate());
    }

    private static Arguments wrong(String what, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(what, change);
    }

    private static Map<String, Object> publicPart(JWK pair) {
        return pair.toPublicJWK().toJSONObject();
    }

    private Answer present(String assertion) {
        return realm.token(
                        "grant_type",
                        "client_credentials",
                        "client_assertion_type",
                        ClientAssertion.TYPE,
                        "client_assertion",
                        assertion)
                .send();
    }

    private Answer post(TestAgent agent, String secret) {
        return realm.token("grant_type", "client_credentials", "client_id", agent.id(), "client_secret", secret)
                .send();
    }

    /** Stock answers 401 for a secret and 400 for an assertion (RFC 6749 section 5.2 allows both). */
    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(400, 401);
        assertThat(answer.text("error")).isEqualTo("invalid_client");
        assertThat(answer.body()).doesNotContain("access_token");
    }
}
