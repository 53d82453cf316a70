package io.gatehouse.account;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.gatehouse.core.picture.PictureException;
import io.gatehouse.core.picture.PictureException.Reason;
import io.gatehouse.core.picture.PictureFile;
import io.gatehouse.core.picture.Pixels;
import io.gatehouse.core.picture.PngWriter;
import io.gatehouse.platform.GatehouseException;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Makes the square that is kept of a picture. It decodes the middle alone, and of a large one only every so manieth pixel, so
 * that no picture takes more than {@value #MAX_DECODED_SIDE} pixels squared of memory; and only so many at a time as the node has
 * room for. Thread-safe; one for the node.
 *
 * <p>The decoders are those of the JDK for PNG and JPEG, and of TwelveMonkeys for WebP. They are named one by one: what else stands
 * on the class path for pictures is never asked.
 */
public final class PictureDecoder {
    /** Longest side that is held in memory, in pixels. */
    static final int MAX_DECODED_SIDE = 2_047;

    /** Below this there is no gain in leaving pixels out: four each way still make one of the square's. */
    private static final int FINE_SIDE = 4 * Avatars.SIDE;

    private static final int RETRY_AFTER_SECONDS = 2;

    private final Semaphore room;

    /** @param atOnce how many pictures are decoded at a time; the next is refused */
    public PictureDecoder(int atOnce) {
        room = new Semaphore(atOnce);
    }

    /** As many as half the processors, and one at least: people who log in come first. */
    public static PictureDecoder ofNode() {
        return new PictureDecoder(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /**
     * The picture's middle, upright, as a PNG of {@link Avatars#SIDE} pixels a side and at most {@link Avatar#MAX_BYTES} bytes.
     *
     * @throws PictureException when it cannot be decoded
     * @throws GatehouseException 503 while too many are being decoded
     */
    byte[] squared(PictureFile file) throws PictureException {
        if (!room.tryAcquire()) {
            throw GatehouseException.unavailable(
                    "This server is busy with other people's pictures; try again.", RETRY_AFTER_SECONDS);
        }
        try {
            Pixels square = middle(file).upright(file.orientation()).square(Avatars.SIDE);
            byte[] png = PngWriter.write(square);
            return png.length > Avatar.MAX_BYTES ? PngWriter.write(square.onWhite()) : png;
        } finally {
            room.release();
        }
    }

    private static Pixels middle(PictureFile file) throws PictureException {
        ImageReader reader = reader(file);
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file.essence()))) {
            reader.setInput(input, true, true);
            if (reader.getWidth(0) != file.width() || reader.getHeight(0) != file.height()) {
                throw damaged();
            }
            return pixels(reader.read(0, middle(reader.getDefaultReadParam(), file)));
        } catch (IOException | RuntimeException | AssertionError e) {
            // A decoder of a stranger's bytes may fail in any way; the picture is to blame.
            throw damaged();
        } finally {
            reader.dispose();
        }
    }

    private static ImageReadParam middle(ImageReadParam param, PictureFile file) {
        int side = Math.min(file.width(), file.height());
        int every = Math.max(1, side / FINE_SIDE);
        param.setSourceRegion(new Rectangle((file.width() - side) / 2, (file.height() - side) / 2, side, side));
        param.setSourceSubsampling(every, every, 0, 0);
        return param;
    }

    private static ImageReader reader(PictureFile file) {
        return switch (file.format()) {
            case PNG -> ofJdk("png");
            case JPEG -> ofJdk("jpeg");
            case WEBP -> new WebPImageReaderSpi().createReaderInstance(null);
        };
    }

    private static ImageReader ofJdk(String format) {
        for (Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (reader.getClass().getModule().equals(ImageIO.class.getModule())) {
                return reader;
            }
        }
        throw new IllegalStateException("This Java has no decoder for " + format);
    }

    /** Samples as they are stored: the JDK's own conversion makes grey pictures too bright. */
    private static Pixels pixels(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] argb = new int[width * height];
        if (image.getColorModel() instanceof IndexColorModel) {
            return new Pixels(width, height, image.getRGB(0, 0, width, height, argb, 0, width));
        }
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int shift = raster.getSampleModel().getSampleSize(0) - Byte.SIZE;
        int[] row = new int[width * bands];
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                argb[y * width + x] = pixel(row, x * bands, bands, shift);
            }
        }
        return new Pixels(width, height, argb);
    }

    private static int pixel(int[] row, int at, int bands, int shift) {
        boolean isGrey = bands < 3;
        int red = row[at] >>> shift;
        int green = isGrey ? red : row[at + 1] >>> shift;
        int blue = isGrey ? red : row[at + 2] >>> shift;
        boolean hasAlpha = bands == 2 || bands == 4;
        int alpha = hasAlpha ? row[at + bands - 1] >>> shift : 0xff;
        return alpha << 24 | red << 16 | green << 8 | blue;
    }

    private static PictureException damaged() {
        return new PictureException(Reason.DAMAGED, "The picture is damaged: it cannot be decoded.");
    }
}
