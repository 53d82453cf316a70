package io.gatehouse.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import io.gatehouse.core.net.OutboundUrl;
import io.gatehouse.core.net.OutboundUrlException;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.GuardedHttp;
import io.gatehouse.platform.HttpOutcome;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The public keys of issuers, as they publish them. Fetched through the address guard, by one caller at a time for each place, when
 * they are an hour old or do not hold the key that is asked for, and not more than once in ten seconds whatever comes. Keys that
 * cannot be fetched any more are good for one more hour. One for each node; thread-safe.
 */
public final class OneTapKeys {
    /** After how long keys are fetched again, in milliseconds. */
    static final long REFRESH_MS = 3_600_000;

    /** After how long keys that could not be fetched again are none, in milliseconds. */
    static final long MAX_AGE_MS = 2 * REFRESH_MS;

    /** Shortest time between two fetches from one place, in milliseconds. */
    static final long MIN_INTERVAL_MS = 10_000;

    /** Most callers of one node that fetch or wait for a fetch. */
    static final int MAX_WAITING = 16;

    /** Most places whose keys are kept. */
    static final int MAX_PLACES = 1_000;

    /** Most keys of one place. */
    static final int MAX_KEYS = 50;

    private static final int MIN_RSA_BITS = 2_048;
    private static final int MAX_RSA_BITS = 8_192;
    private static final int OK = 200;
    private static final int RETRY_AFTER_SECONDS = 10;
    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final Map<String, String> HEADERS = Map.of("Accept", "application/jwk-set+json, application/json");
    private static final Logger LOG = Logger.getLogger(OneTapKeys.class);

    private final Function<String, Optional<String>> fetch;
    private final LongSupplier monotonicMs;
    private final Semaphore permits = new Semaphore(MAX_WAITING);
    private final Cache<String, Place> places = Caffeine.newBuilder()
            .maximumSize(MAX_PLACES)
            .executor(Runnable::run)
            .build();

    /** Fetches through the guard. */
    public OneTapKeys(GuardedHttp http) {
        this(uri -> fetched(http, uri), Clock::monotonicMs);
    }

    /** @param fetch the text at an address; empty when there is none */
    OneTapKeys(Function<String, Optional<String>> fetch, LongSupplier monotonicMs) {
        this.fetch = fetch;
        this.monotonicMs = monotonicMs;
    }

    /** What is known of one place. */
    private record Known(Map<String, JWK> keys, long fetchedAtMs, long triedAtMs) {
        boolean isEnough(String keyId, long nowMs) {
            return nowMs - fetchedAtMs < REFRESH_MS && keys.containsKey(keyId);
        }

        boolean mayTry(long nowMs) {
            return nowMs - triedAtMs >= MIN_INTERVAL_MS;
        }
    }

    private static final class Place {
        private volatile Known known = new Known(Map.of(), NEVER, NEVER);
    }

    /**
     * The key with this id. May wait for the network, up to 15 s: no transaction may be open.
     *
     * @return empty when the issuer has no such key
     * @throws GatehouseException 503 when nobody knows
     */
    Optional<JWK> find(String uri, String keyId) {
        Place place = places.get(uri, ignored -> new Place());
        Known known = place.known;
        long nowMs = monotonicMs.getAsLong();
        if (!known.isEnough(keyId, nowMs) && known.mayTry(nowMs)) {
            known = refreshed(place, uri, keyId);
            nowMs = monotonicMs.getAsLong();
        }
        if (nowMs - known.fetchedAtMs() >= MAX_AGE_MS) {
            throw unavailable();
        }
        return Optional.ofNullable(known.keys().get(keyId));
    }

    private Known refreshed(Place place, String uri, String keyId) {
        if (!permits.tryAcquire()) {
            throw unavailable();
        }
        try {
            synchronized (place) {
                long nowMs = monotonicMs.getAsLong();
                Known known = place.known;
                if (!known.isEnough(keyId, nowMs) && known.mayTry(nowMs)) {
                    Map<String, JWK> keys =
                            fetch.apply(uri).map(OneTapKeys::parse).orElse(Map.of());
                    place.known = keys.isEmpty()
                            ? new Known(known.keys(), known.fetchedAtMs(), nowMs)
                            : new Known(keys, nowMs, nowMs);
                }
                return place.known;
            }
        } finally {
            permits.release();
        }
    }

    /** Keys for signatures that are ours to use, by their ids; what else is in the set is passed over (RFC 7517 5). */
    static Map<String, JWK> parse(String text) {
        try {
            Map<String, JWK> keys = new HashMap<>();
            for (JWK key : JWKSet.parse(text).getKeys()) {
                if (keys.size() < MAX_KEYS && key.getKeyID() != null && isUsable(key)) {
                    JWK ignored = keys.putIfAbsent(key.getKeyID(), key);
                }
            }
            return Map.copyOf(keys);
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            LOG.debug("an issuer's keys cannot be read", e);
            return Map.of();
        }
    }

    private static boolean isUsable(JWK key) {
        boolean isStrong = key instanceof RSAKey rsa
                ? rsa.size() >= MIN_RSA_BITS && rsa.size() <= MAX_RSA_BITS
                : key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve());
        return isStrong && !key.isPrivate() && (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()));
    }

    private static Optional<String> fetched(GuardedHttp http, String uri) {
        try {
            HttpOutcome outcome = http.get(OutboundUrl.parse(uri, http.guard()), HEADERS);
            if (outcome instanceof HttpOutcome.Answered answer && answer.status() == OK && !answer.isTruncated()) {
                return Optional.of(answer.text());
            }
            LOG.warnf("no keys of an identity provider at %s: %s", uri, why(outcome));
        } catch (OutboundUrlException e) {
            LOG.warnf("the keys of an identity provider may not be fetched from %s: %s", uri, e.getMessage());
        }
        return Optional.empty();
    }

    private static String why(HttpOutcome outcome) {
        return outcome instanceof HttpOutcome.Answered answer
                ? "it answered " + answer.status() + (answer.isTruncated() ? ", too much" : "")
                : String.valueOf(((HttpOutcome.Failed) outcome).reason());
    }

    private static GatehouseException unavailable() {
        return GatehouseException.unavailable(
                "The identity provider's keys cannot be had now; try again soon.", RETRY_AFTER_SECONDS);
    }
}
