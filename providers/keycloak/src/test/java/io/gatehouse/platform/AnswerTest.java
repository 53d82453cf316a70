package io.gatehouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "return=representation | true",
                "return = representation | true",
                "RETURN=representation | true",
                "return=\"representation\" | true",
                "wait=5, return=representation; foo=bar | true",
                "return=minimal, return=representation | false",
                "return=representational | false",
                "xreturn=representation | false",
                "foo; return=representation | false",
                "return | false",
                "'' | false",
                "| false"
            })
    void preferenceIsReadAsItsSpecificationSays(String prefer, boolean isRepresentationWanted) {
        assertThat(Answer.prefersRepresentation(prefer)).isEqualTo(isRepresentationWanted);
    }
}
