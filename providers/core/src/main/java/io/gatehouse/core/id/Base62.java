package io.gatehouse.core.id;

import java.math.BigInteger;

/**
 * The 62 digits and letters {@code 0-9 A-Z a-z}, which survive a double click, a URL and a shell unquoted.
 *
 * <p>One character carries log2(62) = 5.95 bits. Thread-safe: no state.
 */
public final class Base62 {

    /** The digits in the order of their values. */
    public static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** The longest text that {@link #encode} makes: 128 characters, 762 bits. */
    public static final int MAX_LENGTH = 128;

    private static final int RADIX = ALPHABET.length();
    private static final BigInteger BIG_RADIX = BigInteger.valueOf(RADIX);
    /** Bytes beyond the needed ones. The remainder of a division is then uneven by less than 2^-64. */
    private static final int SPARE_BYTES = 8;

    private Base62() {}

    /**
     * The same bytes always give the same text; evenly distributed bytes give evenly distributed text (no character
     * sequence is likelier than another by more than one part in 2^64).
     *
     * @param random at least {@link #randomBytesFor} bytes, from a secure source when the text is a secret; all are used
     * @param length 1..{@value #MAX_LENGTH} characters
     * @throws IllegalArgumentException when the length is out of range or the bytes are too few
     */
    public static String encode(byte[] random, int length) {
        int needed = randomBytesFor(length);
        if (random.length < needed) {
            throw new IllegalArgumentException(
                    "%d base62 characters need %d random bytes, got %d".formatted(length, needed, random.length));
        }
        return digits(new BigInteger(1, random), length);
    }

    /**
     * How many random bytes {@link #encode} needs for a text of that length.
     *
     * @param length 1..{@value #MAX_LENGTH} characters
     * @throws IllegalArgumentException when the length is out of range
     */
    public static int randomBytesFor(int length) {
        requireLength(length);
        return (BIG_RADIX.pow(length).bitLength() + 7) / 8 + SPARE_BYTES;
    }

    /**
     * The number in base 62 with leading zeros.
     *
     * @param value 0 or more
     * @param length 1..{@value #MAX_LENGTH} characters
     * @throws IllegalArgumentException when the length is out of range or the value does not fit
     */
    public static String encodeNumber(long value, int length) {
        requireLength(length);
        char[] text = new char[length];
        long rest = value;
        for (int i = length - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt(Math.floorMod(rest, RADIX));
            rest /= RADIX;
        }
        if (value < 0 || rest != 0) {
            throw new IllegalArgumentException("%d does not fit %d base62 characters".formatted(value, length));
        }
        return new String(text);
    }

    /** True when the text has at least one character and only base62 characters. */
    public static boolean isBase62(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isBase62(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isBase62(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static String digits(BigInteger number, int length) {
        char[] text = new char[length];
        BigInteger rest = number;
        for (int i = length - 1; i >= 0; i--) {
            BigInteger[] quotientAndDigit = rest.divideAndRemainder(BIG_RADIX);
            text[i] = ALPHABET.charAt(quotientAndDigit[1].intValue());
            rest = quotientAndDigit[0];
        }
        return new String(text);
    }

    private static void requireLength(int length) {
        if (length < 1 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("length must be 1..%d, got %d".formatted(MAX_LENGTH, length));
        }
    }
}
