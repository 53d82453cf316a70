package io.gatehouse.apikey;

import io.gatehouse.core.limit.Credits;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Database;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The credits of one account that this node has taken out and not spent yet, and what it last saw of the rest. Thread-safe:
 * one use at a time, and while one takes out credits the others wait for them.
 */
final class CreditBlock {
    private static final int LOCK_WAIT_SECONDS = 3;

    /** How long it is believed, without a look, that an account has too little left, in milliseconds. */
    private static final long BELIEVED_MS = 1_000;

    private final MeterId id;
    private final ReentrantLock lock = new ReentrantLock();
    private long usedAtMs = Clock.monotonicMs();
    private long seenAtMs;

    // Written under the lock; read without it by who only wants to show them.
    private volatile long held;
    private volatile @Nullable CreditAccount seen;
    private boolean isClosed;

    CreditBlock(MeterId id) {
        this.id = id;
    }

    MeterId id() {
        return id;
    }

    /**
     * Takes a use.
     *
     * @param isKeeping whether more may be taken out than the use costs
     * @return empty when this block has been forgotten and another one is to be asked
     * @throws io.gatehouse.platform.GatehouseException 503 when others wait too long for the database
     */
    Optional<CreditReading> take(int cost, boolean isKeeping, Database database) {
        lock();
        try {
            if (isClosed) {
                return Optional.empty();
            }
            long nowMs = Clock.nowMs();
            usedAtMs = Clock.monotonicMs();
            CreditAccount known = known(nowMs);
            boolean isFresh = known != null && usedAtMs - seenAtMs < BELIEVED_MS;
            boolean isEnough = known != null && held >= cost && (cost > 0 || isFresh);
            boolean isHopeless = known != null && isFresh && known.credits().remaining() + held < cost;
            boolean isTaken = isEnough || (!isHopeless && takeOut(cost, isKeeping, nowMs, database));
            if (isTaken) {
                long heldBefore = held;
                held = heldBefore - cost;
            }
            return Optional.of(reading(isTaken));
        } finally {
            lock.unlock();
        }
    }

    /** Puts back what is not spent when nothing was for so long; afterwards nothing is held. */
    void giveBack(long idleMs, Database database) {
        lock();
        try {
            CreditAccount known = seen;
            if (held > 0 && known != null && Clock.monotonicMs() - usedAtMs >= idleMs) {
                long unspent = held;
                database.inNewConnection(connection -> {
                    new CreditTable(connection).giveBack(id, unspent, known.generation());
                    return Boolean.TRUE;
                });
                forget();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether it holds anything. */
    boolean isHolding() {
        return held > 0;
    }

    /**
     * Hears of the account as it is: forgets what is held under an earlier generation, and notes when the next refill is.
     *
     * @param account null when there is none any more
     */
    void hear(@Nullable CreditAccount account) {
        lock();
        try {
            CreditAccount known = seen;
            if (account == null || known == null || known.generation() < account.generation()) {
                forget();
            } else if (known.generation() == account.generation()) {
                Credits credits = new Credits(
                        known.credits().remaining(), account.credits().refill());
                seen = new CreditAccount(credits, known.generation());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what is held and seen; the next use looks. */
    void voidAll() {
        lock();
        try {
            forget();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it holds nothing and was not used for so long; it is then of no more use to anybody. */
    boolean closeWhenIdle(long idleMs) {
        lock();
        try {
            isClosed = isClosed || (held == 0 && Clock.monotonicMs() - usedAtMs >= idleMs);
            return isClosed;
        } finally {
            lock.unlock();
        }
    }

    /** How many credits it holds of the account as it is under this generation. */
    long held(long generation) {
        CreditAccount known = seen;
        return known != null && known.generation() == generation ? held : 0;
    }

    /** What was last seen, unless a refill is due by now: that ends what is held. */
    private @Nullable CreditAccount known(long nowMs) {
        CreditAccount known = seen;
        if (known == null || known.credits().refilled(nowMs).isPresent()) {
            forget();
            return null;
        }
        return known;
    }

    /** Takes out what lacks, and more while much is left; whether there was enough. */
    private boolean takeOut(int cost, boolean isKeeping, long nowMs, Database database) {
        CreditAccount before = seen;
        long heldBefore = held;
        record Taken(@Nullable CreditAccount account, long held) {}
        Taken taken = database.inNewConnection(connection -> {
            CreditTable table = new CreditTable(connection);
            Optional<CreditAccount> locked = table.lock(id);
            if (locked.isEmpty()) {
                return new Taken(null, 0);
            }
            CreditAccount account = locked.get();
            CreditAccount refilled = account.refilled(nowMs);
            if (refilled != null) {
                table.update(id, refilled);
                account = refilled;
            }
            long stillHeld = before != null && before.generation() == account.generation() ? heldBefore : 0;
            long lacking = Math.max(0, cost - stillHeld);
            long left = account.credits().remaining();
            long wanted =
                    isKeeping && cost > 0 ? Math.min(left, account.credits().block(lacking)) : lacking;
            if (lacking > left || wanted == 0 || !table.take(id, wanted)) {
                return new Taken(account, stillHeld);
            }
            return new Taken(account.less(wanted), stillHeld + wanted);
        });
        seen = taken.account();
        held = taken.held();
        seenAtMs = Clock.monotonicMs();
        return taken.account() != null && taken.held() >= cost;
    }

    private CreditReading reading(boolean isTaken) {
        CreditAccount known = seen;
        Credits credits = known == null ? new Credits(0, null) : known.credits();
        return new CreditReading(isTaken, new Credits(credits.remaining() + held, credits.refill()));
    }

    private void forget() {
        held = 0;
        seen = null;
    }

    private void lock() {
        try {
            if (lock.tryLock(LOCK_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw RateUse.unavailable();
    }
}
