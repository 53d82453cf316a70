package io.gatehouse.webhook;

import io.gatehouse.core.webhook.EndpointAnswer;
import io.gatehouse.core.webhook.LaneHealth;
import io.gatehouse.platform.Clock;
import io.gatehouse.webhook.DeliveryAttempt.Made;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends what one claim of a lane holds, a few attempts at a time, and gives the lane back when the last has ended. Attempts
 * that are not begun stay due. Thread-safe.
 */
final class LaneRun {
    private static final Logger LOG = Logger.getLogger(LaneRun.class);

    private final Lane lane;
    private final DeliveryAttempt attempts;
    private final Settlements settlements;
    private final SettleRoom room;
    private final BooleanSupplier isStopping;
    private final Runnable onSettled;
    private final Deque<DueDelivery> waiting;
    private LaneHealth health;
    private int begun;
    private int running;
    private long throttleMs;
    private @Nullable DisabledReason disabled;

    /** @param onSettled called once the lane is given back */
    LaneRun(
            Lane lane,
            DeliveryAttempt attempts,
            Settlements settlements,
            SettleRoom room,
            BooleanSupplier isStopping,
            Runnable onSettled) {
        this.lane = lane;
        this.attempts = attempts;
        this.settlements = settlements;
        this.room = room;
        this.isStopping = isStopping;
        this.onSettled = onSettled;
        this.waiting = new ArrayDeque<>(lane.deliveries());
        this.health = lane.health();
    }

    /** Begins so many attempts at a time. */
    void start(Executor workers, int atATime) {
        synchronized (this) {
            running = atATime;
        }
        for (int i = 0; i < atATime; i++) {
            workers.execute(this::work);
        }
    }

    private void work() {
        try {
            while (attemptNext()) {
                // Until nothing more is to be begun.
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "sending to webhook %s failed on our side", lane.webhookId());
        } finally {
            leave();
        }
    }

    private boolean attemptNext() {
        if (!room.take(Lane.BEGIN_WITHIN_MS - sinceClaimMs())) {
            return false;
        }
        boolean isToSettle = false;
        try {
            Optional<DueDelivery> next = next();
            isToSettle = next.isPresent() && attempt(next.get());
            return next.isPresent();
        } finally {
            if (!isToSettle) {
                room.give(1);
            }
        }
    }

    /** Whether there is a result, which was handed on. */
    private boolean attempt(DueDelivery delivery) {
        Optional<Made> made = attempts.make(lane, delivery);
        made.ifPresent(done -> {
            note(done.answer(), done.result().endedAtMs());
            settlements.add(done.result());
        });
        return made.isPresent();
    }

    private long sinceClaimMs() {
        return Clock.monotonicMs() - lane.claimedAtMs();
    }

    private synchronized Optional<DueDelivery> next() {
        boolean isOver = isStopping.getAsBoolean()
                || disabled != null
                || throttleMs > 0
                || (health.isOpen() && begun > 0)
                || sinceClaimMs() > Lane.BEGIN_WITHIN_MS;
        Optional<DueDelivery> next = isOver ? Optional.empty() : Optional.ofNullable(waiting.poll());
        begun += next.isPresent() ? 1 : 0;
        return next;
    }

    private synchronized void note(EndpointAnswer answer, long endedAtMs) {
        throttleMs = answer.isThrottling() ? Math.max(throttleMs, answer.retryAfterMs()) : throttleMs;
        switch (answer.meaning()) {
            case DELIVERED, ABORTED -> health = health.afterSuccess();
            case FAILED -> {
                health = health.afterFailure(endedAtMs);
                if (health.isGivenUp(endedAtMs)) {
                    disabled = DisabledReason.FAILING;
                }
            }
            case DISABLED -> disabled = DisabledReason.ENDPOINT_ASKED;
        }
    }

    private void leave() {
        LaneEnd end;
        synchronized (this) {
            if (--running > 0) {
                return;
            }
            long pauseMs = health.pauseMs(throttleMs);
            end = new LaneEnd(
                    lane.webhookId(),
                    lane.realmId(),
                    lane.holder(),
                    health,
                    pauseMs == 0 ? 0 : Clock.nowMs() + pauseMs,
                    lane.pacingMs(begun, sinceClaimMs()),
                    disabled,
                    onSettled);
        }
        settlements.end(end);
    }
}
