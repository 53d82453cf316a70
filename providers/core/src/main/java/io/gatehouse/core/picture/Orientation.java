package io.gatehouse.core.picture;

/**
 * How a picture is to be turned so that it stands upright (Exif 2.3, tag 0x0112), read from a block of Exif. Whatever cannot be
 * read there counts as upright: a wrong note must not cost the picture.
 */
final class Orientation {
    /** As it is stored. */
    static final int UPRIGHT = 1;

    private static final int LAST = 8;
    private static final int TAG = 0x0112;
    private static final int TYPE_SHORT = 3;
    private static final int ENTRY_BYTES = 12;

    /** More entries than any camera writes. */
    private static final int MAX_ENTRIES = 512;

    private Orientation() {}

    /**
     * The orientation in a TIFF block.
     *
     * @param block begins with the byte order
     * @return 1 to 8
     */
    static int of(byte[] block) {
        try {
            return read(new Bytes(block));
        } catch (PictureException e) {
            return UPRIGHT;
        }
    }

    private static int read(Bytes block) throws PictureException {
        boolean isLittle = block.matches(0, 'I', 'I', 42, 0);
        if (!isLittle && !block.matches(0, 'M', 'M', 0, 42)) {
            return UPRIGHT;
        }
        long directory = isLittle ? block.fourLittle(4) : block.four(4);
        if (directory > block.length()) {
            return UPRIGHT;
        }
        int at = (int) directory;
        int entries = Math.min(two(block, at, isLittle), MAX_ENTRIES);
        for (int i = 0; i < entries; i++) {
            int entry = at + 2 + i * ENTRY_BYTES;
            if (two(block, entry, isLittle) == TAG) {
                int value = two(block, entry + 8, isLittle);
                boolean isKnown = two(block, entry + 2, isLittle) == TYPE_SHORT && value >= UPRIGHT && value <= LAST;
                return isKnown ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    private static int two(Bytes block, int at, boolean isLittle) throws PictureException {
        return isLittle ? block.twoLittle(at) : block.two(at);
    }
}
