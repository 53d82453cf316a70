package io.gatehouse.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gatehouse.core.token.StatusList;
import io.gatehouse.core.token.StatusListToken;
import io.gatehouse.core.token.StatusReference;
import io.gatehouse.verifier.VerificationException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offline verification sees revocations: the realm's status lists, with a copy that is used for a bounded time. */
@Timeout(60)
class StatusListVerificationTest {
    private static final int INDEX = 77;
    private static final int SIZE = 1024;
    private static final long TTL_SECONDS = 15;

    private final RealmStandIn realm;
    private final MovableClock clock = new MovableClock(RealmStandIn.NOW);
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile RealmStandIn.Answer list = RealmStandIn.status(500, "");
    private final GatehouseTokenVerifier verifier;

    StatusListVerificationTest() throws IOException {
        realm = new RealmStandIn();
        realm.answerWith(exchange -> {
            if (exchange.getRequestURI().getPath().endsWith("/certs")) {
                RealmStandIn.body(RealmStandIn.keySet(RealmStandIn.key("k1", 1)))
                        .write(exchange);
            } else {
                fetches.incrementAndGet();
                list.write(exchange);
            }
        });
        verifier = builder().build();
        publish();
    }

    @AfterEach
    void stopRealm() {
        realm.close();
    }

    private GatehouseTokenVerifierBuilder builder() {
        return GatehouseTokenVerifier.builder()
                .issuer(realm.issuer())
                .audience("payments")
                .clock(clock);
    }

    private String uri() {
        return realm.issuer() + "/gatehouse/v1/status-lists/1";
    }

    private String token(int index, String uri) {
        return RealmStandIn.token(realm.claims().status(new StatusReference(index, uri)), "k1", 1);
    }

    private String token() {
        return token(INDEX, uri());
    }

    private StatusListToken list(String uri, long issuedInSeconds, long lifetimeSeconds, int... revoked) {
        BitSet bits = new BitSet();
        for (int index : revoked) {
            bits.set(index);
        }
        long nowSeconds = clock.millis() / 1000 + issuedInSeconds;
        return new StatusListToken(
                uri, nowSeconds, nowSeconds + lifetimeSeconds, TTL_SECONDS, null, StatusList.of(bits, SIZE));
    }

    private void publish(int... revoked) {
        list = RealmStandIn.body(list(uri(), 0, 300, revoked).sign("k1", RealmStandIn.privateKey(1)));
    }

