package io.gatehouse.core.id;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The identifiers that Gatehouse makes, from a time and random bytes that the caller brings.
 *
 * <p>Thread-safe: no state, no clock, no randomness of its own.
 */
public final class Ids {

    /** What every agent id, and no stock client id, starts with. */
    public static final String AGENT_PREFIX = "agent_";

    /** Random bytes in an agent id. */
    public static final int AGENT_RANDOM_BYTES = 6;

    /** Random bytes that a UUID of version 7 takes; 74 of their 80 bits are used. */
    public static final int UUID_RANDOM_BYTES = 10;

    /** The last millisecond that fits the 48 bits of a UUID of version 7 (in the year 10889). */
    public static final long MAX_EPOCH_MS = (1L << 48) - 1;

    private static final int AGENT_ID_LENGTH = AGENT_PREFIX.length() + 2 * AGENT_RANDOM_BYTES;
    private static final int VERSION_7 = 7;
    private static final int VARIANT_RFC = 2;

    private Ids() {}

    /**
     * A UUID that sorts by its time (RFC 9562 section 5.7).
     *
     * @param epochMs 0..{@link #MAX_EPOCH_MS} milliseconds since 1970
     * @param random10 exactly {@value #UUID_RANDOM_BYTES} bytes
     * @throws IllegalArgumentException when either is out of range
     */
    public static UUID uuidV7(long epochMs, byte[] random10) {
        if (epochMs < 0 || epochMs > MAX_EPOCH_MS) {
            throw new IllegalArgumentException("epochMs must be 0..%d, got %d".formatted(MAX_EPOCH_MS, epochMs));
        }
        requireBytes(random10, UUID_RANDOM_BYTES);
        ByteBuffer random = ByteBuffer.wrap(random10);
        long randomA = random.getShort() & 0x0fffL;
        long randomB = random.getLong() & 0x3fff_ffff_ffff_ffffL;
        return new UUID((epochMs << 16) | (VERSION_7 << 12) | randomA, ((long) VARIANT_RFC << 62) | randomB);
    }

    /**
     * The milliseconds since 1970 inside a UUID of version 7.
     *
     * @throws IllegalArgumentException when it is not of version 7
     */
    public static long epochMs(UUID v7) {
        if (!isV7(v7)) {
            throw new IllegalArgumentException("not a UUID of version 7");
        }
        return v7.getMostSignificantBits() >>> 16;
    }

    /** True when version and variant are those of RFC 9562 section 5.7. */
    public static boolean isV7(UUID uuid) {
        return uuid.version() == VERSION_7 && uuid.variant() == VARIANT_RFC;
    }

    /**
     * {@code agent_} and 12 lower-case hexadecimal digits.
     *
     * @param random6 exactly {@value #AGENT_RANDOM_BYTES} bytes
     * @throws IllegalArgumentException for any other number of bytes
     */
    public static String agentId(byte[] random6) {
        requireBytes(random6, AGENT_RANDOM_BYTES);
        return AGENT_PREFIX + HexFormat.of().formatHex(random6);
    }

    /** True when the text is exactly of the shape that {@link #agentId} makes. */
    public static boolean isAgentId(String text) {
        if (text.length() != AGENT_ID_LENGTH || !text.startsWith(AGENT_PREFIX)) {
            return false;
        }
        return text.chars().skip(AGENT_PREFIX.length()).allMatch(Ids::isLowerHex);
    }

    private static boolean isLowerHex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    private static void requireBytes(byte[] random, int count) {
        if (random.length != count) {
            throw new IllegalArgumentException("needs exactly %d random bytes, got %d".formatted(count, random.length));
        }
    }
}
