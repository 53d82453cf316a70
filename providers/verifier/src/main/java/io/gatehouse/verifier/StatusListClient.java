package io.gatehouse.verifier;

import io.gatehouse.core.token.StatusListToken;
import io.gatehouse.core.token.TokenException;
import io.gatehouse.verifier.VerificationException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.regex.Pattern;

/**
 * Fetches status lists of one issuer and believes them only with the issuer's signature. A token cannot send it elsewhere:
 * lists are below the issuer's own address.
 *
 * <p>Thread-safe.
 */
final class StatusListClient implements StatusListCache.Source {

    private static final Pattern PLAIN_PATH = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._~-]*)+");

    private final String issuer;
    private final String reachedAt;
    private final BoundedHttp http;
    private final JwksCache keys;
    private final Clock clock;
    private final long clockSkewSeconds;

    /** @param reachedAt the issuer's URL as this service reaches it */
    StatusListClient(
            String issuer, String reachedAt, BoundedHttp http, JwksCache keys, Clock clock, long clockSkewSeconds) {
        this.issuer = issuer;
        this.reachedAt = reachedAt;
        this.http = http;
        this.keys = keys;
        this.clock = clock;
        this.clockSkewSeconds = clockSkewSeconds;
    }

    /**
     * Refuses an address that is not below the issuer's.
     *
     * @throws VerificationException {@code MALFORMED}
     */
    static void requireBelow(String issuer, String uri) throws VerificationException {
        // Only plain segments: no "..", no encoded character, no query, so that no server reads another path out of it.
        if (!uri.startsWith(issuer)
                || !PLAIN_PATH.matcher(uri.substring(issuer.length())).matches()) {
            throw new VerificationException(Reason.MALFORMED, "the token's status list is not one of its issuer");
        }
    }

    @Override
    public StatusListToken fetch(String uri) throws IOException, TokenException, VerificationException {
        requireBelow(issuer, uri);
        String text = http.get(
                URI.create(reachedAt + uri.substring(issuer.length())),
                StatusListToken.MEDIA_TYPE,
                StatusListToken.MAX_TOKEN_LENGTH,
                "the status list");
        return StatusListToken.verified(text.strip(), keys::key, uri, clock.millis(), clockSkewSeconds);
    }
}
