package io.gatehouse.core.picture;

import io.gatehouse.core.picture.PictureException.Reason;

/**
 * A picture of which the header and the outline are known, and nothing is decoded yet. What is left of the file is what a decoder
 * needs: metadata, colour profiles, thumbnails and whatever follows the picture's end are gone.
 */
public final class PictureFile {
    /** Longest side, in pixels. */
    public static final int MAX_SIDE = 4_096;

    /** Most pixels of a WebP picture: its decoder takes ten times as long for each as the others. */
    public static final int MAX_WEBP_PIXELS = 4_194_304;

    private final PictureFormat format;
    private final int width;
    private final int height;
    private final int orientation;
    private final byte[] essence;

    PictureFile(PictureFormat format, int width, int height, int orientation, byte[] essence) {
        this.format = format;
        this.width = width;
        this.height = height;
        this.orientation = orientation;
        this.essence = essence;
    }

    /**
     * Reads what a file says of itself, in time linear in its length.
     *
     * @throws PictureException when it is none of the formats, too large in pixels, animated or damaged
     */
    public static PictureFile read(byte[] file) throws PictureException {
        Bytes bytes = new Bytes(file);
        PictureFormat format = PictureFormat.of(bytes)
                .orElseThrow(() -> new PictureException(
                        Reason.UNKNOWN_TYPE,
                        "The picture must be a PNG, a JPEG or a WebP; its first bytes are none's."));
        return switch (format) {
            case PNG -> PngOutline.read(bytes);
            case JPEG -> JpegOutline.read(bytes);
            case WEBP -> WebpOutline.read(bytes);
        };
    }

    /** @throws PictureException unless both sides have 1 to {@value #MAX_SIDE} pixels */
    static void requireSize(long width, long height) throws PictureException {
        if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
            throw new PictureException(
                    Reason.WRONG_SIZE,
                    "The picture has " + width + " x " + height + " pixels; each side must have 1 to " + MAX_SIDE
                            + ".");
        }
    }

    /** What it is. */
    public PictureFormat format() {
        return format;
    }

    /** Pixels of a row, as stored. */
    public int width() {
        return width;
    }

    /** Rows, as stored. */
    public int height() {
        return height;
    }

    /** How it is to be turned: 1 to 8, as Exif counts. */
    public int orientation() {
        return orientation;
    }

    /** A file of the same format with the picture alone; not copied. */
    public byte[] essence() {
        return essence;
    }
}
