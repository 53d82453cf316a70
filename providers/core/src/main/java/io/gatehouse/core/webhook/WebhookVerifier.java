package io.gatehouse.core.webhook;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a receiver does with a delivery before it believes a word of it (Standard Webhooks 1.0, "Verifying signatures").
 * Immutable and thread-safe. The {@code webhook-id} is for the receiver to remember: a delivery may come more than once.
 *
 * @param keys 1..{@value #MAX_KEYS} keys; one that verifies is enough
 * @param toleranceSeconds how far the timestamp may lie in the past or in the future, 1..{@value #MAX_TOLERANCE_SECONDS}
 */
public record WebhookVerifier(List<SignatureKey> keys, long toleranceSeconds) {

    /** Most keys of one receiver. */
    public static final int MAX_KEYS = 8;

    /** Most signatures of a header that are looked at. */
    public static final int MAX_SIGNATURES = 16;

    /** Longest header value that is looked at, in characters. */
    public static final int MAX_HEADER_LENGTH = 2_048;

    /** How far off the timestamp may be when the receiver does not say, in seconds. */
    public static final long DEFAULT_TOLERANCE_SECONDS = 300;

    /** Longest tolerance, in seconds. */
    public static final long MAX_TOLERANCE_SECONDS = 86_400;

    /** What came of it. */
    public enum Verdict {
        /** One of the keys made one of the signatures, just now. */
        VALID,
        /** A header is absent, too long or not of its form. */
        MALFORMED,
        /** Sent longer ago than the tolerance: perhaps recorded and sent again. */
        TOO_OLD,
        /** From further in the future than the tolerance. */
        TOO_NEW,
        /** None of the keys made any of the signatures. */
        NO_MATCH
    }

    public WebhookVerifier {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("a verifier has 1..%d keys, got %d".formatted(MAX_KEYS, keys.size()));
        }
        if (toleranceSeconds < 1 || toleranceSeconds > MAX_TOLERANCE_SECONDS) {
            throw new IllegalArgumentException(
                    "toleranceSeconds must be 1..%d, got %d".formatted(MAX_TOLERANCE_SECONDS, toleranceSeconds));
        }
    }

    /** A verifier with the default tolerance. */
    public static WebhookVerifier of(SignatureKey... keys) {
        return new WebhookVerifier(List.of(keys), DEFAULT_TOLERANCE_SECONDS);
    }

    /**
     * Verifies one delivery.
     *
     * @param id value of {@code webhook-id}, empty when absent
     * @param timestamp value of {@code webhook-timestamp}, empty when absent
     * @param signatures value of {@code webhook-signature}, empty when absent
     * @param body the bytes as they came, never parsed and written again
     * @param nowSeconds the receiver's time
     */
    public Verdict verify(String id, String timestamp, String signatures, byte[] body, long nowSeconds) {
        Optional<Long> sentSeconds = seconds(timestamp);
        if (sentSeconds.isEmpty() || !WebhookMessage.isId(id) || signatures.length() > MAX_HEADER_LENGTH) {
            return Verdict.MALFORMED;
        }
        long sent = sentSeconds.get();
        if (sent < nowSeconds - toleranceSeconds) {
            return Verdict.TOO_OLD;
        }
        if (sent > nowSeconds + toleranceSeconds) {
            return Verdict.TOO_NEW;
        }
        WebhookMessage message = new WebhookMessage(id, sent, body);
        String[] parts = signatures.split(" ", MAX_SIGNATURES + 1);
        for (int i = 0; i < Math.min(parts.length, MAX_SIGNATURES); i++) {
            if (isByAnyKey(message, parts[i])) {
                return Verdict.VALID;
            }
        }
        return Verdict.NO_MATCH;
    }

    private boolean isByAnyKey(WebhookMessage message, String part) {
        int comma = part.indexOf(',');
        if (comma < 0) {
            return false;
        }
        String version = part.substring(0, comma);
        byte[] signature = decoded(part.substring(comma + 1));
        return keys.stream().anyMatch(key -> key.version().equals(version) && key.verifies(message, signature));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Plain digits only: Java would also read a sign and the digits of other scripts. */
    private static Optional<Long> seconds(String text) {
        boolean isPlain = !text.isEmpty() && text.length() <= 12 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isPlain ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
