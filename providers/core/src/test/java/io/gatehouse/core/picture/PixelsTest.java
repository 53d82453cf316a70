package io.gatehouse.core.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelsTest {
    private static final int OPAQUE = 0xff000000;

    /** 1 2 3 over 4 5 6, turned as Exif's table says: what comes first, and what follows it in its row. */
    @ParameterizedTest
    @CsvSource({
        "1, 3, 123456",
        "2, 3, 321654",
        "3, 3, 654321",
        "4, 3, 456123",
        "5, 2, 142536",
        "6, 2, 415263",
        "7, 2, 635241",
        "8, 2, 362514"
    })
    void everyOrientationIsTurnedUpright(int orientation, int width, String expected) {
        Pixels upright = new Pixels(3, 2, new int[] {1, 2, 3, 4, 5, 6}).upright(orientation);

        StringBuilder seen = new StringBuilder();
        for (int y = 0; y < upright.height(); y++) {
            for (int x = 0; x < upright.width(); x++) {
                seen.append(upright.at(x, y));
            }
        }
        assertThat(upright.width()).isEqualTo(width);
        assertThat(seen).hasToString(expected);
    }

    @Property(tries = 100)
    void aPlainPictureStaysPlainWhateverItsSize(
            @ForAll @IntRange(min = 1, max = 60) int width,
            @ForAll @IntRange(min = 1, max = 60) int height,
            @ForAll @IntRange(min = 0, max = 0xffffff) int colour) {
        int[] argb = new int[width * height];
        Arrays.fill(argb, OPAQUE | colour);

        Pixels square = new Pixels(width, height, argb).square(16);

        assertThat(square.at(0, 0)).isEqualTo(OPAQUE | colour);
        assertThat(square.at(15, 15)).isEqualTo(OPAQUE | colour);
        assertThat(square.at(7, 9)).isEqualTo(OPAQUE | colour);
    }

    @Test
    void theMiddleIsKeptAndItsPixelsAreMeans() {
        // The outer columns are cut away.
        Pixels wide = new Pixels(
                4, 2, new int[] {OPAQUE, OPAQUE | 10, OPAQUE | 20, OPAQUE, OPAQUE, OPAQUE | 30, OPAQUE | 40, OPAQUE});

        assertThat(wide.square(1).at(0, 0)).isEqualTo(OPAQUE | 25);
    }

    @Test
    void whatCannotBeSeenDoesNotStain() {
        Pixels half = new Pixels(2, 1, new int[] {0x00ff0000, OPAQUE | 0xff});

        assertThat(new Pixels(2, 2, new int[] {0x00ff0000, OPAQUE | 0xff, 0x00ff0000, OPAQUE | 0xff})
                        .square(1)
                        .at(0, 0))
                .isEqualTo(0x800000ff);
        assertThat(half.onWhite().at(0, 0)).isEqualTo(0xffffffff);
        assertThat(half.onWhite().at(1, 0)).isEqualTo(OPAQUE | 0xff);
    }

    @Test
    void pngHasThePixelsAndNothingElse() throws IOException, PictureException {
        for (int alpha : new int[] {0xff, 0x7f}) {
            int[] argb = new int[] {alpha << 24 | 0x102030, alpha << 24 | 0x405060, OPAQUE, OPAQUE | 0xffffff};

            byte[] file = PngWriter.write(new Pixels(2, 2, argb));

            assertThat(Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(file)))
                            .getRGB(0, 0, 2, 2, null, 0, 2))
                    .isEqualTo(argb);
            assertThat(PictureFile.read(file).essence()).isEqualTo(file);
        }
    }

    @Test
    void thePictureThatPressesWorstFitsTheStore() {
        Random random = new Random(7);
        int[] noise = random.ints(256 * 256).map(i -> i | OPAQUE).toArray();

        assertThat(PngWriter.write(new Pixels(256, 256, noise)).length).isLessThanOrEqualTo(204_800);
    }
}
