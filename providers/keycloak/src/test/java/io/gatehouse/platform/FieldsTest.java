package io.gatehouse.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    @Test
    void everyMemberAtFaultIsNamedInOneAnswer() {
        List<FieldError> errors = errors("{\"name\":\"\",\"ttl\":\"300\",\"extra\":1}", fields -> {
            fields.requiredText("name", 1, 100);
            fields.integer("ttl", 1, 86_400);
            fields.requiredText("owner", 1, 100);
        });

        assertThat(errors)
                .extracting(FieldError::pointer)
                .containsExactlyInAnyOrder("/name", "/ttl", "/owner", "/extra");
    }

    @Test
    void textIsMeasuredInCharactersNotInCodeUnits() {
        Fields fields = fields("{\"name\":\"" + "😀".repeat(100) + "\"}");

        assertThat(fields.text("name", 1, 100)).isPresent();
        fields.done();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void textOutsideItsLengthIsRefused(int length) {
        assertThat(errors("{\"name\":\"" + "x".repeat(length) + "\"}", f -> f.text("name", 1, 100)))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "a\\u0007", "\\ud800", "\\udc00x", "a\\r\\nb"})
    void textThatCannotBeStoredOrShownIsRefused(String text) {
        assertThat(errors("{\"name\":\"" + text + "\"}", f -> f.text("name", 1, 100)))
                .extracting(FieldError::code)
                .containsExactly("invalid_text");
    }

    @ParameterizedTest
    @CsvSource({
        "0, out_of_range",
        "86401, out_of_range",
        "2147483648, out_of_range",
        "9223372036854775808, out_of_range",
        "-1, out_of_range",
        "300.0, wrong_type",
        "3e2, wrong_type",
        "'\"300\"', wrong_type",
        "true, wrong_type",
        "[], wrong_type"
    })
    void onlyWholeNumbersWithinBoundsAreRead(String json, String code) {
        assertThat(errors("{\"ttl\":" + json + "}", f -> f.integer("ttl", 1, 86_400)))
                .extracting(FieldError::code)
                .containsExactly(code);
    }

    @Test
    void boundsThemselvesAreRead() {
        assertThat(fields("{\"ttl\":1}").integer("ttl", 1, 86_400)).hasValue(1L);
        assertThat(fields("{\"ttl\":86400}").integer("ttl", 1, 86_400)).hasValue(86_400L);
    }

    @Test
    void nullReadsAsAbsentButCanBeToldApart() {
        Fields fields = fields("{\"name\":null}");

        assertThat(fields.text("name", 1, 10)).isEmpty();
        assertThat(fields.has("name")).isTrue();
        assertThat(fields.isNull("name")).isTrue();
        assertThat(fields.isNull("other")).isFalse();
    }

    @Test
    void listsKeepTheirOrderAndLoseRepetitions() {
        assertThat(fields("{\"s\":[\"b\",\"a\",\"b\"]}").texts("s", 10, 10)).hasValue(List.of("b", "a"));
    }

    @Test
    void itemOfAListIsNamedByItsPlace() {
        assertThat(errors("{\"s\":[\"a\",1]}", f -> f.texts("s", 10, 10)))
                .extracting(FieldError::pointer)
                .containsExactly("/s/1");
    }

    @Test
    void listOverItsSizeIsRefused() {
        assertThat(errors("{\"s\":[\"a\",\"b\",\"c\"]}", f -> f.texts("s", 2, 10)))
                .hasSize(1);
        assertThat(fields("{\"s\":[\"a\",\"b\"]}").texts("s", 2, 10)).isPresent();
    }

    @Test
    void unknownMembersOfInnerObjectsAreNamed() {
        assertThat(errors("{\"owner\":{\"id\":\"x\",\"a/b~c\":1}}", f -> f.object("owner", o -> o.text("id", 1, 10))))
                .extracting(FieldError::pointer)
                .containsExactly("/owner/a~1b~0c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-07-01", "tomorrow", "2026-07-01T14:00:00", "+1000000000-01-01T00:00:00Z"})
    void timesNeedAZoneAndARange(String text) {
        assertThat(errors("{\"t\":\"" + text + "\"}", f -> f.time("t"))).hasSize(1);
    }

    @Test
    void timesWithAnyOffsetAreRead() {
        assertThat(fields("{\"t\":\"2026-07-01T16:00:00+02:00\"}").time("t")).hasValue(1_782_914_400_000L);
    }

    @Test
    void freeObjectIsBoundedInBytes() {
        String value = "x".repeat(90);
        assertThat(errors("{\"m\":{\"k\":\"" + value + "\"}}", f -> f.freeObject("m", 90)))
                .extracting(FieldError::code)
                .containsExactly("too_long");
        assertThat(fields("{\"m\":{\"k\":\"" + value + "\"}}").freeObject("m", 98))
                .isPresent();
    }

    @Test
    void plainItemStandsForAnObjectWithOneMember() {
        StringBuilder seen = new StringBuilder();
        Fields fields = fields("{\"tokens\":[\"a\",{\"token\":\"b\"}]}");

        fields.items("tokens", "token", item -> seen.append(item.requiredText("token", 1, 9)));

        fields.done();
        assertThat(seen).hasToString("ab");
    }

    private static Fields fields(String json) {
        return new Fields(Json.readObject(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<FieldError> errors(String json, Consumer<Fields> read) {
        Fields fields = fields(json);
        read.accept(fields);
        GatehouseException refusal = catchThrowableOfType(GatehouseException.class, fields::done);
        assertThat(refusal.status()).isEqualTo(422);
        return refusal.errors();
    }
}
