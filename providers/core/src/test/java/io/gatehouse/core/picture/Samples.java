package io.gatehouse.core.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Files to read: whole ones, and parts to put into them. */
final class Samples {
    /** Lossy, 24 x 16 pixels, all of one green. */
    static final byte[] WEBP = Base64.getDecoder()
            .decode(
                    "UklGRkYAAABXRUJQVlA4IDoAAAAwAwCdASoYABAAPm0qkUWkIqGYBABABsSgC7LoB+AACEUAAP6k1/+QXLC65Gv/qcfk4/Jx/W5e3AAA");

    private Samples() {}

    static byte[] png(int width, int height) {
        return written("png", width, height);
    }

    static byte[] jpeg(int width, int height) {
        return written("jpg", width, height);
    }

    /** A PNG whose header says so, and which has no pixels to speak of. */
    static byte[] pngHeader(int width, int height) {
        byte[] file = png(1, 1);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 8)
                .put((byte) 2)
                .array();
        return joined(Arrays.copyOf(file, 8), chunk("IHDR", header), Arrays.copyOfRange(file, 33, file.length));
    }

    /** A file with something put in at a place. */
    static byte[] with(byte[] file, int at, byte[] more) {
        return joined(Arrays.copyOf(file, at), more, Arrays.copyOfRange(file, at, file.length));
    }

    static byte[] chunk(String type, byte[] data) {
        byte[] named = joined(type.getBytes(StandardCharsets.US_ASCII), data);
        CRC32 crc = new CRC32();
        crc.update(named);
        return joined(
                ByteBuffer.allocate(4).putInt(data.length).array(),
                named,
                ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /** The segment with which a camera says how it was held. */
    static byte[] exifSegment(int orientation) {
        byte[] block = joined(new byte[] {'E', 'x', 'i', 'f', 0, 0}, exif(orientation));
        return joined(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (block.length + 2)}, block);
    }

    static byte[] exif(int orientation) {
        return ByteBuffer.allocate(26)
                .put(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1})
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] written(String format, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, new Color(x * 255 / width, y * 255 / height, 128).getRGB());
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalStateException("no writer of " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
