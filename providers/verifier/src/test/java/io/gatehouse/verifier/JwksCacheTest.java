package io.gatehouse.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatehouse.core.token.Ed25519PublicKey;
import io.gatehouse.verifier.VerificationException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JwksCacheTest {

    private static final Ed25519PublicKey KEY = RealmStandIn.privateKey(1).publicKey();
    private static final Ed25519PublicKey OTHER_KEY = RealmStandIn.privateKey(2).publicKey();

    private final MovableClock clock = new MovableClock(RealmStandIn.NOW);
    private final FakeSource source = new FakeSource();
    private final JwksCache cache = new JwksCache(source, clock);

    @Test
    void keysAreFetchedOnceWhileTheyAreFresh() throws VerificationException {
        assertThat(cache.key("k1")).isEqualTo(KEY);
        clock.move(JwksCache.FRESH_FOR.minusMillis(1));
        assertThat(cache.key("k1")).isEqualTo(KEY);

        assertThat(source.fetches).hasValue(1);
    }

    @Test
    void keysAreFetchedAnewAfterFiveMinutesAndOldOnesForgotten() throws VerificationException {
        cache.key("k1");
        source.keys = Map.of("k2", OTHER_KEY);
        clock.move(JwksCache.FRESH_FOR);

        assertRefused("k1", Reason.UNKNOWN_KEY);
        assertThat(cache.key("k2")).isEqualTo(OTHER_KEY);
        assertThat(source.fetches).hasValue(2);
    }

    @Test
    void newKeyIsFoundByItsFirstToken() throws VerificationException {
        cache.key("k1");
        source.keys = Map.of("k1", KEY, "k2", OTHER_KEY);
        clock.move(JwksCache.FETCH_INTERVAL);

        assertThat(cache.key("k2")).isEqualTo(OTHER_KEY);
    }

    @Test
    void madeUpKeyIdsCauseOneFetchPerTenSeconds() throws VerificationException {
        cache.key("k1");
        clock.move(JwksCache.FETCH_INTERVAL.minusMillis(1));
        for (int i = 0; i < 100; i++) {
            assertRefused("made-up-" + i, Reason.UNKNOWN_KEY);
        }
        assertThat(source.fetches).hasValue(1);

        clock.move(Duration.ofMillis(1));
        for (int i = 0; i < 100; i++) {
            assertRefused("made-up-" + i, Reason.UNKNOWN_KEY);
        }
        assertThat(source.fetches).hasValue(2);
    }

    @Test
    void oldKeysAreUsedForAnHourWhenTheyCannotBeFetchedAndNotLonger() throws VerificationException {
        cache.key("k1");
        source.failure = new IOException("down");

        clock.move(JwksCache.USABLE_FOR.minusMillis(1));
        assertThat(cache.key("k1")).isEqualTo(KEY);
        clock.move(Duration.ofMillis(1));
        assertRefused("k1", Reason.KEYS_UNAVAILABLE);
    }

    @Test
    void unknownKeyIsNotJudgedWhileTheKeysCannotBeFetched() throws VerificationException {
        cache.key("k1");
        source.failure = new IOException("down");
        clock.move(JwksCache.FETCH_INTERVAL);

        assertRefused("k2", Reason.KEYS_UNAVAILABLE);
        assertThat(cache.key("k1")).isEqualTo(KEY);
    }

    @Test
    void failedFetchIsRepeatedAfterTenSecondsAndNotEarlier() throws VerificationException {
        source.failure = new IOException("down");
        assertRefused("k1", Reason.KEYS_UNAVAILABLE);
        source.failure = null;

        clock.move(JwksCache.FETCH_INTERVAL.minusMillis(1));
        assertRefused("k1", Reason.KEYS_UNAVAILABLE);
        assertThat(source.fetches).hasValue(1);
        clock.move(Duration.ofMillis(1));
        assertThat(cache.key("k1")).isEqualTo(KEY);
    }

    @Test
    void faultOfTheSourceCountsAsAFailedFetch() {
        source.fault = new IllegalStateException("a bug");

        assertRefused("k1", Reason.KEYS_UNAVAILABLE);
    }

    @Test
    void clockSetBackDoesNotStopTheFetching() throws VerificationException {
        cache.key("k1");
        source.keys = Map.of("k2", OTHER_KEY);

        clock.move(Duration.ofDays(-1));

        assertThat(cache.key("k2")).isEqualTo(OTHER_KEY);
    }

    @Test
    void manyThreadsWithTheFirstTokenCauseOneFetch() throws Exception {
        source.gate = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<Ed25519PublicKey>> answers = new ArrayList<>();
            Callable<Ed25519PublicKey> question = () -> cache.key("k1");
            for (int i = 0; i < 64; i++) {
                answers.add(threads.submit(question));
            }
            source.started.await(10, TimeUnit.SECONDS);
            source.gate.countDown();

            for (Future<Ed25519PublicKey> answer : answers) {
                assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(KEY);
            }
            assertThat(source.fetches).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void othersGoOnWithTheOldKeysWhileOneThreadFetches() throws Exception {
        cache.key("k1");
        clock.move(JwksCache.FRESH_FOR);
        source.gate = new CountDownLatch(1);
        source.started = new CountDownLatch(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Ed25519PublicKey> slow = thread.submit(() -> cache.key("k1"));
            assertThat(source.started.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(cache.key("k1")).isEqualTo(KEY);
            assertThat(slow).isNotDone();
            source.gate.countDown();
            assertThat(slow.get(10, TimeUnit.SECONDS)).isEqualTo(KEY);
        } finally {
            thread.shutdownNow();
        }
    }

    private void assertRefused(String keyId, Reason reason) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> cache.key(keyId))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    /** Gives what the test says, and counts. The cache never calls it from two threads at once. */
    private static final class FakeSource implements JwksCache.Source {

        volatile Map<String, Ed25519PublicKey> keys = Map.of("k1", KEY);
        volatile @Nullable IOException failure;
        volatile @Nullable RuntimeException fault;
        volatile CountDownLatch started = new CountDownLatch(1);
        volatile CountDownLatch gate = new CountDownLatch(0);
        final AtomicInteger fetches = new AtomicInteger();

        @Override
        public Map<String, Ed25519PublicKey> fetch() throws IOException {
            fetches.incrementAndGet();
            started.countDown();
            try {
                if (!gate.await(20, TimeUnit.SECONDS)) {
                    throw new IOException("the test never opened the gate");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            IOException planned = failure;
            if (planned != null) {
                throw planned;
            }
            RuntimeException plannedFault = fault;
            if (plannedFault != null) {
                throw plannedFault;
            }
            return keys;
        }
    }
}
