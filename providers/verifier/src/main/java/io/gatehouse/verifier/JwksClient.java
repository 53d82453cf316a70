package io.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.gatehouse.core.token.Ed25519PublicKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a realm's Ed25519 keys (RFC 7517 section 5, RFC 8037 section 2). Follows no redirect, reads at most
 * {@value #MAX_BODY_BYTES} bytes, and is done, one way or the other, within the total timeout.
 *
 * <p>Thread-safe.
 */
final class JwksClient {

    /** Longest key set in bytes. */
    static final int MAX_BODY_BYTES = 256 * 1024;

    /** Most keys taken from one set. */
    static final int MAX_KEYS = 100;

    private static final int OK = 200;

    private final URI uri;
    private final HttpClient http;
    private final Duration readTimeout;
    private final Duration totalTimeout;

    JwksClient(URI uri, Duration connectTimeout, Duration readTimeout, Duration totalTimeout) {
        this.uri = uri;
        this.readTimeout = readTimeout;
        this.totalTimeout = totalTimeout;
        this.http = HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * The keys by their id. Keys of other kinds, for encryption, or that cannot be read are left out.
     *
     * @throws IOException when no key set could be read, whatever the cause
     */
    Map<String, Ed25519PublicKey> fetch() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(readTimeout)
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(request, head -> new BoundedBody(MAX_BODY_BYTES));
        try {
            // The request's own timeout ends with the head; this one also ends a body that trickles in.
            HttpResponse<byte[]> response = exchange.get(totalTimeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != OK) {
                throw new IOException("the key set was answered with status " + response.statusCode());
            }
            return parse(new String(response.body(), UTF_8));
        } catch (TimeoutException e) {
            throw new IOException("the key set did not arrive within " + totalTimeout, e);
        } catch (ExecutionException e) {
            throw new IOException("the key set could not be fetched", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while fetching the key set", e);
        } finally {
            exchange.cancel(true);
        }
    }

    static Map<String, Ed25519PublicKey> parse(String json) throws IOException {
        try {
            // Nimbus reads the text "null" as no object at all.
            Map<String, Object> set = JSONObjectUtils.parse(json);
            Map<String, Object>[] entries = set == null ? null : JSONObjectUtils.getJSONObjectArray(set, "keys");
            if (entries == null || entries.length > MAX_KEYS) {
                throw new IOException("the key set must have a member \"keys\" of at most " + MAX_KEYS + " keys");
            }
            Map<String, Ed25519PublicKey> keys = new HashMap<>();
            for (Map<String, Object> entry : entries) {
                OctetKeyPair jwk = verificationKey(entry);
                Ed25519PublicKey key = jwk == null ? null : keyOf(jwk);
                if (jwk != null && key != null && keys.putIfAbsent(jwk.getKeyID(), key) != null) {
                    throw new IOException("the key set has two keys with the same id");
                }
            }
            return Map.copyOf(keys);
        } catch (ParseException e) {
            throw new IOException("the key set is not JSON of the expected shape", e);
        }
    }

    private static @Nullable OctetKeyPair verificationKey(Map<String, Object> entry) {
        try {
            boolean isOurs = JWK.parse(entry) instanceof OctetKeyPair jwk
                    && Curve.Ed25519.equals(jwk.getCurve())
                    && jwk.getKeyID() != null
                    && !KeyUse.ENCRYPTION.equals(jwk.getKeyUse());
            return isOurs ? OctetKeyPair.parse(entry) : null;
        } catch (ParseException | IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Ed25519PublicKey keyOf(OctetKeyPair jwk) {
        try {
            return Ed25519PublicKey.ofRaw(jwk.getDecodedX());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
