package io.gatehouse.core.webhook;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint's answer means (Standard Webhooks 1.0, "Delivery success and failure"). Pure.
 *
 * @param meaning what is to be done with the delivery
 * @param retryAfterMs how long the endpoint asks to wait, in milliseconds, 0 when it does not
 * @param isThrottling whether the wait is meant for every delivery to the endpoint and not only for this one
 */
public record EndpointAnswer(Meaning meaning, long retryAfterMs, boolean isThrottling) {

    /** Longest wait that is understood, in milliseconds; the deadline of the delivery is the bound that matters. */
    public static final long MAX_RETRY_AFTER_MS = 7 * 86_400_000L;

    /** Name of the header by which an endpoint says what it wants besides the status. */
    public static final String DELIVERY_HEADER = "webhook-delivery";

    /** What is to be done. */
    public enum Meaning {
        /** 2xx: the endpoint has it. */
        DELIVERED,
        /** Everything else, redirects too: try again in time. */
        FAILED,
        /** {@code webhook-delivery: abort-message}: this delivery is not wanted, ever. */
        ABORTED,
        /** 410, or {@code webhook-delivery: disable}: the endpoint wants nothing any more. */
        DISABLED
    }

    /** What no answer means: a connection refused, a timeout, an answer cut off. */
    public static EndpointAnswer nothing() {
        return new EndpointAnswer(Meaning.FAILED, 0, false);
    }

    /**
     * What an answer means.
     *
     * @param status 100..599 and whatever else a server may send
     * @param delivery value of {@value #DELIVERY_HEADER}, null when absent; counts only where the status is not 2xx
     * @param retryAfter value of {@code Retry-After}, null when absent: seconds or a date (RFC 9110 section 10.2.3)
     * @param nowMs when the answer came
     */
    public static EndpointAnswer of(int status, @Nullable String delivery, @Nullable String retryAfter, long nowMs) {
        if (status >= 200 && status <= 299) {
            return new EndpointAnswer(Meaning.DELIVERED, 0, false);
        }
        String wish = delivery == null ? "" : delivery.strip().toLowerCase(Locale.ROOT);
        if (status == 410 || wish.equals("disable")) {
            return new EndpointAnswer(Meaning.DISABLED, 0, false);
        }
        if (wish.equals("abort-message")) {
            return new EndpointAnswer(Meaning.ABORTED, 0, false);
        }
        long waitMs = retryAfter == null ? 0 : waitMs(retryAfter.strip(), nowMs);
        return new EndpointAnswer(Meaning.FAILED, waitMs, waitMs > 0 && (status == 429 || status == 503));
    }

    /** 0 for what cannot be read: an endpoint that asks badly is tried as one that does not ask. */
    private static long waitMs(String text, long nowMs) {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            boolean isShort = text.length() <= 9;
            return isShort ? Math.min(Long.parseLong(text) * 1_000, MAX_RETRY_AFTER_MS) : MAX_RETRY_AFTER_MS;
        }
        try {
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Math.min(Math.max(0, at.toEpochMilli() - nowMs), MAX_RETRY_AFTER_MS);
        } catch (DateTimeException | ArithmeticException e) {
            return 0;
        }
    }
}
