package io.gatehouse.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusListTest {

    /** The statuses of the draft's example in section 4.1: 1001 1101 1100 0101, first to last. */
    private static final int[] EXAMPLE = {0, 3, 4, 5, 7, 8, 9, 13, 15};

    @Test
    void bitsLieAsInTheDraftsExample() {
        BitSet invalid = new BitSet();
        for (int index : EXAMPLE) {
            invalid.set(index);
        }
        StatusList list = StatusList.of(invalid, 16);

        assertThat(StatusList.ofCompressed(zlib(HexFormat.of().parseHex("b9a3"))))
                .satisfies(known -> {
                    for (int i = 0; i < 16; i++) {
                        assertThat(known.isInvalid(i))
                                .isEqualTo(list.isInvalid(i))
                                .isEqualTo(invalid.get(i));
                    }
                });
    }

    @Test
    void draftsExampleIsRead() {
        StatusList list = StatusList.ofCompressed(Base64.getUrlDecoder().decode("eNrbuRgAAhcBXQ"));

        assertThat(list.size()).isEqualTo(16);
        for (int i = 0; i < 16; i++) {
            int index = i;
            assertThat(list.isInvalid(i)).isEqualTo(Arrays.stream(EXAMPLE).anyMatch(e -> e == index));
        }
    }

    @Property(tries = 100)
    void everyListSurvivesItsCompression(@ForAll @Size(max = 50) Set<@IntRange(max = 1023) Integer> indexes) {
        BitSet invalid = new BitSet();
        indexes.forEach(invalid::set);

        StatusList read = StatusList.ofCompressed(StatusList.of(invalid, 1024).compressed());

        assertThat(read.size()).isEqualTo(1024);
        for (int i = 0; i < 1024; i++) {
            assertThat(read.isInvalid(i)).isEqualTo(indexes.contains(i));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 16, Integer.MAX_VALUE})
    void entryBeyondTheListIsNone(int index) {
        StatusList list = StatusList.of(new BitSet(), 16);

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> list.isInvalid(index));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 12, StatusList.MAX_ENTRIES + 8})
    void sizeIsAMultipleOfEightWithinBounds(int size) {
        assertThatIllegalArgumentException().isThrownBy(() -> StatusList.of(new BitSet(), size));
    }

    @Test
    void largestListIsReadAndALargerOneIsNot() {
        assertThat(StatusList.ofCompressed(zlib(new byte[StatusList.MAX_ENTRIES / 8]))
                        .size())
                .isEqualTo(StatusList.MAX_ENTRIES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatusList.ofCompressed(zlib(new byte[StatusList.MAX_ENTRIES / 8 + 1])));
    }

    @Test
    void bombIsNotUnpacked() {
        byte[] bomb = zlib(new byte[64 * 1024 * 1024]);

        assertThatIllegalArgumentException().isThrownBy(() -> StatusList.ofCompressed(bomb));
    }

    @Test
    void whatIsNoZlibOrCutOffOrTooLongIsRefused() {
        byte[] good = zlib(new byte[] {1, 2, 3, 4});
        byte[] longer = Arrays.copyOf(good, good.length + 1);

        assertThatIllegalArgumentException().isThrownBy(() -> StatusList.ofCompressed(new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> StatusList.ofCompressed(new byte[] {1, 2, 3}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatusList.ofCompressed(Arrays.copyOf(good, good.length - 3)));
        assertThatIllegalArgumentException().isThrownBy(() -> StatusList.ofCompressed(longer));
        assertThatIllegalArgumentException().isThrownBy(() -> StatusList.ofCompressed(zlib(new byte[0])));
    }

    static byte[] zlib(byte[] bytes) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[8192];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }
}
