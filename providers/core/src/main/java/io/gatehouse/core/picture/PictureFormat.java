package io.gatehouse.core.picture;

import java.util.Optional;

/** The kinds of pictures that are read, told by their first bytes alone; names and media types that a sender gives count nothing. */
public enum PictureFormat {
    /** PNG (W3C PNG 5.2). */
    PNG,
    /** JPEG (ITU T.81 B.1.1.3): start of image, then another marker. */
    JPEG,
    /** WebP (RFC 9649 2.3). */
    WEBP;

    /** The format of a file, empty for anything else. */
    static Optional<PictureFormat> of(Bytes file) {
        if (file.matches(0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
            return Optional.of(PNG);
        }
        if (file.matches(0, 0xff, 0xd8, 0xff)) {
            return Optional.of(JPEG);
        }
        if (file.matches(0, 'R', 'I', 'F', 'F') && file.matches(8, 'W', 'E', 'B', 'P')) {
            return Optional.of(WEBP);
        }
        return Optional.empty();
    }
}
