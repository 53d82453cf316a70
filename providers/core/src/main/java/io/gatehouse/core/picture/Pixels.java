package io.gatehouse.core.picture;

/** A picture in memory, row by row: 8 bits each of alpha, red, green and blue, colours not multiplied by alpha. Not copied. */
public final class Pixels {
    private final int width;
    private final int height;
    private final int[] argb;

    /**
     * @param width 1 or more
     * @param argb {@code width} times {@code height} of them
     */
    public Pixels(int width, int height, int[] argb) {
        if (width < 1 || height < 1 || argb.length != width * height) {
            throw new IllegalArgumentException(width + " x " + height + " pixels, got " + argb.length);
        }
        this.width = width;
        this.height = height;
        this.argb = argb;
    }

    /** Pixels of a row. */
    public int width() {
        return width;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** One pixel. */
    public int at(int x, int y) {
        return argb[y * width + x];
    }

    /**
     * The same picture turned upright.
     *
     * @param orientation how it is stored: 1 to 8, as Exif counts
     */
    public Pixels upright(int orientation) {
        if (orientation == Orientation.UPRIGHT) {
            return this;
        }
        boolean isLying = orientation >= 5;
        int newWidth = isLying ? height : width;
        int newHeight = isLying ? width : height;
        int[] turned = new int[argb.length];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                turned[y * newWidth + x] = switch (orientation) {
                    case 2 -> at(width - 1 - x, y);
                    case 3 -> at(width - 1 - x, height - 1 - y);
                    case 4 -> at(x, height - 1 - y);
                    case 5 -> at(y, x);
                    case 6 -> at(y, height - 1 - x);
                    case 7 -> at(width - 1 - y, height - 1 - x);
                    case 8 -> at(width - 1 - y, x);
                    default -> throw new IllegalArgumentException("no orientation " + orientation);
                };
            }
        }
        return new Pixels(newWidth, newHeight, turned);
    }

    /** The middle of the picture as a square of that many pixels a side, each the mean of what it covers. */
    public Pixels square(int side) {
        int covered = Math.min(width, height);
        int left = (width - covered) / 2;
        int top = (height - covered) / 2;
        double scale = (double) covered / side;
        int[] out = new int[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                out[y * side + x] = mean(left + x * scale, top + y * scale, scale);
            }
        }
        return new Pixels(side, side, out);
    }

    /** Colours count by how opaque they are: what cannot be seen must not stain the edge of what can. */
    private int mean(double left, double top, double size) {
        double alpha = 0;
        double red = 0;
        double green = 0;
        double blue = 0;
        double area = 0;
        for (int y = (int) top; y < Math.min(height, top + size); y++) {
            double tall = Math.min(y + 1, top + size) - Math.max(y, top);
            for (int x = (int) left; x < Math.min(width, left + size); x++) {
                double share = tall * (Math.min(x + 1, left + size) - Math.max(x, left));
                int pixel = at(x, y);
                double weight = share * (pixel >>> 24);
                alpha += weight;
                red += weight * (pixel >> 16 & 0xff);
                green += weight * (pixel >> 8 & 0xff);
                blue += weight * (pixel & 0xff);
                area += share;
            }
        }
        if (alpha == 0) {
            return 0;
        }
        return rounded(alpha / area) << 24
                | rounded(red / alpha) << 16
                | rounded(green / alpha) << 8
                | rounded(blue / alpha);
    }

    /** The same picture in front of white, with nothing transparent left. */
    public Pixels onWhite() {
        int[] opaque = new int[argb.length];
        for (int i = 0; i < argb.length; i++) {
            int alpha = argb[i] >>> 24;
            int mixed = 0xff;
            for (int shift = 16; shift >= 0; shift -= Byte.SIZE) {
                int colour = argb[i] >> shift & 0xff;
                mixed = mixed << Byte.SIZE | (colour * alpha + 0xff * (0xff - alpha) + 127) / 0xff;
            }
            opaque[i] = mixed;
        }
        return new Pixels(width, height, opaque);
    }

    private static int rounded(double value) {
        return (int) Math.min(255, Math.max(0, Math.round(value)));
    }
}
