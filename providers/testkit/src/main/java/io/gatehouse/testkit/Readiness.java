package io.gatehouse.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Waits for {@code /health/ready}. In production mode Keycloak logs that it started, and listens, up to 20 s before it
 * serves; only its health tells.
 */
final class Readiness {
    private static final Duration ONE_TRY = Duration.ofSeconds(2);
    private static final long BETWEEN_TRIES_MS = 100;

    private Readiness() {}

    /** Whether it became ready before the limit; false at once when the process ends. */
    static boolean await(String managementUrl, ProcessTree process, Duration limit) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(ONE_TRY).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(managementUrl + "/health/ready"))
                .timeout(ONE_TRY)
                .build();
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (process.isAlive() && System.nanoTime() < end) {
                if (isReady(client, request)) {
                    return process.isAlive();
                }
                Thread.sleep(BETWEEN_TRIES_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private static boolean isReady(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
