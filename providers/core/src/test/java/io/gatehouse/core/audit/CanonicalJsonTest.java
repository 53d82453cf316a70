package io.gatehouse.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** RFC 8785 section 3.2.2: input, and the expected bytes of section 3.2.4. */
    @Test
    void exampleOfTheRfcGivesTheBytesOfTheRfc() throws JsonProcessingException {
        String input = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""";
        String expected = """
                7b 22 6c 69 74 65 72 61 6c 73 22 3a 5b 6e 75 6c 6c 2c 74 72
                75 65 2c 66 61 6c 73 65 5d 2c 22 6e 75 6d 62 65 72 73 22 3a
                5b 33 33 33 33 33 33 33 33 33 2e 33 33 33 33 33 33 33 2c 31
                65 2b 33 30 2c 34 2e 35 2c 30 2e 30 30 32 2c 31 65 2d 32 37
                5d 2c 22 73 74 72 69 6e 67 22 3a 22 e2 82 ac 24 5c 75 30 30
                30 66 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22 7d""";

        assertThat(HexFormat.ofDelimiter(" ").formatHex(encoded(input))).isEqualTo(expected.replace('\n', ' '));
    }

    /** RFC 8785 section 3.2.3. */
    @Test
    void membersAreSortedByUtf16CodeUnits() throws JsonProcessingException {
        String input = """
                {
                  "\\u20ac": "Euro Sign",
                  "\\r": "Carriage Return",
                  "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                  "1": "One",
                  "\\ud83d\\ude00": "Emoji: Grinning Face",
                  "\\u0080": "Control",
                  "\\u00f6": "Latin Small Letter O With Diaeresis"
                }""";

        assertThat(new String(encoded(input), UTF_8))
                .containsSubsequence(
                        "Carriage Return", "One", "Control", "Latin Small", "Euro Sign", "Emoji", "Hebrew Letter");
    }

    /** RFC 8785 appendix B. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000,0",
        "8000000000000000,0",
        "0000000000000001,5e-324",
        "8000000000000001,-5e-324",
        "7fefffffffffffff,1.7976931348623157e+308",
        "ffefffffffffffff,-1.7976931348623157e+308",
        "4340000000000000,9007199254740992",
        "c340000000000000,-9007199254740992",
        "4430000000000000,295147905179352830000",
        "44b52d02c7e14af5,9.999999999999997e+22",
        "44b52d02c7e14af6,1e+23",
        "44b52d02c7e14af7,1.0000000000000001e+23",
        "444b1ae4d6e2ef4e,999999999999999700000",
        "444b1ae4d6e2ef4f,999999999999999900000",
        "444b1ae4d6e2ef50,1e+21",
        "3eb0c6f7a0b5ed8c,9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d,0.000001",
        "41b3de4355555553,333333333.3333332",
        "41b3de4355555554,333333333.33333325",
        "41b3de4355555555,333333333.3333333",
        "41b3de4355555556,333333333.3333334",
        "41b3de4355555557,333333333.33333343",
        "becbf647612f3696,-0.0000033333333333333333",
        "43143ff3c1cb0959,1424953923781206.2"
    })
    void numbersAreThoseOfTheRfc(String bits, String expected) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

        assertThat(text(value)).isEqualTo(expected);
        assertThat(text(new BigDecimal(value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void numberThatIsNotFiniteIsRefused(double value) {
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.encode(value));
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.encode(new BigDecimal("1e400")));
    }

    @Property
    void everyDoubleIsReadBackAsItself(@ForAll double value) {
        double expected = value == 0 ? 0 : value;

        assertThat(Double.parseDouble(text(value))).isEqualTo(expected);
    }

    @Property
    void everyDoubleHasNoMoreDigitsThanJavaGivesIt(@ForAll double value) {
        assertThat(digits(text(value))).isLessThanOrEqualTo(digits(Double.toString(value)));
    }

    @Property
    void wholeNumbersThatDoublesHoldAreWrittenAsTheyAre(@ForAll long any) {
        long value = any >> 11;

        assertThat(text(value)).isEqualTo(Long.toString(value));
        assertThat(text(BigInteger.valueOf(value))).isEqualTo(Long.toString(value));
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807,9223372036854776000",
        "-9223372036854775808,-9223372036854776000",
        "9007199254740993,9007199254740992"
    })
    void largerWholeNumbersAreDoubles(long value, String expected) {
        assertThat(text(value)).isEqualTo(expected);
    }

    @Property
    void orderOfTheMembersDoesNotMatter(@ForAll Map<String, Integer> object) {
        List<String> names = new ArrayList<>(object.keySet());
        Collections.reverse(names);
        Map<String, Integer> reversed = new LinkedHashMap<>();
        names.forEach(name -> reversed.put(name, object.get(name)));

        assertThat(encodedOrRefused(reversed)).isEqualTo(encodedOrRefused(object));
    }

    @Property
    void whatIsEncodedIsReadBackAsItself(@ForAll List<String> texts) throws Exception {
        String encoded = encodedOrRefused(texts);

        assertThat(encoded.equals("refused")
                        || JSON.readValue(encoded, List.class).equals(texts))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "a\ud800b", "\udc00\ud800"})
    void halfSurrogateIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.encode(text));
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.encode(Map.of(text, 1)));
    }

    @Test
    void whatIsNotJsonIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.encode(Instant.EPOCH));
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.encode(Map.of(1, 1)));
    }

    @Test
    void depthHasALimit() {
        assertThat(CanonicalJson.encode(nested(CanonicalJson.MAX_DEPTH))).isNotEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.encode(nested(CanonicalJson.MAX_DEPTH + 1)));
    }

    private static Object nested(int depth) {
        Object value = 1;
        for (int i = 0; i < depth; i++) {
            value = List.of(value);
        }
        return value;
    }

    private static byte[] encoded(String json) throws JsonProcessingException {
        return CanonicalJson.encode(JSON.readValue(json, Object.class));
    }

    private static String text(Number number) {
        return new String(CanonicalJson.encode(number), UTF_8);
    }

    private static String encodedOrRefused(Object value) {
        try {
            return new String(CanonicalJson.encode(value), UTF_8);
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }

    private static int digits(String number) {
        return new BigDecimal(number).stripTrailingZeros().precision();
    }
}
