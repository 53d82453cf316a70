package io.gatehouse.core.picture;

import io.gatehouse.core.picture.PictureException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;

/** The chunks of a PNG (W3C PNG 5): the picture's own are kept, text, profiles, animation and what follows the end are not. */
final class PngOutline {
    private static final int SIGNATURE_BYTES = 8;

    /** Length, type and CRC. */
    private static final int FRAME_BYTES = 12;

    private static final int HEADER_BYTES = 13;
    private static final int MAX_PALETTE_BYTES = 768;

    private PngOutline() {}

    static PictureFile read(Bytes file) throws PictureException {
        if (!file.matches(SIGNATURE_BYTES + 4, "IHDR") || file.four(SIGNATURE_BYTES) != HEADER_BYTES) {
            throw PictureException.damaged("a PNG begins with its header");
        }
        int header = SIGNATURE_BYTES + 8;
        long width = file.four(header);
        long height = file.four(header + 4);
        PictureFile.requireSize(width, height);
        requireKnown(file.at(header + 8), file.at(header + 9));
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length());
        kept.writeBytes(file.part(0, SIGNATURE_BYTES));
        int orientation = Orientation.UPRIGHT;
        boolean hasData = false;
        int at = SIGNATURE_BYTES;
        while (!file.matches(at + 4, "IEND")) {
            int length = length(file, at);
            if (file.matches(at + 4, "acTL")) {
                throw new PictureException(Reason.ANIMATED, "The picture must not be animated.");
            }
            if (file.matches(at + 4, "eXIf")) {
                orientation = Orientation.of(file.part(at + 8, length));
            }
            hasData |= file.matches(at + 4, "IDAT");
            if (isPicture(file, at, at == SIGNATURE_BYTES, length)) {
                kept.writeBytes(sound(file.part(at, length + FRAME_BYTES), file.four(at + 8 + length)));
            }
            at += length + FRAME_BYTES;
        }
        if (!hasData) {
            throw PictureException.damaged("it has no pixels");
        }
        kept.writeBytes(sound(file.part(at, FRAME_BYTES + length(file, at)), file.four(at + 8 + length(file, at))));
        return new PictureFile(PictureFormat.PNG, (int) width, (int) height, orientation, kept.toByteArray());
    }

    /** The length of a chunk's data, which with its frame lies within the file. */
    private static int length(Bytes file, int at) throws PictureException {
        long length = file.four(at);
        if (length > file.length() - at - FRAME_BYTES) {
            throw PictureException.damaged("it ends too early");
        }
        return (int) length;
    }

    private static boolean isPicture(Bytes file, int at, boolean isFirst, int length) throws PictureException {
        if (file.matches(at + 4, "IHDR")) {
            if (!isFirst) {
                throw PictureException.damaged("a PNG has one header");
            }
            return true;
        }
        if (file.matches(at + 4, "PLTE") && (length > MAX_PALETTE_BYTES || length % 3 != 0)) {
            throw PictureException.damaged("its palette has no proper length");
        }
        return file.matches(at + 4, "PLTE") || file.matches(at + 4, "tRNS") || file.matches(at + 4, "IDAT");
    }

    private static byte[] sound(byte[] chunk, long expected) throws PictureException {
        CRC32 crc = new CRC32();
        crc.update(chunk, 4, chunk.length - 8);
        if (crc.getValue() != expected) {
            throw PictureException.damaged("a checksum is wrong");
        }
        return chunk;
    }

    /** The pairs of W3C PNG table 12. */
    private static void requireKnown(int depth, int colour) throws PictureException {
        boolean isKnown =
                switch (colour) {
                    case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
                    case 3 -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
                    case 2, 4, 6 -> depth == 8 || depth == 16;
                    default -> false;
                };
        if (!isKnown) {
            throw PictureException.damaged("its header names colours that there are not");
        }
    }
}
