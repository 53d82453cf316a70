package io.gatehouse.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.gatehouse.core.picture.PictureException;
import io.gatehouse.core.picture.PictureFile;
import io.gatehouse.platform.GatehouseException;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureDecoderTest {
    private static final byte[] WEBP = Base64.getDecoder()
            .decode("UklGRsoAAABXRUJQVlA4WAoAAAAIAAAAXwAAXwAAVlA4IHAAAACwBgCdASpgAGAAPjEYikOiIaETKkwAIAMEsoBKAH"
                    + "4gbFjwD8QP1VACDN1bq0txOAUPKiGXoHj8/Ss2zwFGAAD+9r4HuGmDAa+Lv464eLNf/2PSX2Hx/VwHXDy/+yVva+07"
                    + "UUHAMoeiBRIvP0yBwAAARVhJRjQAAABNTQAqAAAACAACAQ4AAgAAAA0AAAAmARIAAwAAAAEABgAAAAAAAFNFQ1JFVC"
                    + "1QTEFDRQAA");

    private final PictureDecoder decoder = new PictureDecoder(1);

    @Test
    void greyKeepsItsBrightness() throws Exception {
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
            BufferedImage grey = new BufferedImage(40, 40, type);
            WritableRaster raster = grey.getRaster();
            int sample = type == BufferedImage.TYPE_BYTE_GRAY ? 100 : 100 << 8;
            raster.setSamples(0, 0, 40, 40, 0, filled(sample));

            assertThat(middle(written(grey, "png")) & 0xff).isEqualTo(100);
        }
        BufferedImage grey = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSamples(0, 0, 40, 40, 0, filled(100));
        assertThat(middle(written(grey, "jpg")) & 0xff).isCloseTo(100, within(2));
    }

    private static int[] filled(int sample) {
        int[] samples = new int[1_600];
        Arrays.fill(samples, sample);
        return samples;
    }

    @Test
    void paletteAndSixteenBitsAndTransparencyAreRead() throws Exception {
        BufferedImage palette = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_INDEXED);
        BufferedImage clear = new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 40; x++) {
                palette.setRGB(x, y, 0xff3366cc);
                clear.setRGB(x, y, 0x803366cc);
            }
        }

        assertThat(middle(written(palette, "png"))).isEqualTo(0xff3366cc);
        assertThat(middle(written(clear, "png"))).isEqualTo(0x803366cc);
        assertThat(middle(written(sixteenBits(40), "png"))).isEqualTo(0x80ff0000);
    }

    private static BufferedImage sixteenBits(int side) {
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_USHORT);
        BufferedImage image = new BufferedImage(model, model.createCompatibleWritableRaster(side, side), false, null);
        int[] row = new int[side * 4];
        for (int x = 0; x < side; x++) {
            row[x * 4] = 0xffff;
            row[x * 4 + 3] = 0x8080;
        }
        for (int y = 0; y < side; y++) {
            image.getRaster().setPixels(0, y, side, 1, row);
        }
        return image;
    }

    @Test
    void webpIsReadAndTurned() throws Exception {
        BufferedImage image = read(decoder.squared(PictureFile.read(WEBP)));

        assertThat(image.getRGB(128, 20) >> 16 & 0xff).isGreaterThan(200);
        assertThat(image.getRGB(128, 236) & 0xff).isGreaterThan(200);
    }

    @Test
    void largestPictureTakesLittleMemory() throws Exception {
        byte[] file = written(sixteenBits(PictureFile.MAX_SIDE), "png");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        PictureFile read = PictureFile.read(file);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

        byte[] square = decoder.squared(read);

        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(square.length).isLessThanOrEqualTo(Avatar.MAX_BYTES);
        assertThat(allocated).as("bytes allocated").isLessThan(64L * 1_048_576);
    }

    @Test
    void transparentNoiseIsFlattenedToFit() throws Exception {
        BufferedImage noise = new BufferedImage(256, 256, BufferedImage.TYPE_INT_ARGB);
        Random random = new Random(7);
        for (int y = 0; y < 256; y++) {
            for (int x = 0; x < 256; x++) {
                noise.setRGB(x, y, random.nextInt());
            }
        }

        byte[] square = decoder.squared(PictureFile.read(written(noise, "png")));

        assertThat(square.length).isLessThanOrEqualTo(Avatar.MAX_BYTES);
        assertThat(read(square).getColorModel().hasAlpha()).isFalse();
    }

    @Test
    void whatCannotBeDecodedIsRefusedAndItsRoomIsFreeAgain() throws Exception {
        byte[] webp = WEBP.clone();
        Arrays.fill(webp, 60, 130, (byte) 0xff);
        PictureFile garbled = PictureFile.read(webp);
        for (int i = 0; i < 3; i++) {
            try {
                assertThat(decoder.squared(garbled)).isNotEmpty();
            } catch (PictureException e) {
                assertThat(e).hasMessageContaining("damaged");
            }
        }

        assertThat(decoder.squared(PictureFile.read(WEBP))).isNotEmpty();
    }

    @Test
    void withoutRoomItSaysSo() throws Exception {
        PictureFile file = PictureFile.read(WEBP);

        assertThatThrownBy(() -> new PictureDecoder(0).squared(file))
                .isInstanceOfSatisfying(GatehouseException.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(503);
                    assertThat(refusal.headers()).containsKey("Retry-After");
                });
    }

    private int middle(byte[] file) throws PictureException, IOException {
        return read(decoder.squared(PictureFile.read(file))).getRGB(128, 128);
    }

    private static BufferedImage read(byte[] file) throws IOException {
        return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(file)));
    }

    private static byte[] written(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }
}