    private static void assertRefused(GatehouseTokenVerifier by, String token, Reason reason) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> by.verify(token))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void revokedTokenIsRefusedAndItsNeighbourIsNot() throws VerificationException {
        publish(INDEX);

        assertRefused(verifier, token(), Reason.REVOKED);
        assertThat(verifier.verify(token(INDEX + 1, uri())).subject()).isNotEmpty();
        assertThat(fetches).hasValue(1);
    }

    @Test
    void revocationIsSeenWhenTheTtlIsOver() throws VerificationException {
        String token = token();
        assertThat(verifier.verify(token).subject()).isNotEmpty();
        publish(INDEX);

        clock.move(Duration.ofSeconds(TTL_SECONDS).minusMillis(1));
        assertThat(verifier.verify(token).subject()).isNotEmpty();
        clock.move(Duration.ofMillis(1));
        assertRefused(verifier, token, Reason.REVOKED);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void copyIsUsedUpToTheGreatestAgeAndThenNothingIsAccepted() throws VerificationException {
        String token = token();
        assertThat(verifier.verify(token).subject()).isNotEmpty();
        list = RealmStandIn.status(503, "");

        clock.move(Duration.ofSeconds(60).minusMillis(1));
        assertThat(verifier.verify(token).subject()).isNotEmpty();
        clock.move(Duration.ofMillis(1));
        assertRefused(verifier, token, Reason.STATUS_UNAVAILABLE);

        publish();
        clock.move(StatusListCache.FETCH_INTERVAL);
        assertThat(verifier.verify(token).subject()).isNotEmpty();
    }

    @Test
    void expiredListIsNotUsedHoweverYoungTheCopyIs() throws VerificationException {
        list = RealmStandIn.body(list(uri(), 0, 5).sign("k1", RealmStandIn.privateKey(1)));
        assertThat(verifier.verify(token()).subject()).isNotEmpty();
        list = RealmStandIn.status(503, "");

        clock.move(Duration.ofSeconds(5));
        assertRefused(verifier, token(), Reason.STATUS_UNAVAILABLE);
    }

    @Test
    void unknownStatusIsAcceptedOnlyWhenConfigured() throws VerificationException {
        list = RealmStandIn.status(503, "");

        assertRefused(verifier, token(), Reason.STATUS_UNAVAILABLE);
        assertThat(builder().acceptUnknownStatus().build().verify(token()).subject())
                .isNotEmpty();
        publish(INDEX);
        assertRefused(builder().acceptUnknownStatus().build(), token(), Reason.REVOKED);
        assertThat(builder().ignoreStatus().build().verify(token()).subject()).isNotEmpty();
    }

    @Test
    void realmThatFailsIsAskedOnceASecond() {
        list = RealmStandIn.status(503, "");
        for (int i = 0; i < 50; i++) {
            assertRefused(verifier, token(), Reason.STATUS_UNAVAILABLE);
        }
        assertThat(fetches).hasValue(1);

        clock.move(StatusListCache.FETCH_INTERVAL);
        assertRefused(verifier, token(), Reason.STATUS_UNAVAILABLE);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void manyCallersCostOneFetch() throws Exception {
        String token = token();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<VerifiedToken>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(threads.submit(() -> verifier.verify(token)));
            }
            for (Future<VerifiedToken> call : calls) {
                assertThat(call.get().subject()).isNotEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void forgedListsAreNotBelieved() {
        String other = uri() + "0";
        List<String> forged = List.of(
                list(uri(), 0, 300).sign("k1", RealmStandIn.privateKey(2)),
                list(uri(), 0, 300).sign("k2", RealmStandIn.privateKey(2)),
                list(other, 0, 300).sign("k1", RealmStandIn.privateKey(1)),
                list(uri(), -400, 300).sign("k1", RealmStandIn.privateKey(1)),
                list(uri(), 60, 300).sign("k1", RealmStandIn.privateKey(1)),
                token(),
                "x".repeat(StatusListToken.MAX_TOKEN_LENGTH + 1),
                "");
        for (String text : forged) {
            list = RealmStandIn.body(text);
            assertRefused(builder().build(), token(), Reason.STATUS_UNAVAILABLE);
        }
    }

    @Test
    void placeThatTheListDoesNotHaveIsRefused() {
        assertRefused(verifier, token(SIZE, uri()), Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/status-lists/1",
                "@127.0.0.1/x",
                ".evil.example/status-lists/1",
                "/../../admin",
                "/a/../b",
                "/%2e%2e/b",
                "/a?x=1",
                "/a#x",
                "/a//b",
                "/a\\b",
                "x",
                ""
            })
    void listThatIsNotBelowTheIssuerIsNeverFetched(String below) {
        String uri = below.startsWith("http") ? below : realm.issuer() + below;
        if (!uri.equals(realm.issuer())) {
            assertRefused(verifier, token(INDEX, uri), Reason.MALFORMED);
        }
        assertThat(fetches).hasValue(0);
    }

    @Test
    void listsAreFetchedWhereTheIssuerIsReached() throws VerificationException {
        String issuer = "https://id.example.com/realms/demo";
        String uri = issuer + "/gatehouse/v1/status-lists/1";
        list = RealmStandIn.body(list(uri, 0, 300, INDEX).sign("k1", RealmStandIn.privateKey(1)));
        GatehouseTokenVerifier inside = GatehouseTokenVerifier.builder()
                .issuer(issuer)
                .jwksUri(URI.create(realm.issuer() + "/protocol/openid-connect/certs"))
                .audience("payments")
                .clock(clock)
                .build();

        assertRefused(
                inside,
                RealmStandIn.token(realm.claims().issuer(issuer).status(new StatusReference(INDEX, uri)), "k1", 1),
                Reason.REVOKED);
        assertThat(inside.verify(RealmStandIn.token(
                                realm.claims().issuer(issuer).status(new StatusReference(1, uri)), "k1", 1))
                        .subject())
                .isNotEmpty();
    }

    @Test
    void memoryIsBounded() throws VerificationException {
        realm.answerWith(exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/certs")) {
                RealmStandIn.body(RealmStandIn.keySet(RealmStandIn.key("k1", 1)))
                        .write(exchange);
            } else {
                fetches.incrementAndGet();
                RealmStandIn.body(list(realm.origin() + path, 0, 300).sign("k1", RealmStandIn.privateKey(1)))
                        .write(exchange);
            }
        });
        for (int i = 0; i <= StatusListCache.MAX_LISTS; i++) {
            verifier.verify(token(1, realm.issuer() + "/lists/" + i));
        }
        verifier.verify(token(1, realm.issuer() + "/lists/" + StatusListCache.MAX_LISTS));
        assertThat(fetches).hasValue(StatusListCache.MAX_LISTS + 1);

        verifier.verify(token(1, realm.issuer() + "/lists/0"));
        assertThat(fetches).hasValue(StatusListCache.MAX_LISTS + 2);
    }

    @Test
    void settingsAreBounded() {
        for (Duration bad : List.of(Duration.ofMillis(999), Duration.ofHours(1).plusMillis(1))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> builder().maxStatusAge(bad).build())
                    .withMessageContaining("maxStatusAge");
        }
        for (long bad : new long[] {0, 601}) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> builder().proofMaxAgeSeconds(bad).build())
                    .withMessageContaining("proofMaxAgeSeconds");
        }
        assertThat(builder()
                        .maxStatusAge(Duration.ofHours(1))
                        .proofMaxAgeSeconds(600)
                        .build())
                .isNotNull();
    }
}
