package io.gatehouse.platform;

import io.gatehouse.core.id.Ids;
import java.security.SecureRandom;
import java.util.UUID;

/** The only source of randomness of the bundle: the JVM's CSPRNG. Thread-safe. */
public final class Entropy {
    private static final int UUID_RANDOM_BYTES = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Entropy() {}

    /** @param count how many bytes, at least 1 */
    public static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** A new UUIDv7 (RFC 9562 5.7) carrying the present millisecond: rows made later sort later. */
    public static UUID uuid() {
        return uuid(Clock.nowMs());
    }

    /** A new UUIDv7 carrying the given millisecond. */
    public static UUID uuid(long epochMs) {
        return Ids.uuidV7(epochMs, bytes(UUID_RANDOM_BYTES));
    }
}
