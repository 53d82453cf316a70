package io.gatehouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                " =1",
                "\uff1d1",
                "\uff0b1",
                "\uff0d1",
                "\uff201",
                "-"
            })
    void whatWouldBeAFormulaBecomesText(String text) {
        assertThat(CsvText.line(List.of(text))).isEqualTo("\"'" + text + "\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=1", "1", "'=1", "{\"a\":1}"})
    void everythingElseStaysAsItIs(String text) {
        assertThat(CsvText.line(List.of(text))).isEqualTo("\"" + text.replace("\"", "\"\"") + "\"\r\n");
    }

    @Test
    void fieldsAreQuotedAndNullIsEmpty() {
        assertThat(CsvText.line(Arrays.asList("a,b", null, "say \"hi\"", 7L)))
                .isEqualTo("\"a,b\",\"\",\"say \"\"hi\"\"\",\"7\"\r\n");
    }
}
