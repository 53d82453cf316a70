package io.gatehouse.token;

import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.RealmSettings;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/**
 * A status list whose entries this node gives out. Each is drawn at random among those that are free, so that an index tells
 * nothing of order or volume; half of them stay free, so that a draw hardly ever has to be repeated often. Guarded by its
 * {@link StatusLane}.
 */
final class OpenStatusList {
    /** Entries of every list: 16 KiB before compression. */
    static final int SIZE = 1 << 17;

    /** Most entries that are given out. */
    static final int MAX_TAKEN = SIZE / 2;

    /** Highest number of a list: what JavaScript still reads exactly. */
    static final long MAX_NUMBER = (1L << 53) - 1;

    /** What a list outlives its tokens by, in milliseconds: nodes' clocks may differ. */
    static final long MARGIN_MS = TimeUnit.MINUTES.toMillis(10);

    /** Tokens of about the same lifetime share lists, so that the lists of short ones are soon over. */
    enum Span {
        /** Up to an hour. */
        SHORT(TimeUnit.HOURS.toMillis(1), TimeUnit.HOURS.toMillis(1)),
        /** Up to the longest. */
        LONG(TimeUnit.SECONDS.toMillis(RealmSettings.MAX_TOKEN_TTL_SECONDS), TimeUnit.HOURS.toMillis(12));

        private final long longestMs;
        private final long windowMs;

        Span(long longestMs, long windowMs) {
            this.longestMs = longestMs;
            this.windowMs = windowMs;
        }

        /** The span of a token that lives so long. */
        static Span of(long lifetimeMs) {
            return lifetimeMs <= SHORT.longestMs ? SHORT : LONG;
        }
    }

    private final long number;
    private final long openedAtMs;
    private final Span span;
    private final BitSet taken = new BitSet(SIZE);
    private int count;

    OpenStatusList(Span span, long nowMs) {
        this.number = ByteBuffer.wrap(Entropy.bytes(Long.BYTES)).getLong() & MAX_NUMBER;
        this.openedAtMs = nowMs;
        this.span = span;
    }

    long number() {
        return number;
    }

    long openedAtMs() {
        return openedAtMs;
    }

    /** When the last token of it is over. */
    long endsAtMs() {
        return openedAtMs + span.windowMs + span.longestMs + MARGIN_MS;
    }

    /** Whether it takes a token that expires then. */
    boolean takes(long nowMs, long expiresAtMs) {
        return count < MAX_TAKEN && nowMs < openedAtMs + span.windowMs && expiresAtMs <= endsAtMs() - MARGIN_MS;
    }

    /** Whether the next list should be opened, so that nobody has to wait for it. */
    boolean isNearlyOver(long nowMs) {
        return count >= MAX_TAKEN / 2 || nowMs >= openedAtMs + span.windowMs - span.windowMs / 10;
    }

    /** Draws an entry that nobody has; only while {@link #takes}. */
    int draw() {
        int index;
        do {
            index = ByteBuffer.wrap(Entropy.bytes(Integer.BYTES)).getInt() & (SIZE - 1);
        } while (taken.get(index));
        taken.set(index);
        count++;
        return index;
    }
}
