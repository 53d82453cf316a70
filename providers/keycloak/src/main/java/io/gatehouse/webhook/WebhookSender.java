package io.gatehouse.webhook;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GuardedHttp;
import io.gatehouse.platform.Jobs;
import io.gatehouse.platform.Ports;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Sends what is due: one thread claims lanes, workers make the attempts outside any transaction, one thread settles. So it
 * uses two database connections however much there is to send. A node that dies leaves leases that end by themselves; what it
 * had in flight is sent again by others, under the same {@code webhook-id}. One for each node.
 */
public final class WebhookSender implements AutoCloseable {
    /** Pause between two looks for due lanes, in milliseconds. */
    static final long POLL_MS = 100;

    /** Pause after the database failed, in milliseconds. */
    static final long FAILED_MS = 1_000;

    /** Pause between two looks for what is past its time, in milliseconds. */
    static final long CLEAN_UP_MS = 5_000;

    /** How long a claim that runs when the server stops is waited for, in milliseconds: its lanes must be given back too. */
    static final long CLAIM_GRACE_MS = 1_000;

    /** How long attempts in flight are waited for when the server stops, in milliseconds; then they are cut off. */
    static final long GRACE_MS = 1_500;

    /** How long what they gave is waited for to be written, in milliseconds. */
    static final long SETTLE_GRACE_MS = 2_000;

    /** A thread whose slot is free again may take a moment to be free itself. */
    private static final int MAX_THREADS = 2 * SendingSlots.MAX_SLOTS;

    private static final Logger LOG = Logger.getLogger(WebhookSender.class);

    private final Ports ports;
    private final GuardedHttp http;
    private final SendingSlots slots = new SendingSlots();
    private final SettleRoom room = new SettleRoom();
    private final Settlements settlements;
    private final LaneClaims claims;
    private final DeliveryAttempt attempts;
    private final WebhookMetrics metrics = new WebhookMetrics();
    private final ExecutorService workers = workers();
    private final Thread claimThread = new Thread(this::claimUntilStopped, "gatehouse-webhook-claim");
    private final Thread settleThread = new Thread(this::settleUntilStopped, "gatehouse-webhook-settle");
    private final Semaphore change = new Semaphore(0);
    private volatile boolean isStopping;
    private volatile boolean isSettled;

    /** @param http is closed with this, so that no attempt outlives it */
    public WebhookSender(Ports ports, GuardedHttp http, CreatorRights rights) {
        this.ports = ports;
        this.http = http;
        this.settlements = new Settlements(ports, room, metrics);
        this.claims = new LaneClaims(ports, rights, slots, settlements::end);
        this.attempts = new DeliveryAttempt(http);
        claimThread.setDaemon(true);
        settleThread.setDaemon(true);
    }

    /** Sends from now on. */
    public void start(Jobs jobs) {
        metrics.watch(slots);
        DeliveryCleanUp cleanUp = new DeliveryCleanUp(ports.database(), metrics);
        jobs.every("webhook-clean-up", CLEAN_UP_MS, cleanUp::run);
        claimThread.start();
        settleThread.start();
    }

    private void claimUntilStopped() {
        while (!isStopping) {
            long pauseMs = POLL_MS;
            try {
                List<Lane> lanes = claims.claim();
                send(lanes);
                // More may be due than one round takes.
                pauseMs = lanes.isEmpty() ? POLL_MS : 0;
            } catch (RuntimeException e) {
                pauseMs = FAILED_MS;
                logFailure("claim lanes", e);
            }
            await(pauseMs);
        }
    }

    /** A slot for each lane first, then what is left: no lane waits for another that has several. */
    private void send(List<Lane> lanes) {
        int[] taken = new int[lanes.size()];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = slots.take(lanes.get(i).health().standing(), 1);
        }
        for (int i = 0; i < taken.length; i++) {
            Lane lane = lanes.get(i);
            int more = Math.min(lane.deliveries().size(), lane.health().maxInFlight()) - taken[i];
            taken[i] += taken[i] == 0 ? 0 : slots.take(lane.health().standing(), more);
            send(lane, taken[i]);
        }
    }

    private void send(Lane lane, int taken) {
        if (taken == 0) {
            settlements.end(lane.unsent());
            return;
        }
        Runnable onSettled = () -> {
            slots.give(lane.health().standing(), taken);
            change.release();
        };
        LaneRun run = new LaneRun(lane, attempts, settlements, room, () -> isStopping, onSettled);
        run.start(workers, taken);
    }

    private void settleUntilStopped() {
        while (!isSettled || settlements.isAnyWaiting()) {
            try {
                settlements.settle();
            } catch (RuntimeException e) {
                if (isSettled) {
                    return;
                }
                logFailure("settle deliveries", e);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FAILED_MS));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void logFailure(String what, RuntimeException e) {
        if (!isStopping) {
            LOG.warnf(e, "could not %s; it is tried again", what);
        }
    }

    /** Waits, shorter when a lane was given back or the node stops. */
    private void await(long ms) {
        try {
            if (ms > 0 && change.tryAcquire(ms, TimeUnit.MILLISECONDS)) {
                int ignored = change.drainPermits();
            }
        } catch (InterruptedException e) {
            isStopping = true;
        }
    }

    /**
     * Begins no attempt any more, waits for those in flight a little, writes down what they gave, and gives the lanes back, so
     * that another node need not wait for their leases. Takes a few seconds at most.
     */
    @Override
    public void close() {
        isStopping = true;
        change.release();
        waitFor(claimThread, CLAIM_GRACE_MS);
        waitForSlots(GRACE_MS);
        http.close();
        waitForSlots(SETTLE_GRACE_MS);
        isSettled = true;
        waitFor(settleThread, SETTLE_GRACE_MS);
        workers.shutdownNow();
        settleThread.interrupt();
        claimThread.interrupt();
    }

    private static void waitFor(Thread thread, long maxMs) {
        try {
            thread.join(maxMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void waitForSlots(long maxMs) {
        long until = Clock.monotonicMs() + maxMs;
        try {
            for (long left = maxMs; slots.inFlight() > 0 && left > 0; left = until - Clock.monotonicMs()) {
                boolean ignored = change.tryAcquire(Math.min(left, POLL_MS), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Virtual threads where Java has them (21 and later), else a pool; {@link SendingSlots} bounds either. */
    private static ExecutorService workers() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return new ThreadPoolExecutor(0, MAX_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "gatehouse-webhook-worker");
                thread.setDaemon(true);
                return thread;
            });
        }
    }
}
