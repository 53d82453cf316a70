package io.gatehouse.platform;

import io.gatehouse.core.limit.LimitReading;
import io.gatehouse.core.limit.RateLimit;
import io.gatehouse.core.net.IpAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many requests of a kind one address may send to a realm: a burst at once, and one more after each interval (see {@link
 * CellRate}). An IPv6 address counts as its /64. The address is the one that Keycloak sees, so a proxy's word counts only
 * where Keycloak trusts the proxy. One for each node, which counts alone and from its start: <i>n</i> nodes admit at most
 * <i>n</i> times as much. To share the count would cost a row of the database for each address that anybody sends from.
 * Thread-safe.
 */
public final class AddressThrottle {
    /** Most addresses remembered; the ones unused the longest are forgotten first. */
    public static final int MAX_ADDRESSES = 100_000;

    private static final int NETWORK_BYTES = 8;
    private static final long MS_PER_SECOND = 1_000;
    private static final long NS_PER_SECOND = 1_000_000_000;

    private record Sender(String realmId, String network) {}

    private final CellRate<Sender> rate;
    private final RateLimit limit;
    private final long burstNs;
    private final long intervalNs;

    /**
     * Admits by the node's own clock.
     *
     * @param burst requests that may come at once, at least 1
     * @param interval after how long one more may come, at least a nanosecond
     */
    public AddressThrottle(int burst, Duration interval) {
        this(burst, interval, Clock::monotonicMs, MAX_ADDRESSES);
    }

    AddressThrottle(int burst, Duration interval, LongSupplier monotonicMs, int maxAddresses) {
        this.intervalNs = interval.toNanos();
        this.burstNs = burst * intervalNs;
        this.limit = new RateLimit("address", burst, (int) inSeconds(burstNs));
        this.rate = new CellRate<>(Duration.ofNanos(2 * burstNs), monotonicMs, maxAddresses);
    }

    /**
     * Counts the request of a call.
     *
     * @param scope the realm that is asked and who asks; senders of no known address are one
     * @param detail what is told to who is refused
     * @throws GatehouseException 429 {@code throttled} with {@code Retry-After} and the {@code RateLimit} headers
     */
    public void admit(RealmScope scope, String detail) {
        admit(scope, 1, detail);
    }

    /**
     * Counts a call that stands for several requests: all of them are admitted, or none.
     *
     * @param cost how many they are, 1 to the burst
     * @throws GatehouseException as {@link #admit(RealmScope, String)}
     */
    public void admit(RealmScope scope, int cost, String detail) {
        long seconds = secondsToWait(scope.realmId(), scope.request().ip(), cost);
        if (seconds > 0) {
            List<LimitReading> reading = List.of(new LimitReading(limit, 0, seconds * MS_PER_SECOND));
            throw GatehouseException.throttled(
                    "throttled",
                    detail,
                    Map.of(
                            "Retry-After",
                            Long.toString(seconds),
                            "RateLimit-Policy",
                            LimitReading.policyHeader(reading),
                            "RateLimit",
                            LimitReading.header(reading, 0)));
        }
    }

    /**
     * Counts a request of a call as the realm's, whoever sends it: for what the realm as a whole may do.
     *
     * @throws GatehouseException 429 {@code throttled} with {@code Retry-After}
     */
    public void admitRealm(RealmScope scope, String detail) {
        long seconds = secondsToWait(scope.realmId(), null);
        if (seconds > 0) {
            throw GatehouseException.throttled(detail, (int) seconds);
        }
    }

    /** 0 when the request is admitted, else after how many seconds the next may come. */
    long secondsToWait(String realmId, @Nullable String ip) {
        return secondsToWait(realmId, ip, 1);
    }

    /** As {@link #secondsToWait(String, String)}, for so many requests in one. */
    long secondsToWait(String realmId, @Nullable String ip, int cost) {
        return inSeconds(rate.take(new Sender(realmId, networkOf(ip)), cost * intervalNs, burstNs)
                .waitNs());
    }

    /** How many addresses are remembered. */
    long size() {
        return rate.size();
    }

    private static long inSeconds(long ns) {
        return (ns + NS_PER_SECOND - 1) / NS_PER_SECOND;
    }

    /** What an address counts as: itself, or of an IPv6 address its /64 in hexadecimal digits; empty for what is none. */
    public static String networkOf(@Nullable String ip) {
        return IpAddress.parse(ip == null ? "" : ip)
                .map(address -> address.isV4()
                        ? address.toString()
                        : HexFormat.of().formatHex(Arrays.copyOf(address.bytes(), NETWORK_BYTES)))
                .orElse("");
    }
}
