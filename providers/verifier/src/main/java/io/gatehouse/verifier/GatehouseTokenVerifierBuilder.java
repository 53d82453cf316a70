package io.gatehouse.verifier;

import io.gatehouse.core.token.ParsedToken;
import io.gatehouse.core.token.Targets;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link GatehouseTokenVerifier}; checked, with a message that names the fix, by {@link #build}.
 *
 * <p>For one thread.
 */
public final class GatehouseTokenVerifierBuilder {

    /** How far the clocks may differ unless said otherwise. */
    public static final long DEFAULT_CLOCK_SKEW_SECONDS = 10;

    /** Longest of the three timeouts. */
    public static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);

    /** How old a status list may be that is acted upon, unless said otherwise. */
    public static final Duration DEFAULT_MAX_STATUS_AGE = Duration.ofSeconds(60);

    /** Longest that {@link #maxStatusAge} may be. */
    public static final Duration MAX_MAX_STATUS_AGE = Duration.ofHours(1);

    /** How old a DPoP proof may be unless said otherwise. */
    public static final long DEFAULT_PROOF_MAX_AGE_SECONDS = 60;

    /** Longest that {@link #proofMaxAgeSeconds} may be. */
    public static final long MAX_PROOF_MAX_AGE_SECONDS = 600;

    private static final String CERTS_PATH = "/protocol/openid-connect/certs";
    private static final Set<String> LOOPBACK_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private @Nullable String issuer;
    private @Nullable URI jwksUri;
    private final Set<String> audiences = new LinkedHashSet<>();
    private long clockSkewSeconds = DEFAULT_CLOCK_SKEW_SECONDS;
    private Clock clock = Clock.systemUTC();
    private Duration connectTimeout = Duration.ofSeconds(2);
    private Duration readTimeout = Duration.ofSeconds(3);
    private Duration totalTimeout = Duration.ofSeconds(5);
    private boolean isPlainHttpAllowed;
    private Duration maxStatusAge = DEFAULT_MAX_STATUS_AGE;
    private boolean isStatusChecked = true;
    private boolean isUnknownStatusAccepted;
    private long proofMaxAgeSeconds = DEFAULT_PROOF_MAX_AGE_SECONDS;

    GatehouseTokenVerifierBuilder() {}

    /** Required: the realm's URL exactly as tokens have it in {@code iss}, {@code https://…/realms/…}. */
    public GatehouseTokenVerifierBuilder issuer(String value) {
        issuer = value;
        return this;
    }

    /**
     * Where the keys are; default: the issuer and {@code /protocol/openid-connect/certs}. An address that ends so says that
     * the issuer is reached at what precedes; the status lists are fetched from there too.
     */
    public GatehouseTokenVerifierBuilder jwksUri(URI value) {
        jwksUri = value;
        return this;
    }

    /** Required: a name or URL of this service. May be called again; a token for any of them is accepted. */
    public GatehouseTokenVerifierBuilder audience(String value) {
        audiences.add(value);
        return this;
    }

    /** 0..{@value ParsedToken#MAX_CLOCK_SKEW_SECONDS}; default {@value #DEFAULT_CLOCK_SKEW_SECONDS}. */
    public GatehouseTokenVerifierBuilder clockSkewSeconds(long value) {
        clockSkewSeconds = value;
        return this;
    }

    /** Default: the system's. */
    public GatehouseTokenVerifierBuilder clock(Clock value) {
        clock = value;
        return this;
    }

    /**
     * How long fetching the keys may take: to connect (default 2 s), until the answer begins (3 s), and altogether (5
     * s). Each from 1 ms to 60 s.
     */
    public GatehouseTokenVerifierBuilder timeouts(Duration connect, Duration read, Duration total) {
        connectTimeout = connect;
        readTimeout = read;
        totalTimeout = total;
        return this;
    }

    /**
     * Allows {@code http} to a host other than loopback, for a network that nobody else is on: whoever can change the
     * answer can make tokens.
     */
    public GatehouseTokenVerifierBuilder allowPlainHttp() {
        isPlainHttpAllowed = true;
        return this;
    }

    /**
     * How old a status list may be that is acted upon while no newer one can be fetched: 1 s to 1 h, default 60 s. It also
     * shortens the list's own {@code ttl}.
     */
    public GatehouseTokenVerifierBuilder maxStatusAge(Duration value) {
        maxStatusAge = value;
        return this;
    }

    /**
     * Accepts tokens while their status list cannot be had. Then whoever can keep this service from reaching the realm keeps
     * revoked tokens alive until they expire.
     */
    public GatehouseTokenVerifierBuilder acceptUnknownStatus() {
        isUnknownStatusAccepted = true;
        return this;
    }

    /** Fetches no status lists: revoked tokens are accepted until they expire. */
    public GatehouseTokenVerifierBuilder ignoreStatus() {
        isStatusChecked = false;
        return this;
    }

    /** How old a DPoP proof may be: 1..{@value #MAX_PROOF_MAX_AGE_SECONDS}; default {@value #DEFAULT_PROOF_MAX_AGE_SECONDS}. */
    public GatehouseTokenVerifierBuilder proofMaxAgeSeconds(long value) {
        proofMaxAgeSeconds = value;
        return this;
    }

    /**
     * The verifier. Fetches nothing yet.
     *
     * @throws IllegalStateException when the issuer or the audience is missing, or a setting is out of range
     */
    public GatehouseTokenVerifier build() {
        if (issuer == null) {
            throw new IllegalStateException("set issuer(\"https://…/realms/…\")");
        }
        require(!audiences.isEmpty(), "set audience(\"…\"): without it, tokens for other services would be accepted");
        require(audiences.stream().allMatch(Targets::isTarget), "audience must be a name or URL, and not \"any\"");
        require(
                clockSkewSeconds >= 0 && clockSkewSeconds <= ParsedToken.MAX_CLOCK_SKEW_SECONDS,
                "clockSkewSeconds must be 0.." + ParsedToken.MAX_CLOCK_SKEW_SECONDS);
        require(
                maxStatusAge.toMillis() >= 1_000 && maxStatusAge.compareTo(MAX_MAX_STATUS_AGE) <= 0,
                "maxStatusAge must be 1 s to " + MAX_MAX_STATUS_AGE.toHours() + " h");
        require(
                proofMaxAgeSeconds >= 1 && proofMaxAgeSeconds <= MAX_PROOF_MAX_AGE_SECONDS,
                "proofMaxAgeSeconds must be 1.." + MAX_PROOF_MAX_AGE_SECONDS);
        requireTimeout(connectTimeout);
        requireTimeout(readTimeout);
        requireTimeout(totalTimeout);
        URI uri = jwksUri == null ? urlOf(issuer + CERTS_PATH) : jwksUri;
        requireSafe(uri);
        String reachedAt = reachedAt(issuer, uri);
        if (isStatusChecked) {
            requireSafe(urlOf(reachedAt));
        }
        BoundedHttp http = new BoundedHttp(connectTimeout, readTimeout, totalTimeout);
        JwksClient client = new JwksClient(uri, http);
        JwksCache keys = new JwksCache(client::fetch, clock);
        StatusListClient lists = new StatusListClient(issuer, reachedAt, http, keys, clock, clockSkewSeconds);
        return new GatehouseTokenVerifier(
                this, issuer, keys, isStatusChecked ? new StatusListCache(lists, clock, maxStatusAge) : null);
    }

    Set<String> audiences() {
        return Set.copyOf(audiences);
    }

    long clockSkewSeconds() {
        return clockSkewSeconds;
    }

    long proofMaxAgeSeconds() {
        return proofMaxAgeSeconds;
    }

    Clock clock() {
        return clock;
    }

    boolean isUnknownStatusAccepted() {
        return isUnknownStatusAccepted;
    }

    private static String reachedAt(String issuer, URI jwksUri) {
        String uri = jwksUri.toString();
        return uri.endsWith(CERTS_PATH) ? uri.substring(0, uri.length() - CERTS_PATH.length()) : issuer;
    }

    private static URI urlOf(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("issuer must be a URL", e);
        }
    }

    private void requireSafe(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        require(host != null, "issuer and jwksUri must be absolute URLs with a host");
        boolean isLoopback = host != null && LOOPBACK_HOSTS.contains(host.toLowerCase(Locale.ROOT));
        require(
                scheme.equals("https") || (scheme.equals("http") && (isLoopback || isPlainHttpAllowed)),
                "the keys must be fetched by https; http is for loopback, or call allowPlainHttp()");
    }

    private static void requireTimeout(Duration timeout) {
        require(
                timeout.toMillis() >= 1 && timeout.compareTo(MAX_TIMEOUT) <= 0,
                "each timeout must be 1 ms to " + MAX_TIMEOUT.toSeconds() + " s");
    }

    private static void require(boolean holds, String fix) {
        if (!holds) {
            throw new IllegalStateException(fix);
        }
    }
}
