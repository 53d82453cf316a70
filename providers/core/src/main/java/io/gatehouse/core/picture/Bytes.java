package io.gatehouse.core.picture;

import java.util.Arrays;

/** A file's bytes, read within their bounds: what lies beyond the end is damage, never a fault. Not copied. */
final class Bytes {
    private final byte[] all;

    Bytes(byte[] all) {
        this.all = all;
    }

    int length() {
        return all.length;
    }

    /** The unsigned byte at a place. */
    int at(int index) throws PictureException {
        if (index < 0 || index >= all.length) {
            throw PictureException.damaged("it ends too early");
        }
        return all[index] & 0xff;
    }

    /** Two bytes, the higher first. */
    int two(int index) throws PictureException {
        return at(index) << 8 | at(index + 1);
    }

    /** Two bytes, the lower first. */
    int twoLittle(int index) throws PictureException {
        return at(index) | at(index + 1) << 8;
    }

    /** Four bytes, the highest first, as a number without a sign. */
    long four(int index) throws PictureException {
        return (long) two(index) << 16 | two(index + 2);
    }

    /** Four bytes, the lowest first, as a number without a sign. */
    long fourLittle(int index) throws PictureException {
        return twoLittle(index) | (long) twoLittle(index + 2) << 16;
    }

    /** Whether these bytes stand at a place; false beyond the end. */
    boolean matches(int index, int... expected) {
        if (index < 0 || index > all.length - expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((all[index + i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether this text, of ASCII alone, stands at a place. */
    boolean matches(int index, String text) {
        return matches(index, text.chars().toArray());
    }

    /** A copy of a part. */
    byte[] part(int from, int length) throws PictureException {
        if (from < 0 || length < 0 || length > all.length - from) {
            throw PictureException.damaged("it ends too early");
        }
        return Arrays.copyOfRange(all, from, from + length);
    }
}
