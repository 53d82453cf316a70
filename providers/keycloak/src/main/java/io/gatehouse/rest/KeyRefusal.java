package io.gatehouse.rest;

import io.gatehouse.apikey.ApiKeyVerdict;
import io.gatehouse.apikey.Metered;
import io.gatehouse.platform.GatehouseException;
import java.util.HashMap;
import java.util.Map;

/**
 * How a key that is in order but beyond one of its limits is refused at every door where it is presented. Whoever sees it
 * holds the key; for every other reason it hears no more than that a valid credential is required.
 */
public final class KeyRefusal {
    private KeyRefusal() {}

    /**
     * Does nothing unless a limit of the key refuses.
     *
     * @throws GatehouseException 403 {@code forbidden_ip}, 429 {@code rate_limited} or {@code usage_exceeded} with
     *     {@code Retry-After} where it is known and the {@code RateLimit} headers
     */
    public static void requireNoLimit(ApiKeyVerdict verdict) {
        switch (verdict.code()) {
            case FORBIDDEN_IP ->
                throw GatehouseException.forbidden(
                        "forbidden_ip", "This API key may not be used from the address that you call from.");
            case RATE_LIMITED ->
                throw GatehouseException.throttled(
                        "rate_limited",
                        "A rate limit of this API key is used up; see RateLimit and Retry-After.",
                        headers(verdict.metered()));
            case USAGE_EXCEEDED ->
                throw GatehouseException.throttled(
                        "usage_exceeded", "This API key has not enough credits left.", headers(verdict.metered()));
            default -> {}
        }
    }

    private static Map<String, String> headers(Metered metered) {
        Map<String, String> headers = new HashMap<>(metered.headers());
        metered.retryAfterSeconds().ifPresent(seconds -> headers.put("Retry-After", Long.toString(seconds)));
        return headers;
    }
}
