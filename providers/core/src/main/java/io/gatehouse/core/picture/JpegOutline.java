package io.gatehouse.core.picture;

import io.gatehouse.core.picture.PictureException.Reason;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a JPEG (ITU T.81 annex B): tables, frame and scans are kept, notes of cameras and programs are not, but for the
 * one that says how colours are coded. The number of scans is bounded, because each costs as much as the whole picture.
 */
final class JpegOutline {
    /** Most scans; programs write up to about a dozen. */
    static final int MAX_SCANS = 32;

    /** Says that three colours are luma and chroma (ITU T.871 10.1), and nothing besides. */
    private static final byte[] JFIF = {
        (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
    };

    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP14 = 0xee;
    private static final int EXIF_PREFIX_BYTES = 6;

    private final Bytes file;
    private final ByteArrayOutputStream kept;
    private int at = 2;
    private int scans;
    private int orientation = Orientation.UPRIGHT;
    private boolean hasJfif;
    private boolean hasAdobe;
    private boolean isNamedRgb;
    private int @Nullable [] size;

    private JpegOutline(Bytes file) {
        this.file = file;
        this.kept = new ByteArrayOutputStream(file.length());
    }

    static PictureFile read(Bytes file) throws PictureException {
        return new JpegOutline(file).whole();
    }

    private PictureFile whole() throws PictureException {
        int marker = marker();
        while (marker != 0xd9) {
            segment(marker);
            marker = marker();
        }
        kept.write(0xff);
        kept.write(0xd9);
        if (size == null || scans == 0) {
            throw PictureException.damaged("it has no pixels");
        }
        return new PictureFile(PictureFormat.JPEG, size[0], size[1], orientation, essence());
    }

    /** Decoders differ in what they take colours for that no note explains; so one is written where a browser needs none. */
    private byte[] essence() throws PictureException {
        ByteArrayOutputStream essence = new ByteArrayOutputStream(kept.size() + JFIF.length + 2);
        essence.writeBytes(file.part(0, 2));
        if (hasJfif || (!hasAdobe && !isNamedRgb)) {
            essence.writeBytes(JFIF);
        }
        essence.writeBytes(kept.toByteArray());
        return essence.toByteArray();
    }

    /** The next marker, of which there may be fill bytes before. */
    private int marker() throws PictureException {
        if (file.at(at) != 0xff) {
            throw PictureException.damaged("a marker is missing");
        }
        while (file.at(at) == 0xff) {
            at++;
        }
        return file.at(at++);
    }

    private void segment(int marker) throws PictureException {
        int length = file.two(at);
        if (length < 2) {
            throw PictureException.damaged("a segment has no length");
        }
        byte[] segment = file.part(at, length);
        at += length;
        switch (marker) {
            case 0xc0, 0xc1, 0xc2 -> frame(segment);
            case 0xda -> scan();
            case APP0 -> hasJfif |= new Bytes(segment).matches(2, "JFIF");
            case APP1 -> exif(segment);
            case APP14 -> hasAdobe |= new Bytes(segment).matches(2, "Adobe");
            default -> {
                // Tables, restart interval and the way colours are coded are kept below.
            }
        }
        if (isFrame(marker) && marker > 0xc2) {
            throw new PictureException(
                    Reason.UNSUPPORTED, "The picture is a JPEG of a rare kind; save it as baseline or progressive.");
        }
        if (isKept(marker)) {
            kept.write(0xff);
            kept.write(marker);
            kept.writeBytes(segment);
        }
        if (marker == 0xda) {
            entropyCoded();
        }
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static boolean isKept(int marker) {
        return marker == 0xc4
                || marker == 0xdb
                || marker == 0xdd
                || marker == 0xda
                || marker == APP14
                || isFrame(marker);
    }

    private void frame(byte[] segment) throws PictureException {
        Bytes frame = new Bytes(segment);
        if (size != null) {
            throw PictureException.damaged("a JPEG has one frame");
        }
        int components = frame.at(7);
        if (frame.at(2) != 8 || (components != 1 && components != 3)) {
            throw new PictureException(
                    Reason.UNSUPPORTED, "The picture must have 8 bits a colour, and be grey or RGB; save it so.");
        }
        PictureFile.requireSize(frame.two(5), frame.two(3));
        isNamedRgb = components == 3 && frame.at(8) == 'R' && frame.at(11) == 'G' && frame.at(14) == 'B';
        size = new int[] {frame.two(5), frame.two(3)};
    }

    private void scan() throws PictureException {
        if (size == null) {
            throw PictureException.damaged("pixels come before the frame");
        }
        scans++;
        if (scans > MAX_SCANS) {
            throw new PictureException(
                    Reason.UNSUPPORTED, "The picture has more than " + MAX_SCANS + " scans; save it as baseline.");
        }
    }

    private void exif(byte[] segment) throws PictureException {
        Bytes exif = new Bytes(segment);
        if (exif.matches(2, 'E', 'x', 'i', 'f', 0, 0)) {
            orientation = Orientation.of(exif.part(2 + EXIF_PREFIX_BYTES, segment.length - 2 - EXIF_PREFIX_BYTES));
        }
    }

    /** Up to the next marker that is neither a stuffed byte nor a restart. */
    private void entropyCoded() throws PictureException {
        int from = at;
        while (file.at(at) != 0xff || isWithinScan(file.at(at + 1))) {
            at++;
        }
        kept.writeBytes(file.part(from, at - from));
    }

    private static boolean isWithinScan(int afterFf) {
        return afterFf == 0 || (afterFf >= 0xd0 && afterFf <= 0xd7);
    }
}
