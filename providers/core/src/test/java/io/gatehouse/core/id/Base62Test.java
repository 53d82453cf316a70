package io.gatehouse.core.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base62Test {

    @Property
    void textHasTheLengthAskedForAndOnlyBase62Characters(
            @ForAll @Size(min = 104, max = 110) byte[] random,
            @ForAll @IntRange(min = 1, max = Base62.MAX_LENGTH) int length) {
        assertThat(Base62.encode(random, length)).hasSize(length).matches("[0-9A-Za-z]+");
    }

    @Property
    void textIsTheNumberOfTheBytesReducedToTheLength(@ForAll @Size(17) byte[] random) {
        BigInteger expected =
                new BigInteger(1, random).mod(BigInteger.valueOf(62).pow(12));

        assertThat(numberOf(Base62.encode(random, 12))).isEqualTo(expected);
    }

    @Property
    void everyBitOfTheRandomBytesMatters(@ForAll @Size(17) byte[] random, @ForAll @IntRange(max = 135) int bit) {
        byte[] other = random.clone();
        other[bit / 8] ^= (byte) (1 << (bit % 8));

        assertThat(Base62.encode(other, 12)).isNotEqualTo(Base62.encode(random, 12));
    }

    @Test
    void everyCharacterIsEquallyLikelyAtEveryPosition() {
        int length = 12;
        int samples = 62_000;
        int[][] seen = new int[length][128];
        Random random = new Random(20260701);
        byte[] bytes = new byte[Base62.randomBytesFor(length)];
        for (int i = 0; i < samples; i++) {
            random.nextBytes(bytes);
            String text = Base62.encode(bytes, length);
            for (int position = 0; position < length; position++) {
                seen[position][text.charAt(position)]++;
            }
        }

        // 1,000 expected a cell, standard deviation 31: five of them are never reached by chance in 744 cells.
        for (int position = 0; position < length; position++) {
            for (char c : Base62.ALPHABET.toCharArray()) {
                assertThat(seen[position][c]).as("%s at %s", c, position).isBetween(842, 1158);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,9", "6,13", "12,17", "32,32", "128,104"})
    void needsEightSpareBytes(int length, int bytes) {
        assertThat(Base62.randomBytesFor(length)).isEqualTo(bytes);
        assertThat(Base62.encode(new byte[bytes], length)).isEqualTo("0".repeat(length));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Base62.encode(new byte[bytes - 1], length))
                .withMessage("%d base62 characters need %d random bytes, got %d", length, bytes, bytes - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, Base62.MAX_LENGTH + 1, Integer.MAX_VALUE})
    void refusesLengthsOutOfRange(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> Base62.encode(new byte[200], length));
        assertThatIllegalArgumentException().isThrownBy(() -> Base62.encodeNumber(0, length));
    }

    @ParameterizedTest
    @CsvSource({"0,1,0", "61,1,z", "62,2,10", "61,6,00000z", "4294967295,6,4gfFC3", "3843,2,zz"})
    void writesNumbersWithLeadingZeros(long value, int length, String text) {
        assertThat(Base62.encodeNumber(value, length)).isEqualTo(text);
    }

    @Property
    void writtenNumbersReadBackAlike(@ForAll @LongRange(min = 0) long value) {
        assertThat(numberOf(Base62.encodeNumber(value, 11))).isEqualTo(BigInteger.valueOf(value));
    }

    @ParameterizedTest
    @CsvSource({"-1,6", "62,1", "3844,2"})
    void refusesNumbersThatDoNotFit(long value, int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> Base62.encodeNumber(value, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "9", "A", "Z", "a", "z", "0aZ"})
    void recognisesBase62(String text) {
        assertThat(Base62.isBase62(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", ":", "@", "[", "`", "{", "a-", "_a", "a b", "\u0660", "\uff21", "\u0000", "é"})
    void recognisesWhatIsNotBase62(String text) {
        assertThat(Base62.isBase62(text)).isFalse();
    }

    private static BigInteger numberOf(String text) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            int digit = Base62.ALPHABET.indexOf(text.charAt(i));
            number = number.multiply(BigInteger.valueOf(62)).add(BigInteger.valueOf(digit));
        }
        return number;
    }
}
