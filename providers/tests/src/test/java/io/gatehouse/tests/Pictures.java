package io.gatehouse.tests;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/** Pictures to upload: good ones, of which the left half is red and the right half blue, and such as do harm. */
final class Pictures {
    static final Color RED = new Color(220, 20, 20);
    static final Color BLUE = new Color(20, 20, 220);

    /** What stands in their metadata, and must not be found again. */
    static final String SECRET = "SECRET-PLACE";

    private static final int PNG_HEADER_END = 33;

    private Pictures() {}

    static byte[] png(int width, int height) {
        byte[] file = written("png", width, height);
        return with(file, PNG_HEADER_END, chunk("tEXt", ("Comment\0" + SECRET).getBytes(StandardCharsets.US_ASCII)));
    }

    static byte[] jpeg(int width, int height) {
        return written("jpg", width, height);
    }

    /** A JPEG that a camera held sideways took, and where. */
    static byte[] jpeg(int width, int height, int orientation) {
        byte[] place = SECRET.getBytes(StandardCharsets.US_ASCII);
        byte[] exif = ByteBuffer.allocate(36 + place.length)
                .putShort((short) 0xffe1)
                .putShort((short) (34 + place.length))
                .put(new byte[] {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1
                })
                .putShort((short) orientation)
                .put(new byte[6])
                .put(place)
                .array();
        return with(jpeg(width, height), 2, exif);
    }

    static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(Pictures.class.getResourceAsStream("/pictures/" + name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A PNG of exactly that many bytes. */
    static byte[] pngOfBytes(int bytes) {
        byte[] file = png(64, 64);
        byte[] noise = new byte[bytes - file.length - 12];
        new Random(7).nextBytes(noise);
        return with(file, PNG_HEADER_END, chunk("tEXt", noise));
    }

    /** A PNG of a size that its header tells truly: nothing but black, which presses a thousandfold. */
    static byte[] bomb(int width, int height, int depth) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) depth)
                .put((byte) 6)
                .array();
        byte[] rows = deflated((long) height * (1 + (long) width * depth / 2));
        return joined(
                Arrays.copyOf(png(1, 1), 8), chunk("IHDR", header), chunk("IDAT", rows), chunk("IEND", new byte[0]));
    }

    /** A PNG whose header tells another size than it has. */
    static byte[] pngWithHeader(int width, int height) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 8)
                .put((byte) 2)
                .array();
        byte[] file = png(8, 8);
        return joined(
                Arrays.copyOf(file, 8), chunk("IHDR", header), Arrays.copyOfRange(file, PNG_HEADER_END, file.length));
    }

    /** A text in a PNG that grows to a gigabyte. */
    static byte[] textBomb() {
        byte[] text = joined("a\0\0".getBytes(StandardCharsets.ISO_8859_1), deflated(1L << 29));
        return with(png(8, 8), PNG_HEADER_END, chunk("zTXt", text));
    }

    static byte[] manyChunks() {
        byte[] one = chunk("tEXt", new byte[0]);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 80_000; i++) {
            all.writeBytes(one);
        }
        return with(png(8, 8), PNG_HEADER_END, all.toByteArray());
    }

    static byte[] animatedPng() {
        return with(png(8, 8), PNG_HEADER_END, chunk("acTL", new byte[8]));
    }

    /** A JPEG with its pixels that many times over. */
    static byte[] scans(int count) {
        byte[] file = jpeg(64, 64);
        int scan = 2;
        while (!((file[scan] & 0xff) == 0xff && (file[scan + 1] & 0xff) == 0xda)) {
            scan += 2 + ByteBuffer.wrap(file, scan + 2, 2).getShort();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(file, 0, scan);
        for (int i = 0; i < count; i++) {
            all.write(file, scan, file.length - 2 - scan);
        }
        all.write(0xff);
        all.write(0xd9);
        return all.toByteArray();
    }

    /** The form that carries a file, with the boundary {@code b}; what it says of the file is a lie. */
    static byte[] form(String part, byte[] file) {
        String head = "--b\r\nContent-Disposition: form-data; name=\"" + part
                + "\"; filename=\"../../evil.svg\"\r\nContent-Type: image/svg+xml\r\n\r\n";
        return joined(
                head.getBytes(StandardCharsets.US_ASCII), file, "\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static BufferedImage read(byte[] file) {
        try {
            return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] written(String format, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, (x < width / 2 ? RED : BLUE).getRGB());
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

    private static byte[] deflated(long zeros) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        byte[] some = new byte[65_536];
        byte[] buffer = new byte[65_536];
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long left = zeros; left > 0; left -= some.length) {
            deflater.setInput(some, 0, (int) Math.min(left, some.length));
            while (!deflater.needsInput()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] named = joined(type.getBytes(StandardCharsets.US_ASCII), data);
        CRC32 crc = new CRC32();
        crc.update(named);
        return joined(
                ByteBuffer.allocate(4).putInt(data.length).array(),
                named,
                ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    private static byte[] with(byte[] file, int at, byte[] more) {
        return joined(Arrays.copyOf(file, at), more, Arrays.copyOfRange(file, at, file.length));
    }
}
