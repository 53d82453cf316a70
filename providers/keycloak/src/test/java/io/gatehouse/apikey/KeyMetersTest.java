package io.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.apikey.ApiKeyVerdict.Code;
import io.gatehouse.core.limit.Credits;
import io.gatehouse.core.limit.LimitReading;
import io.gatehouse.core.limit.RateLimit;
import io.gatehouse.core.limit.RefillInterval;
import io.gatehouse.core.net.AllowedAddresses;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Owner;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;

/** Two nodes, each with meters of its own, and one database. */
class KeyMetersTest {
    /** A window that does not end while a test runs, whenever it begins. */
    private static final int LONG_SECONDS = RateLimit.MAX_WINDOW_SECONDS;

    private static final ApiKeyUse ONE = ApiKeyUse.of(List.of());

    private final KeycloakSession session = new RealmFixture().scope.session();
    private MemoryDatabase database;
    private KeyMeters first;
    private KeyMeters second;

    @BeforeEach
    void start() throws SQLException {
        database = new MemoryDatabase();
        first = new KeyMeters(database);
        second = new KeyMeters(database);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private static RateLimit limit(String name, long limit) {
        return new RateLimit(name, limit, LONG_SECONDS);
    }

    private static ApiKey key(boolean hasCredits, RateLimit... limits) {
        ApiKeyEntity row = Keys.row(Owner.user(Keys.USER), null, Long.MAX_VALUE);
        row.limit(new KeyLimits(List.of(limits), AllowedAddresses.ALL, hasCredits, null), Keys.CREATED_AT_MS);
        return row.toKey();
    }

    private ApiKey keyWithCredits(long credits, RateLimit... limits) {
        ApiKey key = key(true, limits);
        database.inNewConnection(connection -> {
            new CreditTable(connection)
                    .insert(MeterId.of(key), new CreditAccount(new Credits(credits, null), Clock.nowMs()));
            return true;
        });
        return key;
    }

    private long stored(ApiKey key) {
        return database.inNewConnection(connection -> new CreditTable(connection)
                .lock(MeterId.of(key))
                .orElseThrow()
                .credits()
                .remaining());
    }

    private Code take(KeyMeters node, ApiKey key) {
        return node.take(session, key, ONE).code();
    }

    private Code take(KeyMeters node, ApiKey key, int cost) {
        return node.take(session, key, ONE.costing(cost)).code();
    }

    private static LimitReading shown(Metered metered) {
        return Objects.requireNonNull(metered.shown());
    }

    private static Credits credits(Metered metered) {
        return Objects.requireNonNull(metered.credits());
    }

    private long valid(ApiKey key, int uses, KeyMeters... nodes) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(uses);
        try {
            List<Callable<Code>> calls = new ArrayList<>();
            IntStream.range(0, uses).forEach(i -> calls.add(() -> take(nodes[i % nodes.length], key)));
            long valid = 0;
            for (Future<Code> code : threads.invokeAll(calls)) {
                valid += code.get() == Code.VALID ? 1 : 0;
            }
            return valid;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void keyWithoutLimitsIsNotCounted() {
        assertThat(take(first, key(false))).isEqualTo(Code.VALID);
        assertThat(database.transactions).hasValue(0);
    }

    @Test
    void ofSixtyFourParallelUsesExactlyTheLimitIsTaken() throws Exception {
        assertThat(valid(key(false, limit("a", 10)), 64, first)).isEqualTo(10);
    }

    @Test
    void readingsTellWhatIsLeft() {
        ApiKey key = key(false, limit("wide", 100), limit("narrow", 3));
        Metered metered = first.take(session, key, ONE);
        assertThat(metered.headers().get("RateLimit-Policy"))
                .isEqualTo("\"wide\";q=100;w=2592000, \"narrow\";q=3;w=2592000");
        assertThat(metered.headers().get("RateLimit")).startsWith("\"wide\";r=99;t=");
        assertThat(shown(metered).limit().name()).isEqualTo("narrow");
        assertThat(shown(metered).remaining()).isEqualTo(2);
        assertThat(metered.retryAfterSeconds()).isEmpty();
    }

    @Test
    void useThatOneLimitRefusesIsTakenFromNone() {
        ApiKey key = key(false, limit("wide", 100), limit("narrow", 3));
        assertThat(take(first, key, 2)).isEqualTo(Code.VALID);
        Metered refused = first.take(session, key, ONE.costing(2));
        assertThat(refused.code()).isEqualTo(Code.RATE_LIMITED);
        assertThat(shown(refused).limit().name()).isEqualTo("narrow");
        assertThat(refused.headers().get("RateLimit")).contains("\"wide\";r=98;", "\"narrow\";r=1;");
        assertThat(refused.retryAfterSeconds()).isPresent();
        assertThat(take(first, key, 1)).isEqualTo(Code.VALID);
    }

    @Test
    void namedResourceCountsAgainstItsLimitAlone() {
        ApiKey key = key(false, limit("read", 1), limit("write", 1));
        assertThat(first.take(session, key, ONE.ofResource("read")).code()).isEqualTo(Code.VALID);
        assertThat(first.take(session, key, ONE.ofResource("read")).code()).isEqualTo(Code.RATE_LIMITED);
        assertThat(first.take(session, key, ONE.ofResource("write")).code()).isEqualTo(Code.VALID);
        assertThat(first.take(session, key, ONE.ofResource("other")).code()).isEqualTo(Code.RATE_LIMITED);
    }

    @Test
    void whatCostsNothingIsAlwaysTakenAndTakesNothing() {
        ApiKey key = keyWithCredits(1, limit("a", 1));
        assertThat(take(first, key)).isEqualTo(Code.VALID);
        assertThat(take(first, key, 0)).isEqualTo(Code.VALID);
        Metered shown = first.take(session, key, ONE.costing(0));
        assertThat(shown(shown).remaining()).isZero();
        assertThat(credits(shown).remaining()).isZero();
    }

    @Test
    void otherNodeRefusesOnceItHasHeard() {
        ApiKey key = key(false, limit("a", 10));
        assertThat(take(second, key)).isEqualTo(Code.VALID);
        assertThat(take(first, key, 9)).isEqualTo(Code.VALID);
        first.exchange();
        second.exchange();
        first.exchange();
        assertThat(take(second, key)).isEqualTo(Code.RATE_LIMITED);
        assertThat(take(first, key)).isEqualTo(Code.RATE_LIMITED);
    }

    @Test
    void exchangesCountNothingTwice() {
        ApiKey key = key(false, limit("a", 10));
        for (int i = 0; i < 5; i++) {
            assertThat(take(first, key)).isEqualTo(Code.VALID);
            assertThat(take(second, key)).isEqualTo(Code.VALID);
            first.exchange();
            second.exchange();
            first.exchange();
        }
        assertThat(take(first, key)).isEqualTo(Code.RATE_LIMITED);
        assertThat(take(second, key)).isEqualTo(Code.RATE_LIMITED);
    }

    @Test
    void restartedNodeGivesOutNothingAnew() {
        ApiKey key = key(false, limit("a", 10));
        assertThat(take(first, key, 10)).isEqualTo(Code.VALID);
        first.close();
        assertThat(take(new KeyMeters(database), key)).isEqualTo(Code.RATE_LIMITED);
    }

    @Test
    void otherLimitOfTheSameNameAndLengthBeginsWithWhatWasUsed() {
        assertThat(take(first, key(false, limit("a", 10)), 7)).isEqualTo(Code.VALID);
        ApiKey raised = key(false, limit("a", 12));
        assertThat(take(first, raised, 6)).isEqualTo(Code.RATE_LIMITED);
        assertThat(take(first, raised, 5)).isEqualTo(Code.VALID);
    }

    @Test
    void knownKeyIsTakenWithoutTheDatabase() {
        ApiKey key = keyWithCredits(100_000, limit("a", 1_000));
        assertThat(take(first, key)).isEqualTo(Code.VALID);
        int before = database.transactions.get();
        for (int i = 0; i < 500; i++) {
            assertThat(take(first, key)).isEqualTo(Code.VALID);
        }
        assertThat(database.transactions).hasValue(before);
    }

    @Test
    void ofSixtyFourParallelUsesOnTwoNodesExactlyTheCreditsAreTaken() throws Exception {
        ApiKey key = keyWithCredits(10);
        assertThat(valid(key, 64, first, second)).isEqualTo(10);
        assertThat(stored(key)).isZero();
    }

    @Test
    void everyCreditIsSpentOnceByTwoNodes() {
        ApiKey key = keyWithCredits(2_345);
        long spent = 0;
        while (take(first, key) == Code.VALID) {
            spent++;
            spent += take(second, key) == Code.VALID ? 1 : 0;
        }
        while (take(second, key) == Code.VALID) {
            spent++;
        }
        assertThat(spent).isEqualTo(2_345);
    }

    @Test
    void cleanStopPutsBackWhatIsNotSpentAndACrashLosesTheBlockAlone() {
        ApiKey key = keyWithCredits(1_000);
        assertThat(take(first, key)).isEqualTo(Code.VALID);
        assertThat(stored(key)).isEqualTo(990);
        first.close();
        assertThat(stored(key)).isEqualTo(999);
    }

    @Test
    void useWithoutCreditsTakesNothingOfTheRateLimit() {
        ApiKey key = keyWithCredits(2, limit("a", 10));
        assertThat(take(first, key, 3)).isEqualTo(Code.USAGE_EXCEEDED);
        Metered metered = first.take(session, key, ONE.costing(2));
        assertThat(metered.code()).isEqualTo(Code.VALID);
        assertThat(shown(metered).remaining()).isEqualTo(8);
        assertThat(credits(metered).remaining()).isZero();
        Metered refused = first.take(session, key, ONE);
        assertThat(refused.code()).isEqualTo(Code.USAGE_EXCEEDED);
        assertThat(refused.headers().get("RateLimit")).startsWith("\"a\";r=8;");
        assertThat(refused.retryAfterSeconds()).isEmpty();
    }

    @Test
    void databaseThatIsGoneTakesNothingAndIsNotBelievedToBeEmpty() {
        ApiKey key = keyWithCredits(5, limit("a", 5));
        assertThat(take(first, key, 0)).isEqualTo(Code.VALID);
        database.isDown = true;
        assertThatThrownBy(() -> take(first, key)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> first.close()).isInstanceOf(IllegalStateException.class);
        database.isDown = false;
        assertThat(take(first, key, 5)).isEqualTo(Code.VALID);
    }

    @Test
    void administratorsChangeVoidsWhatNodesHold() {
        ApiKey key = keyWithCredits(1_000);
        assertThat(take(first, key)).isEqualTo(Code.VALID);
        database.inNewConnection(connection -> {
            CreditTable table = new CreditTable(connection);
            CreditAccount account = table.lock(MeterId.of(key)).orElseThrow();
            table.update(MeterId.of(key), account.with(new Credits(1, null), Clock.nowMs()));
            return true;
        });
        first.exchange();
        assertThat(take(first, key)).isEqualTo(Code.VALID);
        assertThat(take(first, key)).isEqualTo(Code.USAGE_EXCEEDED);
        first.close();
        assertThat(stored(key)).isZero();
    }

    @Test
    void keyWhoseCreditsAreGoneIsRefused() {
        assertThat(take(first, key(true))).isEqualTo(Code.USAGE_EXCEEDED);
    }

    @Test
    void refillIsTakenOnceByWhomeverComesFirst() {
        ApiKey key = key(true);
        Credits due = new Credits(0, new Credits.Refill(5, RefillInterval.DAILY, Clock.nowMs() - 1));
        database.inNewConnection(connection -> {
            new CreditTable(connection).insert(MeterId.of(key), new CreditAccount(due, 1));
            return true;
        });
        assertThat(take(first, key, 3)).isEqualTo(Code.VALID);
        assertThat(take(second, key, 3)).isEqualTo(Code.USAGE_EXCEEDED);
        assertThat(take(second, key, 2)).isEqualTo(Code.VALID);
        Metered refused = first.take(session, key, ONE);
        assertThat(refused.code()).isEqualTo(Code.USAGE_EXCEEDED);
        assertThat(refused.retryAfterSeconds()).isPresent();
    }

    @Test
    void keysThatReplaceOneAnotherShareTheirLimits() throws Exception {
        ApiKey old = key(false, limit("a", 10));
        assertThat(valid(old, 20, first)).isEqualTo(10);
        assertThat(old.limits().ofSuccessor(old.id()).accountOf("other")).isEqualTo(old.id());
        assertThat(old.limits().ofSuccessor("x").ofSuccessor("y").accountOf("z"))
                .isEqualTo("x");
    }

    @Test
    void accountsBeyondTheMaximumAreTakenFromOneByOne() {
        CreditBlocks blocks = new CreditBlocks(database, 0);
        ApiKey key = keyWithCredits(1_000);
        assertThat(blocks.take(MeterId.of(key), 1).isTaken()).isTrue();
        assertThat(stored(key)).isEqualTo(999);
    }
}
