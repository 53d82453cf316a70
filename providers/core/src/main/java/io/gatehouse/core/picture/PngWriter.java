package io.gatehouse.core.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes a PNG of header, pixels and end alone (W3C PNG 5.6): the same pixels always give the same bytes. */
public final class PngWriter {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int RGBA = 6;
    private static final int RGB = 2;

    /** Of the filters of W3C PNG 9.2 the one that suits photographs well enough: each byte less the one above. */
    private static final int UP = 2;

    private PngWriter() {}

    /** The file. Without an alpha channel when nothing is transparent. */
    public static byte[] write(Pixels pixels) {
        boolean isOpaque = isOpaque(pixels);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(pixels.width())
                .putInt(pixels.height())
                .put((byte) 8)
                .put((byte) (isOpaque ? RGB : RGBA))
                .array();
        chunk(out, "IHDR", header);
        chunk(out, "IDAT", deflated(filtered(pixels, isOpaque ? 3 : 4)));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static boolean isOpaque(Pixels pixels) {
        for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < pixels.width(); x++) {
                if (pixels.at(x, y) >>> 24 != 0xff) {
                    return false;
                }
            }
        }
        return true;
    }

    private static byte[] filtered(Pixels pixels, int channels) {
        byte[] rows = new byte[pixels.height() * (1 + pixels.width() * channels)];
        int at = 0;
        for (int y = 0; y < pixels.height(); y++) {
            rows[at++] = UP;
            for (int x = 0; x < pixels.width(); x++) {
                int pixel = pixels.at(x, y);
                int above = y == 0 ? 0 : pixels.at(x, y - 1);
                for (int channel = 0; channel < channels; channel++) {
                    int shift = channel == 3 ? 24 : 16 - 8 * channel;
                    rows[at++] = (byte) ((pixel >>> shift) - (above >>> shift));
                }
            }
        }
        return rows;
    }

    private static byte[] deflated(byte[] rows) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(rows);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(rows.length / 2);
            byte[] buffer = new byte[16_384];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
