package io.gatehouse.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class GlobTest {
    @Property(tries = 2_000)
    void saysWhatARegularExpressionWouldSay(
            @ForAll @Chars({'a', 'b', '*'}) @StringLength(max = 7) String glob,
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 8) String text) {
        String expression =
                Arrays.stream(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));

        assertThat(Glob.exact(glob).matches(text)).isEqualTo(Pattern.matches(expression, text));
    }

    @Test
    void beginningAndEndDoNotOverlap() {
        assertThat(Glob.exact("ab*ba").matches("aba")).isFalse();
        assertThat(Glob.exact("ab*ba").matches("abba")).isTrue();
        assertThat(Glob.exact("a*b*b").matches("ab")).isFalse();
        assertThat(Glob.exact("a*b*b").matches("abb")).isTrue();
    }

    @Test
    void showsWhatItWasWrittenAs() {
        assertThat(Glob.exact("a*:B")).hasToString("a*:B");
    }

    @Test
    void longTextsAndManyStarsAreDoneAtOnce() {
        String text = "a".repeat(1_000);

        assertThat(Glob.exact("*a".repeat(500) + "b").matches(text)).isFalse();
        assertThat(Glob.exact("*a".repeat(500) + "*").matches(text)).isTrue();
    }
}
