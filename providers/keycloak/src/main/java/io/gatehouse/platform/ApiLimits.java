package io.gatehouse.platform;

import io.gatehouse.core.limit.LimitReading;
import io.gatehouse.core.limit.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many calls of this API one caller may make, and how many one address may make without a credential that is good: as many in
 * a second as the realm says, or a quarter of that, and {@link #WINDOW_SECONDS} times as many at once (see {@link CellRate}). Who
 * has a good credential is told by it alone, since many callers may share an address; a credential that is not good counts for
 * its address. Every answer says how much is left. One for each node, which counts alone and from its start: <i>n</i> nodes admit
 * at most <i>n</i> times as much. Thread-safe.
 */
public final class ApiLimits {
    /** How many seconds' worth of calls may come at once. */
    public static final int WINDOW_SECONDS = 10;

    /** How many times fewer calls an address may make without a good credential. */
    public static final int OPEN_PART = 4;

    /** Most callers and addresses remembered; the ones unused the longest are forgotten first. */
    static final int MAX_SENDERS = 100_000;

    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final long BURST_NS = WINDOW_SECONDS * NS_PER_SECOND;
    private static final String CALLER = "caller";
    private static final String ADDRESS = "address";
    private static final String RATE_LIMIT = "RateLimit";
    private static final String POLICY = "RateLimit-Policy";

    private record Sender(String realmId, String kind, String id) {}

    private final CellRate<Sender> rate;

    /** Admits by the node's own clock. */
    public ApiLimits() {
        this(Clock::monotonicMs, MAX_SENDERS);
    }

    ApiLimits(LongSupplier monotonicMs, int maxSenders) {
        this.rate = new CellRate<>(Duration.ofSeconds(2L * WINDOW_SECONDS), monotonicMs, maxSenders);
    }

    /**
     * Counts a call of somebody who is known, or of somebody without a credential.
     *
     * @throws GatehouseException 429 {@code throttled} with {@code Retry-After} and the {@code RateLimit} headers
     */
    public void admit(RealmScope scope, Caller caller) {
        if (caller.kind() == Caller.Kind.ANONYMOUS) {
            admitAddress(scope);
            return;
        }
        int perSecond = PlanSettings.apiRequestsPerSecond(scope.realm());
        if (perSecond > 0) {
            admit(scope, new Sender(scope.realmId(), CALLER, caller.kind() + ":" + caller.id()), perSecond);
        }
    }

    /**
     * Counts a call without a credential, or with one that is not good.
     *
     * @throws GatehouseException as {@link #admit}
     */
    public void admitAddress(RealmScope scope) {
        int perSecond = PlanSettings.apiRequestsPerSecond(scope.realm());
        if (perSecond > 0) {
            String network = AddressThrottle.networkOf(scope.request().ip());
            admit(scope, new Sender(scope.realmId(), ADDRESS, network), Math.max(1, perSecond / OPEN_PART));
        }
    }

    private void admit(RealmScope scope, Sender sender, int perSecond) {
        long costNs = NS_PER_SECOND / perSecond;
        CellRate.Outcome outcome = rate.take(sender, costNs, BURST_NS);
        RateLimit limit = new RateLimit(sender.kind(), (long) perSecond * WINDOW_SECONDS, WINDOW_SECONDS);
        long remaining = Math.max(0, (BURST_NS - outcome.owedNs()) / costNs);
        List<LimitReading> reading =
                List.of(new LimitReading(limit, Math.min(limit.limit(), remaining), outcome.owedNs() / NS_PER_MS));
        Map<String, String> headers =
                Map.of(POLICY, LimitReading.policyHeader(reading), RATE_LIMIT, LimitReading.header(reading, 0));
        if (outcome.waitNs() > 0) {
            long seconds = (outcome.waitNs() + NS_PER_SECOND - 1) / NS_PER_SECOND;
            throw GatehouseException.throttled(
                    "throttled",
                    sender.kind().equals(CALLER)
                            ? "You make too many calls."
                            : "Too many calls come from your address without a good credential.",
                    Map.of(
                            "Retry-After",
                            Long.toString(seconds),
                            POLICY,
                            headers.get(POLICY),
                            RATE_LIMIT,
                            headers.get(RATE_LIMIT)));
        }
        // A key that opened the API and has limits of its own shows those: they refuse first.
        if (!AnswerHeaders.of(scope.session()).containsKey(RATE_LIMIT)) {
            AnswerHeaders.add(scope.session(), headers);
        }
    }

    /** How many callers and addresses are remembered. */
    long size() {
        return rate.size();
    }
}
