package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.DistributionServer;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * No event and no delivery is lost when a node is killed at any point or the database goes away: each endpoint gets each
 * message at least once, a message that comes twice has the same id, and the audit log still verifies.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Isolated("kills and measures real time")
class DeliveriesSurviveIT {
    private static final int REPEATS = 20;

    /** With 32 endpoints about a thousand deliveries. */
    private static final int EVENTS = 32;

    private static final int DELIVERIES = EVENTS * DeliveryNodes.ENDPOINTS;

    /** What a node may have in flight; more cannot come twice. */
    private static final int MAX_IN_FLIGHT = 128;

    private static final long SLOW_MS = 150;
    private static final Duration TAKEOVER = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration RECOVERY = Duration.ofSeconds(15);
    private static final long OUTAGE_MS = 60_000;
    private static final long SHORT_OUTAGE_MS = 5_000;
    private static final long BETWEEN_EVENTS_MS = 20;

    private final DeliveryNodes nodes = new DeliveryNodes("survive");
    private int killed;

    @BeforeAll
    void start() {
        nodes.start();
    }

    @AfterAll
    void close() {
        nodes.close();
    }

    @Test
    @Tag("own-server")
    void nothingIsLostWhenANodeIsKilledAmidDeliveries() throws Exception {
        killAmidDeliveries();
    }

    @Tag("torture")
    @RepeatedTest(REPEATS)
    void nothingIsLostWhenANodeIsKilledAmidDeliveriesHoweverOften() throws Exception {
        killAmidDeliveries();
    }

    @Test
    @Tag("own-server")
    void nothingIsLostWhenANodeIsKilledBetweenSendAndSettle() throws Exception {
        killBetweenSendAndSettle();
    }

    @Tag("torture")
    @RepeatedTest(REPEATS)
    void nothingIsLostWhenANodeIsKilledBetweenSendAndSettleHoweverOften() throws Exception {
        killBetweenSendAndSettle();
    }

    @Test
    @Tag("own-server")
    void nothingIsLostWhenANodeIsKilledBetweenCommitAndSend() throws Exception {
        killBetweenCommitAndSend();
    }

    @Tag("torture")
    @RepeatedTest(REPEATS)
    void nothingIsLostWhenANodeIsKilledBetweenCommitAndSendHoweverOften() throws Exception {
        killBetweenCommitAndSend();
    }

    @Test
    @Tag("own-server")
    void nothingIsLostWhenTheDatabaseRestarts() throws Exception {
        // Shorter than a lease: each node writes down what it sent as soon as it can.
        outage(SHORT_OUTAGE_MS, MAX_IN_FLIGHT);
    }

    @Test
    @Tag("torture")
    void nothingIsLostWhenTheDatabaseIsGoneForAMinute() throws Exception {
        // Longer than a lease: what a node sent meanwhile and could not write down may be sent again.
        outage(OUTAGE_MS, Integer.MAX_VALUE);
    }

    private void killAmidDeliveries() throws Exception {
        nodes.receiver().clear();
        nodes.receiver().answerAfter(SLOW_MS);
        insert(EVENTS);
        Eventually.holds(LIMIT, "deliveries run", () -> nodes.receiver().received() > DELIVERIES / 8);

        DistributionServer victim = killOne();

        assertNothingLost(DELIVERIES, DELIVERIES, MAX_IN_FLIGHT);
        restart(victim);
    }

    /** The receiver has the message, the sender will never know. */
    private void killBetweenSendAndSettle() throws Exception {
        nodes.receiver().clear();
        nodes.receiver().answerAfter(0);
        AtomicBoolean isReached = new AtomicBoolean();
        nodes.receiver().beforeAnswer(count -> {
            if (count == DELIVERIES / 4) {
                isReached.set(true);
            }
            while (isReached.get() && killed % 2 == 0 && nodes.first().isAlive()) {
                LockSupport.parkNanos(1_000_000);
            }
            while (isReached.get() && killed % 2 == 1 && nodes.second().isAlive()) {
                LockSupport.parkNanos(1_000_000);
            }
        });
        insert(EVENTS);
        Eventually.holds(LIMIT, "a quarter has come", isReached::get);
        DistributionServer victim = nodes.both().get(killed % 2);
        victim.kill9();
        nodes.receiver().beforeAnswer(count -> {});
        killed++;

        assertNothingLost(DELIVERIES, DELIVERIES, MAX_IN_FLIGHT);
        restart(victim);
    }

