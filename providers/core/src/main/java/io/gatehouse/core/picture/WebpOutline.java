package io.gatehouse.core.picture;

import io.gatehouse.core.picture.PictureException.Reason;
import java.io.ByteArrayOutputStream;

/** The chunks of a WebP (RFC 9649 2): the one with the pixels is kept, all others are not. */
final class WebpOutline {
    private static final int FIRST_CHUNK = 12;
    private static final int HEAD_BYTES = 8;
    private static final int ANIMATION_FLAG = 0x02;
    private static final int FOURTEEN_BITS = 0x3fff;

    private WebpOutline() {}

    static PictureFile read(Bytes file) throws PictureException {
        long whole = file.fourLittle(4) + HEAD_BYTES;
        if (whole > file.length()) {
            throw PictureException.damaged("it ends too early");
        }
        int end = (int) whole;
        int orientation = Orientation.UPRIGHT;
        PictureFile picture = null;
        int at = FIRST_CHUNK;
        while (at < end) {
            long length = file.fourLittle(at + 4);
            if (length > (long) end - at - HEAD_BYTES) {
                throw PictureException.damaged("it ends too early");
            }
            int data = at + HEAD_BYTES;
            if (file.matches(at, "VP8X")) {
                extended(file, data);
            } else if (file.matches(at, "ANIM") || file.matches(at, "ANMF")) {
                throw animated();
            } else if (file.matches(at, "VP8L") || file.matches(at, "ALPH")) {
                throw new PictureException(
                        Reason.UNSUPPORTED,
                        "The picture is a WebP that is lossless or transparent; save it as PNG, or as lossy WebP.");
            } else if (file.matches(at, "VP8 ")) {
                if (picture != null) {
                    throw PictureException.damaged("it has two pictures");
                }
                picture = lossy(file, data, (int) length);
            } else if (file.matches(at, "EXIF")) {
                orientation = orientation(file.part(data, (int) length));
            }
            at = data + (int) length + (int) (length & 1);
        }
        if (picture == null) {
            throw PictureException.damaged("it has no pixels");
        }
        return new PictureFile(PictureFormat.WEBP, picture.width(), picture.height(), orientation, picture.essence());
    }

    private static void extended(Bytes file, int data) throws PictureException {
        if ((file.at(data) & ANIMATION_FLAG) != 0) {
            throw animated();
        }
        PictureFile.requireSize(1 + little24(file, data + 4), 1 + little24(file, data + 7));
    }

    private static long little24(Bytes file, int at) throws PictureException {
        return file.twoLittle(at) | (long) file.at(at + 2) << 16;
    }

    /** A key frame's own header (RFC 6386 9.1). */
    private static PictureFile lossy(Bytes file, int data, int length) throws PictureException {
        boolean isKeyFrame = (file.at(data) & 1) == 0 && file.matches(data + 3, 0x9d, 0x01, 0x2a);
        if (!isKeyFrame || length < 10) {
            throw PictureException.damaged("it does not begin with a whole picture");
        }
        int width = file.twoLittle(data + 6) & FOURTEEN_BITS;
        int height = file.twoLittle(data + 8) & FOURTEEN_BITS;
        PictureFile.requireSize(width, height);
        if (width * height > PictureFile.MAX_WEBP_PIXELS) {
            throw new PictureException(
                    Reason.WRONG_SIZE,
                    "A WebP may have at most " + PictureFile.MAX_WEBP_PIXELS
                            + " pixels in all; make it smaller, or save it as JPEG or PNG.");
        }
        int firstPartition = (file.at(data) | file.twoLittle(data + 1) << 8) >>> 5;
        if (firstPartition > length - 10) {
            throw PictureException.damaged("it ends too early");
        }
        return new PictureFile(PictureFormat.WEBP, width, height, Orientation.UPRIGHT, alone(file.part(data, length)));
    }

    private static byte[] alone(byte[] frame) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(frame.length + 21);
        int padded = frame.length + (frame.length & 1);
        tag(out, "RIFF", padded + 12);
        out.writeBytes(new byte[] {'W', 'E', 'B', 'P'});
        tag(out, "VP8 ", frame.length);
        out.writeBytes(frame);
        if (padded > frame.length) {
            out.write(0);
        }
        return out.toByteArray();
    }

    private static void tag(ByteArrayOutputStream out, String name, int length) {
        name.chars().forEach(out::write);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write(length >>> shift);
        }
    }

    /** Some programs write the prefix that belongs into JPEGs here, too. */
    private static int orientation(byte[] exif) throws PictureException {
        Bytes block = new Bytes(exif);
        int prefix = block.matches(0, 'E', 'x', 'i', 'f', 0, 0) ? 6 : 0;
        return Orientation.of(block.part(prefix, exif.length - prefix));
    }

    private static PictureException animated() {
        return new PictureException(Reason.ANIMATED, "The picture must not be animated.");
    }
}
