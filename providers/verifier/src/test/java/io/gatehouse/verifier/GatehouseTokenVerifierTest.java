package io.gatehouse.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gatehouse.core.token.AgentTokenClaimsBuilder;
import io.gatehouse.verifier.VerificationException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GatehouseTokenVerifierTest {

    private final RealmStandIn realm;
    private final MovableClock clock = new MovableClock(RealmStandIn.NOW);
    private final GatehouseTokenVerifier verifier;

    GatehouseTokenVerifierTest() throws IOException {
        realm = new RealmStandIn();
        verifier = builder().build();
    }

    @AfterEach
    void stopRealm() {
        realm.close();
    }

    @Test
    void goodTokenIsAcceptedWithTheKeysOfTheRealm() throws VerificationException {
        VerifiedToken token = verifier.verify(realm.token(), "payments:read", "payments:write");

        assertThat(token.subject()).isEqualTo("agent_0123456789ab");
        assertThat(token.clientId()).isEqualTo("agent_0123456789ab");
        assertThat(token.isDelegated()).isFalse();
        assertThat(token.scope()).containsExactly("payments:read", "payments:write");
        assertThat(token.hasScope("payments:read")).isTrue();
        assertThat(token.hasScope("Payments:read")).isFalse();
        assertThat(token.claims()).isEqualTo(realm.claims().build());
        assertThat(token.toString()).contains("gh-").doesNotContain(realm.token());
    }

    @Test
    void delegatedTokenNamesUserAndAgent() throws VerificationException {
        AgentTokenClaimsBuilder claims = realm.claims().subject("user-1").act(Map.of("sub", "agent_0123456789ab"));

        VerifiedToken token = verifier.verify(RealmStandIn.token(claims, "k1", 1));

        assertThat(token.isDelegated()).isTrue();
        assertThat(token.subject()).isEqualTo("user-1");
        assertThat(token.clientId()).isEqualTo("agent_0123456789ab");
    }

    @Test
    void thousandTokensCostOneFetch() throws VerificationException {
        String token = realm.token();
        for (int i = 0; i < 1000; i++) {
            verifier.verify(token);
        }

        assertThat(realm.requests()).isEqualTo(1);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused(Reason.WRONG_AUDIENCE, c -> c.audience(List.of("billing"))),
                refused(Reason.WRONG_AUDIENCE, c -> c.audience(List.of("Payments"))),
                refused(Reason.WRONG_AUDIENCE, c -> c.targetService("any")),
                refused(Reason.PROOF_REQUIRED, c -> c.confirmation(Map.of("jkt", "thumbprint"))),
                refused(Reason.PROOF_REQUIRED, c -> c.confirmation(Map.of())),
                refused(Reason.INSUFFICIENT_SCOPE, c -> c.scope(List.of("payments:write"))),
                refused(Reason.INSUFFICIENT_SCOPE, c -> c.scope(List.of())),
                refused(Reason.WRONG_ISSUER, c -> c.issuer("https://id.example.com/realms/other")),
                refused(Reason.EXPIRED, c -> c.issuedAtSeconds(RealmStandIn.NOW.getEpochSecond() - 100)
                        .expiresAtSeconds(RealmStandIn.NOW.getEpochSecond() - 10)),
                refused(Reason.NOT_YET_VALID, c -> c.issuedAtSeconds(RealmStandIn.NOW.getEpochSecond() + 11)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void tokenThatDoesNotFitIsRefused(Reason reason, UnaryOperator<AgentTokenClaimsBuilder> change) {
        assertRefused(RealmStandIn.token(change.apply(realm.claims()), "k1", 1), reason);
    }

    @Test
    void targetAnyIsRefusedEvenWhenTheIssuerIsTheAudienceAsked() {
        GatehouseTokenVerifier forIssuer = builder().audience(realm.issuer()).build();
        String token = RealmStandIn.token(
                realm.claims().audience(List.of(realm.issuer())).targetService("any"), "k1", 1);

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> forIssuer.verify(token))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_AUDIENCE));
    }

    @Test
    void oneOfSeveralAudiencesIsEnough() throws VerificationException {
        GatehouseTokenVerifier several =
                builder().audience("https://api.example.com").build();
        String token =
                RealmStandIn.token(realm.claims().audience(List.of("billing", "https://api.example.com")), "k1", 1);

        assertThat(several.verify(token).subject()).isEqualTo("agent_0123456789ab");
    }

    @Test
    void clockSkewIsAllowedAtBothEnds() throws VerificationException {
        clock.move(Duration.ofSeconds(-10));
        assertThat(verifier.verify(realm.token())).isNotNull();
        clock.move(Duration.ofSeconds(7200 + 20).minusMillis(1));
        assertThat(verifier.verify(realm.token())).isNotNull();
        clock.move(Duration.ofMillis(1));
        assertRefused(realm.token(), Reason.EXPIRED);
    }

    @Test
    void tokenOfAnotherKeyIsRefused() {
        assertRefused(RealmStandIn.token(realm.claims(), "k1", 2), Reason.BAD_SIGNATURE);
        assertRefused(RealmStandIn.token(realm.claims(), "k2", 1), Reason.UNKNOWN_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "a.b.c", "eyJhbGciOiJub25lIn0.e30."})
    void garbageIsRefusedWithoutAskingForKeys(String token) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(token))
                .satisfies(e -> assertThat(e.reason()).isIn(Reason.MALFORMED, Reason.UNSUPPORTED));
        assertThat(realm.requests()).isZero();
    }

    @Test
    void rotatedKeyIsPickedUpByItself() throws VerificationException {
        verifier.verify(realm.token());
        realm.answerWith(RealmStandIn.body(RealmStandIn.keySet(RealmStandIn.key("k1", 1), RealmStandIn.key("k2", 2))));
        clock.move(JwksCache.FETCH_INTERVAL);

        assertThat(verifier.verify(RealmStandIn.token(realm.claims(), "k2", 2))).isNotNull();
        assertThat(realm.requests()).isEqualTo(2);
    }

    @Test
    void outageIsBridgedForAnHourAndThenEverythingIsRefused() throws VerificationException {
        verifier.verify(realm.token());
        realm.answerWith(RealmStandIn.status(503, ""));

        clock.move(JwksCache.USABLE_FOR.minusMillis(1));
        assertThat(verifier.verify(realm.token())).isNotNull();
        clock.move(Duration.ofMillis(1));
        assertRefused(realm.token(), Reason.KEYS_UNAVAILABLE);
    }

    @Test
    void withoutKeysNothingIsAccepted() {
        realm.answerWith(RealmStandIn.status(500, ""));

        assertRefused(realm.token(), Reason.KEYS_UNAVAILABLE);
    }

    @Test
    void manyThreadsGetTheirOwnAnswersWhileKeysChange() throws Exception {
        String good = realm.token();
        String bad = RealmStandIn.token(realm.claims(), "k1", 2);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String token = i % 2 == 0 ? good : bad;
                answers.add(threads.submit(() -> isAccepted(token)));
                if (i % 40 == 0) {
                    clock.move(JwksCache.FRESH_FOR);
                }
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(i % 2 == 0);
            }
            assertThat(realm.requests()).isBetween(1, 11);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusalNamesTheOauthErrorButNotTheToken() {
        String token = RealmStandIn.token(realm.claims().scope(List.of()), "k1", 1);

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(token, "payments:read"))
                .satisfies(e -> assertThat(e.oauthError()).isEqualTo("insufficient_scope"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("payments"));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(token + "x"))
                .satisfies(e -> assertThat(e.oauthError()).isEqualTo("invalid_token"));
    }

    @Test
    void refusalOfABoundTokenSaysWhy() {
        String token = RealmStandIn.token(realm.claims().confirmation(Map.of("jkt", "t")), "k1", 1);

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(token))
                .withMessageContaining("without a proof of possession");
    }

    static Stream<Arguments> badSettings() {
        return Stream.of(
                badSettings("audience", b -> b.audience("any")),
                badSettings("audience", b -> b.audience("a b")),
                badSettings("clockSkewSeconds", b -> b.clockSkewSeconds(-1)),
                badSettings("clockSkewSeconds", b -> b.clockSkewSeconds(301)),
                badSettings("timeout", b -> b.timeouts(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1))),
                badSettings(
                        "timeout", b -> b.timeouts(Duration.ofSeconds(1), Duration.ofNanos(1), Duration.ofSeconds(1))),
                badSettings(
                        "timeout",
                        b -> b.timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(60_001))),
                badSettings("https", b -> b.issuer("http://id.example.com/realms/demo")),
                badSettings("https", b -> b.jwksUri(URI.create("http://id.example.com/certs"))),
                badSettings("https", b -> b.jwksUri(URI.create("ftp://127.0.0.1/certs"))),
                badSettings("host", b -> b.jwksUri(URI.create("certs"))),
                badSettings("host", b -> b.issuer("demo")),
                badSettings("URL", b -> b.issuer("https://id example/realms/demo")));
    }

    @ParameterizedTest
    @MethodSource("badSettings")
    void settingsThatAreUnsafeOrOutOfRangeAreRefused(
            String named, UnaryOperator<GatehouseTokenVerifierBuilder> change) {
        GatehouseTokenVerifierBuilder changed = change.apply(builder());

        assertThatIllegalStateException().isThrownBy(changed::build).withMessageContaining(named);
    }

    @Test
    void issuerAndAudienceAreRequired() {
        assertThatIllegalStateException()
                .isThrownBy(() -> GatehouseTokenVerifier.builder().audience("a").build())
                .withMessageContaining("issuer");
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        GatehouseTokenVerifier.builder().issuer(realm.issuer()).build())
                .withMessageContaining("audience");
    }

    @Test
    void settingsAtTheirLimitsAreAccepted() {
        assertThat(builder()
                        .clockSkewSeconds(300)
                        .timeouts(Duration.ofMillis(1), Duration.ofSeconds(60), Duration.ofSeconds(60))
                        .build())
                .isNotNull();
        assertThat(builder()
                        .issuer("http://keycloak:8080/realms/demo")
                        .allowPlainHttp()
                        .build())
                .isNotNull();
        assertThat(builder().issuer("https://id.example.com/realms/demo").build())
                .isNotNull();
        assertThat(builder().issuer("http://[::1]:8080/realms/demo").build()).isNotNull();
    }

    @Test
    void keysMayBeElsewhereThanTheIssuer() throws VerificationException {
        GatehouseTokenVerifier elsewhere = builder()
                .issuer("https://id.example.com/realms/demo")
                .jwksUri(URI.create(realm.origin() + "/keys"))
                .build();
        String token = RealmStandIn.token(realm.claims().issuer("https://id.example.com/realms/demo"), "k1", 1);

        assertThat(elsewhere.verify(token).subject()).isEqualTo("agent_0123456789ab");
    }

    private GatehouseTokenVerifierBuilder builder() {
        return GatehouseTokenVerifier.builder()
                .issuer(realm.issuer())
                .audience("payments")
                .clock(clock)
                .timeouts(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    private boolean isAccepted(String token) {
        try {
            verifier.verify(token);
            return true;
        } catch (VerificationException e) {
            assertThat(e.reason()).isEqualTo(Reason.BAD_SIGNATURE);
            return false;
        }
    }

    private void assertRefused(String token, Reason reason) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(token, "payments:read"))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static Arguments refused(Reason reason, UnaryOperator<AgentTokenClaimsBuilder> change) {
        return Arguments.of(reason, change);
    }

    private static Arguments badSettings(String named, UnaryOperator<GatehouseTokenVerifierBuilder> change) {
        return Arguments.of(named, change);
    }
}
