package io.gatehouse.core.limit;

import java.util.regex.Pattern;

/**
 * So much use in each window of so many seconds. Windows stand one behind the other from 1970-01-01T00:00:00Z on, the same
 * on every node: one of a day begins at midnight UTC.
 *
 * @param name 1 to {@value #MAX_NAME_LENGTH} letters, digits and {@code ._:-}, so that it can stand in a header as it is
 * @param limit how much use a window has, 1 to {@value #MAX_LIMIT}
 * @param windowSeconds length of a window, 1 to {@value #MAX_WINDOW_SECONDS}
 */
public record RateLimit(String name, long limit, int windowSeconds) {
    /** Longest name, in characters. */
    public static final int MAX_NAME_LENGTH = 64;

    /** The most use that a window may have. */
    public static final long MAX_LIMIT = 1_000_000_000;

    /** The longest window: 30 days. */
    public static final int MAX_WINDOW_SECONDS = 2_592_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:-]{1," + MAX_NAME_LENGTH + "}");
    private static final long MS_PER_SECOND = 1_000;

    /** @throws IllegalArgumentException for a value out of bounds */
    public RateLimit {
        if (!isName(name)) {
            throw new IllegalArgumentException("the name of a rate limit has 1 to 64 letters, digits and ._:-");
        }
        if (limit < 1 || limit > MAX_LIMIT || windowSeconds < 1 || windowSeconds > MAX_WINDOW_SECONDS) {
            throw new IllegalArgumentException("rate limit out of bounds: %d in %d s".formatted(limit, windowSeconds));
        }
    }

    /** Whether a text may be the name of a rate limit. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** When the window of this moment began, in milliseconds since 1970. */
    public long windowStartMs(long nowMs) {
        return Math.floorDiv(nowMs, windowMs()) * windowMs();
    }

    /** Length of a window in milliseconds. */
    public long windowMs() {
        return windowSeconds * MS_PER_SECOND;
    }
}
