package io.gatehouse.core.token;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The statuses of many tokens, one bit each: 0 valid, 1 invalid (draft-ietf-oauth-status-list section 4.1, {@code bits}
 * 1). The first token has the lowest bit of the first byte.
 *
 * <p>Immutable and thread-safe.
 */
public final class StatusList {

    /** Most entries of a list that is read. */
    public static final int MAX_ENTRIES = 1 << 20;

    private static final int MAX_BYTES = MAX_ENTRIES / Byte.SIZE;

    private final byte[] bytes;

    private StatusList(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A list.
     *
     * @param invalid the entries that are invalid; copied
     * @param size how many entries the list has, a multiple of 8 up to {@value #MAX_ENTRIES}
     * @throws IllegalArgumentException when the size is no such number, or an entry is beyond it
     */
    public static StatusList of(BitSet invalid, int size) {
        if (size < Byte.SIZE || size > MAX_ENTRIES || size % Byte.SIZE != 0 || invalid.length() > size) {
            throw new IllegalArgumentException("a list has 8..%d entries, a multiple of 8".formatted(MAX_ENTRIES));
        }
        return new StatusList(Arrays.copyOf(invalid.toByteArray(), size / Byte.SIZE));
    }

    /**
     * The list that was compressed. However much the bytes would become, no more than {@value #MAX_ENTRIES} entries are
     * unpacked.
     *
     * @param zlib ZLIB data (RFC 1950), and nothing after its end
     * @throws IllegalArgumentException when it is none, empty, cut off, or too large
     */
    public static StatusList ofCompressed(byte[] zlib) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(zlib);
            // One byte more than allowed, so that what is too large is seen to be.
            byte[] unpacked = new byte[MAX_BYTES + 1];
            int length = 0;
            while (!inflater.finished() && length < unpacked.length) {
                int count = inflater.inflate(unpacked, length, unpacked.length - length);
                if (count == 0 && !inflater.finished()) {
                    throw new IllegalArgumentException("the list is cut off");
                }
                length += count;
            }
            if (length > MAX_BYTES || !inflater.finished()) {
                throw new IllegalArgumentException("the list has more than %d entries".formatted(MAX_ENTRIES));
            }
            if (length == 0 || inflater.getRemaining() > 0) {
                throw new IllegalArgumentException("the list is empty, or something follows it");
            }
            return new StatusList(Arrays.copyOf(unpacked, length));
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("the list is not compressed with zlib", e);
        } finally {
            inflater.end();
        }
    }

    /** The list as ZLIB data at the best compression. */
    public byte[] compressed() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[4096];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** How many entries it has, a multiple of 8. */
    public int size() {
        return bytes.length * Byte.SIZE;
    }

    /**
     * Whether that entry is invalid.
     *
     * @throws IndexOutOfBoundsException when the list has no such entry
     */
    public boolean isInvalid(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("the list has no such entry");
        }
        return (bytes[index / Byte.SIZE] >> (index % Byte.SIZE) & 1) == 1;
    }
}
