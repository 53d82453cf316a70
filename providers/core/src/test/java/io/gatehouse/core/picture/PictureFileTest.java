package io.gatehouse.core.picture;

import static io.gatehouse.core.picture.Samples.chunk;
import static io.gatehouse.core.picture.Samples.joined;
import static io.gatehouse.core.picture.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatehouse.core.picture.PictureException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PictureFileTest {
    private static final int AFTER_PNG_HEADER = 33;
    private static final byte[] SECRET = "taken at 52.5N 13.4E".getBytes(StandardCharsets.US_ASCII);

    @Test
    void headersTellFormatAndSizeBeforeAnythingIsDecoded() throws PictureException {
        assertThat(PictureFile.read(Samples.png(31, 17)))
                .returns(PictureFormat.PNG, PictureFile::format)
                .returns(31, PictureFile::width)
                .returns(17, PictureFile::height);
        assertThat(PictureFile.read(Samples.jpeg(31, 17)))
                .returns(PictureFormat.JPEG, PictureFile::format)
                .returns(31, PictureFile::width)
                .returns(17, PictureFile::height);
        assertThat(PictureFile.read(Samples.WEBP))
                .returns(PictureFormat.WEBP, PictureFile::format)
                .returns(24, PictureFile::width)
                .returns(16, PictureFile::height)
                .returns(Orientation.UPRIGHT, PictureFile::orientation);
    }

    @Test
    void whatIsNotThePictureIsNotKept() throws PictureException {
        byte[] png = with(Samples.png(9, 9), AFTER_PNG_HEADER, chunk("tEXt", SECRET));
        byte[] jpeg = with(Samples.jpeg(9, 9), 2, joined(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 22}, SECRET));
        byte[] zip = joined(new byte[] {'P', 'K', 3, 4}, SECRET);

        for (byte[] file : List.of(
                png,
                jpeg,
                joined(Samples.png(9, 9), zip),
                joined(Samples.jpeg(9, 9), zip),
                joined(Samples.WEBP, zip))) {
            String kept = new String(PictureFile.read(file).essence(), StandardCharsets.ISO_8859_1);
            assertThat(kept).doesNotContain("taken at");
        }
    }

    @Test
    void orientationIsReadOfEveryFormat() throws PictureException {
        assertThat(PictureFile.read(with(Samples.jpeg(9, 9), 2, Samples.exifSegment(6)))
                        .orientation())
                .isEqualTo(6);
        assertThat(PictureFile.read(with(Samples.png(9, 9), AFTER_PNG_HEADER, chunk("eXIf", Samples.exif(8))))
                        .orientation())
                .isEqualTo(8);
        byte[] exif = joined(new byte[] {'E', 'X', 'I', 'F', 26, 0, 0, 0}, Samples.exif(3));
        byte[] webp = joined(Samples.WEBP, exif);
        webp[4] += (byte) exif.length;
        assertThat(PictureFile.read(webp).orientation()).isEqualTo(3);
    }

    @Property
    void whatIsNoOrientationIsUpright(@ForAll @Size(max = 64) byte[] block) {
        assertThat(Orientation.of(block)).isBetween(1, 8);
        assertThat(Orientation.of(joined(new byte[] {'I', 'I', 42, 0}, block))).isBetween(1, 8);
    }

    @Test
    void sidesAreBoundedByTheHeader() throws PictureException {
        assertThat(PictureFile.read(Samples.pngHeader(PictureFile.MAX_SIDE, PictureFile.MAX_SIDE))
                        .width())
                .isEqualTo(PictureFile.MAX_SIDE);
        for (int[] size : new int[][] {
            {PictureFile.MAX_SIDE + 1, 1}, {1, PictureFile.MAX_SIDE + 1}, {0, 1}, {1, 0}, {100_000, 100_000}, {-1, -1}
        }) {
            assertThat(reason(Samples.pngHeader(size[0], size[1]))).isEqualTo(Reason.WRONG_SIZE);
        }
        assertThat(PictureFile.read(webpHeader(2_048, 2_048)).width()).isEqualTo(2_048);
        assertThat(reason(webpHeader(2_048, 2_049))).isEqualTo(Reason.WRONG_SIZE);
        assertThat(reason(webpHeader(0, 5))).isEqualTo(Reason.WRONG_SIZE);
    }

    private static byte[] webpHeader(int width, int height) {
        byte[] file = Samples.WEBP.clone();
        int at = 26;
        file[at] = (byte) width;
        file[at + 1] = (byte) (width >> 8);
        file[at + 2] = (byte) height;
        file[at + 3] = (byte) (height >> 8);
        return file;
    }

    @Test
    void scansOfAJpegAreBounded() throws PictureException {
        assertThat(PictureFile.read(scans(JpegOutline.MAX_SCANS)).format()).isEqualTo(PictureFormat.JPEG);
        assertThat(reason(scans(JpegOutline.MAX_SCANS + 1))).isEqualTo(Reason.UNSUPPORTED);
    }

    /** The last segment before the pixels, and the pixels, again and again. */
    private static byte[] scans(int count) {
        byte[] file = Samples.jpeg(9, 9);
        int scan = 0;
        while (!((file[scan] & 0xff) == 0xff && (file[scan + 1] & 0xff) == 0xda)) {
            scan++;
        }
        byte[] one = Arrays.copyOfRange(file, scan, file.length - 2);
        byte[] all = Arrays.copyOf(file, scan);
        for (int i = 0; i < count; i++) {
            all = joined(all, one);
        }
        return joined(all, new byte[] {(byte) 0xff, (byte) 0xd9});
    }

    @Test
    void onlyStillPicturesOfTheThreeFormatsAreTaken() {
        assertThat(reason("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Reason.UNKNOWN_TYPE);
        assertThat(reason("GIF89a\1\0\1\0".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(Reason.UNKNOWN_TYPE);
        assertThat(reason(new byte[0])).isEqualTo(Reason.UNKNOWN_TYPE);
        assertThat(reason(with(Samples.png(9, 9), AFTER_PNG_HEADER, chunk("acTL", new byte[8]))))
                .isEqualTo(Reason.ANIMATED);
        byte[] animated = joined(
                "RIFF\22\0\0\0WEBPVP8X\12\0\0\0".getBytes(StandardCharsets.ISO_8859_1), new byte[] {2, 0}, new byte[8]);
        animated[4] = 22;
        assertThat(reason(animated)).isEqualTo(Reason.ANIMATED);
        assertThat(reason(joined(
                        "RIFF\16\0\0\0WEBPVP8L\2\0\0\0".getBytes(StandardCharsets.ISO_8859_1), new byte[] {0x2f, 0})))
                .isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void wrongChecksumIsDamage() {
        byte[] file = Samples.png(9, 9);
        file[30]++;

        assertThat(reason(file)).isEqualTo(Reason.DAMAGED);
    }

    @Property(tries = 200)
    void aFileThatIsCutOffIsRefused(@ForAll @IntRange(max = 10_000) int length) {
        for (byte[] file : List.of(Samples.png(20, 20), Samples.jpeg(20, 20), Samples.WEBP)) {
            assertThat(reason(Arrays.copyOf(file, length % file.length))).isNotNull();
        }
    }

    @Property(tries = 2_000)
    void whateverFollowsTheMagicIsReadOrRefusedAndNeverAFault(@ForAll("files") byte[] file) {
        try {
            PictureFile read = PictureFile.read(file);
            assertThat(read.width()).isBetween(1, PictureFile.MAX_SIDE);
            assertThat(read.height()).isBetween(1, PictureFile.MAX_SIDE);
            assertThat(read.essence().length).isLessThanOrEqualTo(file.length + 32);
        } catch (PictureException e) {
            assertThat(e).hasMessageEndingWith(".");
        }
    }

    /** Random ones, and good ones with a few bytes changed. */
    @Provide
    Arbitrary<byte[]> files() {
        Arbitrary<byte[]> good = Arbitraries.of(Samples.png(20, 20), Samples.jpeg(20, 20), Samples.WEBP, scans(3));
        Arbitrary<byte[]> tail = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        return Arbitraries.oneOf(
                good.flatMap(file -> Arbitraries.integers()
                        .between(0, file.length - 1)
                        .flatMap(at -> Arbitraries.bytes().map(value -> {
                            byte[] changed = file.clone();
                            changed[at] = value;
                            return changed;
                        }))),
                good.flatMap(file -> Arbitraries.integers()
                        .between(8, file.length)
                        .flatMap(at -> tail.map(bytes -> joined(Arrays.copyOf(file, at), bytes)))));
    }

    private static Reason reason(byte[] file) {
        PictureException refusal = catchThrowableOfType(PictureException.class, () -> PictureFile.read(file));
        assertThat(refusal).isNotNull();
        return refusal.reason();
    }
}
