package io.gatehouse.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.core.net.IpAddress;
import io.gatehouse.platform.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many leak reports one address may send to a realm: {@link #BURST} at once, and one more every {@link #INTERVAL_MS}
 * (the generic cell rate algorithm: per address one number, when it will have paid for all it sent). An IPv6 address counts as
 * its /64. What is not admitted costs nothing later. One for each node, which counts alone and from its start: <i>n</i> nodes
 * admit at most <i>n</i> times as much. To share the count would cost a row of the database for each address that anybody
 * sends from, and protects nothing more: a report costs one lookup, and only the whole key does anything. Thread-safe.
 */
public final class LeakThrottle {
    /** Reports that may come at once. */
    public static final int BURST = 60;

    /** After how long one more may come, in milliseconds. */
    public static final long INTERVAL_MS = 1_000;

    /** Most addresses remembered; the ones unused the longest are forgotten first. */
    public static final int MAX_ADDRESSES = 100_000;

    private static final int NETWORK_BYTES = 8;

    private record Sender(String realmId, String network) {}

    private final Cache<Sender, Long> paidUntilMs;
    private final LongSupplier monotonicMs;

    /** Admits by the node's own clock. */
    public LeakThrottle() {
        this(Clock::monotonicMs, MAX_ADDRESSES);
    }

    LeakThrottle(LongSupplier monotonicMs, int maxAddresses) {
        this.monotonicMs = monotonicMs;
        this.paidUntilMs = Caffeine.newBuilder()
                .maximumSize(maxAddresses)
                .expireAfterWrite(Duration.ofMillis(2 * BURST * INTERVAL_MS))
                .executor(Runnable::run)
                .build();
    }

    /**
     * Counts a report.
     *
     * @param ip the sender's address, null when it is not known: all unknown ones are one
     * @return 0 when it is admitted, else after how many seconds the next may come
     */
    int secondsToWait(String realmId, @Nullable String ip) {
        long nowMs = monotonicMs.getAsLong();
        AtomicLong waitMs = new AtomicLong();
        paidUntilMs.asMap().compute(new Sender(realmId, network(ip)), (sender, until) -> {
            long before = until == null ? nowMs : Math.max(until, nowMs);
            long after = before + INTERVAL_MS;
            waitMs.set(after - nowMs - BURST * INTERVAL_MS);
            return waitMs.get() > 0 ? before : after;
        });
        return waitMs.get() <= 0 ? 0 : (int) ((waitMs.get() + 999) / 1000);
    }

    static String network(@Nullable String ip) {
        return IpAddress.parse(ip == null ? "" : ip)
                .map(address -> address.isV4()
                        ? address.toString()
                        : HexFormat.of().formatHex(Arrays.copyOf(address.bytes(), NETWORK_BYTES)))
                .orElse("");
    }
}
