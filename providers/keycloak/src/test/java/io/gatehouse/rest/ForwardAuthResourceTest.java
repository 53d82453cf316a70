package io.gatehouse.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardAuthResourceTest {
    @ParameterizedTest
    @CsvSource({
        "5d1f0f0e-6a4c-4a57-9d54-0c8f6f1f7a11, 5d1f0f0e-6a4c-4a57-9d54-0c8f6f1f7a11",
        "'', ''",
        "f:1:a b, f:1:a%20b",
        "f:1:a%20b, f:1:a%2520b",
        "f:1:Müller, f:1:M%C3%BCller",
        "f:1:\u010D, f:1:%C4%8D",
        "'a\r\nX-Admin: 1', a%0D%0AX-Admin:%201"
    })
    void headerHoldsAnyIdAndNoTwoLookTheSame(String id, String header) {
        assertThat(ForwardAuthResource.headerSafe(id)).isEqualTo(header);
    }
}
