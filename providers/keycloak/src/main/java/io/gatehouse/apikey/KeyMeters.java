package io.gatehouse.apikey;

import io.gatehouse.apikey.ApiKeyVerdict.Code;
import io.gatehouse.core.limit.LimitReading;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.Jobs;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * Counts the use of API keys on this node against their rate limits and credits. A use is taken from all of them or from
 * none. One for each node; thread-safe.
 */
public final class KeyMeters {
    private static final long PURGE_INTERVAL_MS = 60_000;

    private final RateBuckets rates;
    private final CreditBlocks credits;

    /** Counts from now on; {@link #start} begins the exchange with the other nodes. */
    public KeyMeters(Database database) {
        this.rates = new RateBuckets(database);
        this.credits = new CreditBlocks(database);
    }

    /** Begins the exchange with the other nodes. */
    public void start(Jobs jobs) {
        jobs.every("rate-exchange", RateBuckets.EXCHANGE_INTERVAL_MS, rates::exchange);
        jobs.every("key-credits", CreditBlocks.FLUSH_INTERVAL_MS, credits::flush);
        jobs.every("rate-purge", PURGE_INTERVAL_MS, rates::purge);
    }

    /** What runs every second; for tests that wait for nothing. */
    void exchange() {
        rates.exchange();
        credits.flush();
    }

    /** Writes down what was counted and puts back what was not spent; for the end of the node. */
    public void close() {
        try {
            rates.exchange();
        } finally {
            credits.close();
        }
    }

    /**
     * Takes a use of a key.
     *
     * @param session that of the request, for the one read that the first use on this node takes
     * @throws io.gatehouse.platform.GatehouseException 503 when the database is needed and too slow; nothing is taken then
     */
    Metered take(KeycloakSession session, ApiKey key, ApiKeyUse use) {
        KeyLimits limits = key.limits();
        if (limits.isUnmetered()) {
            return Metered.nothing(Code.VALID);
        }
        long nowMs = Clock.nowMs();
        RateOutcome rated = limits.rateLimits().isEmpty()
                ? new RateOutcome(true, List.of(), List.of())
                : rates.take(session, key, use, nowMs);
        if (!rated.isTaken()) {
            LimitReading refusing =
                    LimitReading.refusing(rated.readings(), use.cost()).orElse(null);
            return new Metered(Code.RATE_LIMITED, rated.readings(), refusing, null, nowMs);
        }
        if (!limits.hasCredits()) {
            return metered(Code.VALID, rated.readings(), null, nowMs);
        }
        CreditReading left;
        try {
            left = credits.take(MeterId.of(key), use.cost());
        } catch (RuntimeException e) {
            List<LimitReading> ignored = rates.giveBack(key, rated, use.cost());
            throw e;
        }
        return left.isTaken()
                ? metered(Code.VALID, rated.readings(), left, nowMs)
                : metered(Code.USAGE_EXCEEDED, rates.giveBack(key, rated, use.cost()), left, nowMs);
    }

    /** The credits that this node holds of its keys. */
    CreditBlocks credits() {
        return credits;
    }

    private static Metered metered(
            Code code, List<LimitReading> readings, @Nullable CreditReading credits, long nowMs) {
        return new Metered(
                code,
                readings,
                LimitReading.tightest(readings).orElse(null),
                credits == null ? null : credits.credits(),
                nowMs);
    }
}
