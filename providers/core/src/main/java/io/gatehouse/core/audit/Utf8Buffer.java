package io.gatehouse.core.audit;

import java.util.Arrays;

/** Bytes that grow as text is written to them as UTF-8. Not thread-safe. */
final class Utf8Buffer {
    private static final int INITIAL_BYTES = 1_024;
    private static final int MAX_BYTES_A_CHAR = 3;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;

    /** Forgets what was written and keeps the room for it. */
    void clear() {
        length = 0;
    }

    /** One ASCII character. */
    void ascii(char c) {
        reserve(1);
        bytes[length++] = (byte) c;
    }

    /** Text of ASCII characters alone. */
    void ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    /** One code point, which must be no surrogate. */
    void codePoint(int c) {
        reserve(MAX_BYTES_A_CHAR + 1);
        if (c < 0x80) {
            bytes[length++] = (byte) c;
        } else if (c < 0x800) {
            bytes[length++] = (byte) (0xc0 | (c >> 6));
            bytes[length++] = (byte) (0x80 | (c & 0x3f));
        } else if (c < 0x10000) {
            bytes[length++] = (byte) (0xe0 | (c >> 12));
            bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
            bytes[length++] = (byte) (0x80 | (c & 0x3f));
        } else {
            bytes[length++] = (byte) (0xf0 | (c >> 18));
            bytes[length++] = (byte) (0x80 | ((c >> 12) & 0x3f));
            bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
            bytes[length++] = (byte) (0x80 | (c & 0x3f));
        }
    }

    /** A copy of what was written. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
