package io.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches small documents. Follows no redirect, reads no more than it is told to, and is done, one way or the other, within
 * the total timeout.
 *
 * <p>Thread-safe.
 */
final class BoundedHttp {

    private static final int OK = 200;

    private final HttpClient http;
    private final Duration readTimeout;
    private final Duration totalTimeout;

    BoundedHttp(Duration connectTimeout, Duration readTimeout, Duration totalTimeout) {
        this.readTimeout = readTimeout;
        this.totalTimeout = totalTimeout;
        this.http = HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * The document at an address.
     *
     * @param what its name for messages
     * @throws IOException when it could not be read, whatever the cause
     */
    String get(URI uri, String accept, int maxBytes, String what) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(readTimeout)
                .header("Accept", accept)
                .build();
        CompletableFuture<HttpResponse<byte[]>> exchange = http.sendAsync(request, head -> new BoundedBody(maxBytes));
        try {
            // The request's own timeout ends with the head; this one also ends a body that trickles in.
            HttpResponse<byte[]> response = exchange.get(totalTimeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != OK) {
                throw new IOException(what + " was answered with status " + response.statusCode());
            }
            return new String(response.body(), UTF_8);
        } catch (TimeoutException e) {
            throw new IOException(what + " did not arrive within " + totalTimeout, e);
        } catch (ExecutionException e) {
            throw new IOException(what + " could not be fetched", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while fetching " + what, e);
        } finally {
            exchange.cancel(true);
        }
    }
}
