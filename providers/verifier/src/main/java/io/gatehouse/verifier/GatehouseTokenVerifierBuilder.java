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

    GatehouseTokenVerifierBuilder() {}

    /** Required: the realm's URL exactly as tokens have it in {@code iss}, {@code https://…/realms/…}. */
    public GatehouseTokenVerifierBuilder issuer(String value) {
        issuer = value;
        return this;
    }

    /** Where the keys are; default: the issuer and {@code /protocol/openid-connect/certs}. */
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
        requireTimeout(connectTimeout);
        requireTimeout(readTimeout);
        requireTimeout(totalTimeout);
        URI uri = jwksUri == null ? defaultJwksUri(issuer) : jwksUri;
        requireSafe(uri);
        JwksClient client = new JwksClient(uri, connectTimeout, readTimeout, totalTimeout);
        return new GatehouseTokenVerifier(
                issuer, Set.copyOf(audiences), clockSkewSeconds, clock, new JwksCache(client::fetch, clock));
    }

    private static URI defaultJwksUri(String issuer) {
        try {
            return URI.create(issuer + CERTS_PATH);
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