    private void killBetweenCommitAndSend() throws Exception {
        nodes.receiver().clear();
        nodes.receiver().answerAfter(SLOW_MS);
        insert(EVENTS);

        DistributionServer victim = killOne();

        assertNothingLost(DELIVERIES, DELIVERIES, MAX_IN_FLIGHT);
        restart(victim);
    }

    /** Changes go on being made while the database is away; those that were answered must all arrive. */
    private void outage(long outageMs, int mostTwice) throws Exception {
        nodes.receiver().clear();
        nodes.receiver().answerAfter(0);
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicLong committed = new AtomicLong();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> writer = thread.submit(() -> writeUntil(isOver, committed));
            Eventually.holds(LIMIT, "deliveries run", () -> nodes.receiver().messages() > DELIVERIES / 8);

            nodes.postgres().stop();
            LockSupport.parkNanos(outageMs * 1_000_000);
            nodes.postgres().start();
            int before = nodes.receiver().messages();
            Eventually.holds(
                    RECOVERY, "deliveries run again", () -> nodes.receiver().messages() > before);
            isOver.set(true);
            writer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } finally {
            isOver.set(true);
            thread.shutdownNow();
        }

        // Of the insert that the outage interrupted nobody knows whether it was committed.
        int deliveries = (int) committed.get() * DeliveryNodes.ENDPOINTS;
        assertNothingLost(deliveries, deliveries + DeliveryNodes.ENDPOINTS, mostTwice);
    }

    private void writeUntil(AtomicBoolean isOver, AtomicLong committed) {
        while (!isOver.get()) {
            try (EventLoad load = nodes.load()) {
                while (!isOver.get()) {
                    load.insert();
                    committed.incrementAndGet();
                    LockSupport.parkNanos(BETWEEN_EVENTS_MS * 1_000_000);
                }
            } catch (java.sql.SQLException e) {
                LockSupport.parkNanos(BETWEEN_EVENTS_MS * 1_000_000);
            }
        }
    }

    private void insert(int events) throws Exception {
        try (EventLoad load = nodes.load()) {
            load.insert(nodes.realmId(), events);
        }
    }

    /** Kills the nodes in turn, so that the one that sequences is killed as well as the one that does not. */
    private DistributionServer killOne() {
        DistributionServer victim = nodes.both().get(killed++ % 2);
        victim.kill9();
        return victim;
    }

    private void restart(DistributionServer victim) {
        nodes.receiver().answerAfter(0);
        victim.start();
    }

    private void assertNothingLost(int deliveries, int most, int mostTwice) {
        long startNs = System.nanoTime();
        Eventually.holds(
                TAKEOVER.plus(LIMIT),
                deliveries + " messages come",
                () -> nodes.receiver().messages() >= deliveries);
        Eventually.holds(LIMIT, "every delivery is settled", () -> unsettled() == 0);
        int duplicates = nodes.receiver().received() - nodes.receiver().messages();
        System.out.printf(
                "%d deliveries: all came, %d twice, %.1f s after the fault%n",
                deliveries, duplicates, (System.nanoTime() - startNs) / 1e9);
        assertThat(nodes.receiver().messages()).isBetween(deliveries, most);
        assertThat(duplicates).isLessThanOrEqualTo(mostTwice);
        assertAuditVerifies();
    }

    private void assertAuditVerifies() {
        DistributionServer alive = nodes.first().isAlive() ? nodes.first() : nodes.second();
        assertThat(nodes.calls(alive)
                        .admin("POST", "/audit/verify")
                        .json(java.util.Map.of())
                        .send()
                        .expect(200)
                        .text("ok"))
                .isEqualTo("true");
    }

    private long unsettled() {
        return nodes.rows().count("gatehouse_event", nodes.realmId())
                + Long.parseLong(nodes.rows()
                        .query("select count(*) as n from gatehouse_delivery where status = 0")
                        .get(0)
                        .get("n"));
    }
}
