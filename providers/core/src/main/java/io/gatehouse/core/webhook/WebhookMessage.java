package io.gatehouse.core.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt sends and signs (Standard Webhooks 1.0, "Signature scheme"). Immutable; the body is copied on the way in
 * and out.
 */
public final class WebhookMessage {

    /** Longest id, in characters. */
    public static final int MAX_ID_LENGTH = 128;

    private final String id;
    private final long timestampSeconds;
    private final byte[] body;

    /**
     * A message.
     *
     * @param id {@code webhook-id}: 1..{@value #MAX_ID_LENGTH} letters, digits, {@code -} and {@code _}; with a full stop in
     *     it, other parts could be read out of the signed text
     * @param timestampSeconds {@code webhook-timestamp}: when this attempt is made, in seconds since 1970, not negative
     * @param body the bytes that are sent; copied
     * @throws IllegalArgumentException for another id and a negative timestamp
     */
    public WebhookMessage(String id, long timestampSeconds, byte[] body) {
        if (!isId(id)) {
            throw new IllegalArgumentException(
                    "a webhook id has 1..%d letters, digits, - and _".formatted(MAX_ID_LENGTH));
        }
        if (timestampSeconds < 0) {
            throw new IllegalArgumentException("timestampSeconds must not be negative, got " + timestampSeconds);
        }
        this.id = id;
        this.timestampSeconds = timestampSeconds;
        this.body = body.clone();
    }

    /** Value of {@code webhook-id}. */
    public String id() {
        return id;
    }

    /** Value of {@code webhook-timestamp}. */
    public long timestampSeconds() {
        return timestampSeconds;
    }

    /** A copy: changing it does not change what is signed. */
    public byte[] body() {
        return body.clone();
    }

    /** The text that every signature covers: {@code id.timestamp.body}. */
    byte[] signedContent() {
        byte[] head = (id + "." + timestampSeconds + ".").getBytes(US_ASCII);
        byte[] content = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, content, head.length, body.length);
        return content;
    }

    static boolean isId(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_ID_LENGTH
                && text.chars().allMatch(WebhookMessage::isIdCharacter);
    }

    private static boolean isIdCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WebhookMessage that
                && id.equals(that.id)
                && timestampSeconds == that.timestampSeconds
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return id.hashCode() + Long.hashCode(timestampSeconds);
    }

    @Override
    public String toString() {
        return "WebhookMessage[id=" + id + ", timestampSeconds=" + timestampSeconds + ", " + body.length + " bytes]";
    }
}
