package io.gatehouse.core.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonValuesTest {

    @Provide
    Arbitrary<Map<String, Object>> objects() {
        Arbitrary<Object> leaves = Arbitraries.oneOf(
                Arbitraries.strings().filter(JsonValuesTest::isText).asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.longs().asGeneric(),
                Arbitraries.bigDecimals()
                        .between(BigDecimal.TEN.pow(20).negate(), BigDecimal.TEN.pow(20))
                        .ofScale(3)
                        .asGeneric(),
                Arbitraries.bigIntegers()
                        .between(BigInteger.TEN.pow(20).negate(), BigInteger.TEN.pow(20))
                        .asGeneric(),
                Arbitraries.longs().map(BigDecimal::new).asGeneric(),
                Arbitraries.of(true, false).asGeneric());
        Arbitrary<Object> values = Arbitraries.lazyOf(
                () -> leaves, () -> leaves, () -> leaves.list().ofMaxSize(3).asGeneric());
        return Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(5), values)
                .ofMaxSize(5);
    }

    @Property
    void objectEqualsItsCopyAfterAJourneyAsJson(@ForAll("objects") Map<String, Object> object) throws TokenException {
        Map<String, Object> copy = JsonValues.copyOf(object);

        assertThat(JsonValues.ofObject(StrictJson.object(StrictJson.write(copy).getBytes(UTF_8))))
                .isEqualTo(copy);
    }

    @Test
    void numbersHaveOneTypeEach() {
        assertThat(JsonValues.copyOf(Map.of("n", 1))).containsEntry("n", 1L);
        assertThat(JsonValues.copyOf(Map.of("n", (short) 1))).containsEntry("n", 1L);
        assertThat(JsonValues.copyOf(Map.of("n", (byte) 1))).containsEntry("n", 1L);
        assertThat(JsonValues.copyOf(Map.of("n", 1L))).containsEntry("n", 1L);
        assertThat(JsonValues.copyOf(Map.of("n", BigInteger.valueOf(Long.MIN_VALUE))))
                .containsEntry("n", Long.MIN_VALUE);
        assertThat(JsonValues.copyOf(Map.of("n", new BigDecimal(Long.MAX_VALUE))))
                .containsEntry("n", Long.MAX_VALUE);
        assertThat(JsonValues.copyOf(Map.of("n", 1.5))).containsEntry("n", new BigDecimal("1.5"));
        assertThat(JsonValues.copyOf(Map.of("n", 0.5f))).containsEntry("n", new BigDecimal("0.5"));
        assertThat(JsonValues.copyOf(Map.of("n", BigInteger.TEN.pow(20))))
                .containsEntry("n", new BigDecimal("100000000000000000000"));
    }

    @Test
    void copyIsImmutableAndApartFromItsSource() {
        List<Object> list = new ArrayList<>(List.of("a"));
        Map<String, Object> source = new HashMap<>(Map.of("list", list));

        Map<String, Object> copy = JsonValues.copyOf(source);
        list.add("b");
        source.clear();

        assertThat(copy).isEqualTo(Map.of("list", List.of("a")));
        assertThatThrownBy(() -> copy.put("x", "y")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((List<?>) Objects.requireNonNull(copy.get("list"))).clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void deepestNestingFitsAndNothingBeyond() {
        assertThat(JsonValues.copyOf(nested(JsonValues.MAX_DEPTH))).isNotEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonValues.copyOf(nested(JsonValues.MAX_DEPTH + 1)))
                .withMessage("is nested deeper than 12 levels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonValues.copyOf(Map.of("list", nestedList(JsonValues.MAX_DEPTH))));
        assertThat(JsonValues.copyOf(Map.of("list", nestedList(JsonValues.MAX_DEPTH - 1))))
                .isNotEmpty();
    }

    @Test
    void longestNumbersFitAndNothingBeyond() {
        String digits = "9".repeat(JsonValues.MAX_DIGITS);

        assertThat(JsonValues.copyOf(Map.of("n", new BigDecimal(digits)))).isNotEmpty();
        assertThat(JsonValues.copyOf(Map.of("n", new BigDecimal("1e34")))).isNotEmpty();
        assertThat(JsonValues.copyOf(Map.of("n", new BigDecimal("1e-34")))).isNotEmpty();
        for (String tooLong : List.of(digits + "9", "1e35", "1e-35", "1e999999999")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JsonValues.copyOf(Map.of("n", new BigDecimal(tooLong))))
                    .withMessage("holds a number of more than 34 digits");
        }
    }

    static Stream<Object> notJson() {
        return Stream.of(
                new Object(), 'c', Double.NaN, Double.POSITIVE_INFINITY, Float.NaN, "\ud800", "a\udc00b", new byte[1]);
    }

    @ParameterizedTest
    @MethodSource("notJson")
    void otherValuesAreRefused(Object value) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonValues.copyOf(Map.of("v", value)));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonValues.copyOf(Map.of("v", List.of(value))));
    }

    @Test
    void namesMustBeText() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonValues.copyOf(Map.of(1, "v")));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonValues.copyOf(Map.of("\udfff", "v")));
    }

    @Test
    void nullInsideIsRefused() throws TokenException {
        var object = StrictJson.object("{\"v\":null}".getBytes(UTF_8));

        assertThatIllegalArgumentException().isThrownBy(() -> JsonValues.ofObject(object));
    }

    @Test
    void pairsOfSurrogatesAreText() {
        assertThat(JsonValues.isWellFormed("a😀b")).isTrue();
        assertThat(JsonValues.isWellFormed("\udc00\ud800")).isFalse();
    }

    private static boolean isText(String text) {
        return JsonValues.isWellFormed(text);
    }

    private static Map<String, Object> nested(int depth) {
        return depth == 1 ? Map.of("v", 1) : Map.of("v", nested(depth - 1));
    }

    private static List<Object> nestedList(int depth) {
        return depth == 1 ? List.of(1) : List.of(nestedList(depth - 1));
    }
}
