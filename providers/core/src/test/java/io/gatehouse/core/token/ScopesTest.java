package io.gatehouse.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopesTest {

    @Provide
    Arbitrary<String> tokens() {
        return Arbitraries.strings()
                .withCharRange('!', '~')
                .excludeChars('"', '\\')
                .ofMinLength(1)
                .ofMaxLength(3);
    }

    @Property
    void splitsWhatWasJoinedAndCountsRepeatedWordsOnce(@ForAll @Size(max = 50) List<@From("tokens") String> tokens) {
        assertThat(Scopes.parse(String.join(" ", tokens))).containsExactlyElementsOf(new LinkedHashSet<>(tokens));
    }

    @Test
    void noneAndEmptyMeanNoScope() {
        assertThat(Scopes.parse(null)).isEmpty();
        assertThat(Scopes.parse("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "' ',0",
                "' a',0",
                "'a ',2",
                "'a  b',2",
                "'a\tb',1",
                "'a\"',1",
                "a\\,1",
                "'a b\u00e9',3",
                "'ab\n',2"
            })
    void namesThePositionOfWhatDoesNotFit(String scope, int position) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scopes.parse(scope))
                .withMessage("scope has an unexpected character or end at position " + position);
    }

    @Test
    void longestWordAndMostWordsFitAndNothingBeyond() {
        String word = "s".repeat(Scopes.MAX_SCOPE_LENGTH);

        assertThat(Scopes.parse(word)).containsExactly(word);
        assertThat(Scopes.parse(words(Scopes.MAX_SCOPES))).hasSize(100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scopes.parse("a " + word + "s"))
                .withMessage("the scope word at position 2 must have at most 255 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scopes.parse(words(Scopes.MAX_SCOPES + 1)))
                .withMessage("scope must have at most 100 words, got 101");
    }

    @Test
    void longestTextFitsAndOneCharacterMoreIsRefusedUnread() {
        String longest = IntStream.range(0, 100)
                .mapToObj(i -> "%03d".formatted(i) + "s".repeat(252))
                .collect(Collectors.joining(" "));

        assertThat(longest).hasSize(Scopes.MAX_TEXT_LENGTH);
        assertThat(Scopes.parse(longest)).hasSize(100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scopes.parse("a ".repeat(Scopes.MAX_TEXT_LENGTH / 2) + "ab"))
                .withMessage("scope must have at most 25599 characters");
    }

    @Test
    void wordsOfAJsonListAreCheckedOneByOne() {
        assertThat(Scopes.requireTokens(List.of("b", "a", "b"))).containsExactly("b", "a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scopes.requireTokens(List.of("a", "b c")))
                .withMessage("scope word 1 has the wrong shape");
        assertThat(Scopes.requireTokens(Scopes.parse(words(100)))).hasSize(100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scopes.requireTokens(List.of(words(101).split(" ", -1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "!", "~", "#", "[", "]", "payments:read", "https://api.example.com/read"})
    void recognisesWords(String text) {
        assertThat(Scopes.isScopeToken(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "\"", "\\", "\u007f", "\u0000", "\u00e9", "\u200b"})
    void recognisesWhatIsNoWord(String text) {
        assertThat(Scopes.isScopeToken(text)).isFalse();
    }

    @Test
    void wordsHaveAtMost255Characters() {
        assertThat(Scopes.isScopeToken("s".repeat(255))).isTrue();
        assertThat(Scopes.isScopeToken("s".repeat(256))).isFalse();
    }

    @Test
    void everyWantedWordMustBeGranted() {
        assertThat(Scopes.containsAll(List.of("a", "b"), Set.of("b", "a"))).isTrue();
        assertThat(Scopes.containsAll(List.of("a"), List.of())).isTrue();
        assertThat(Scopes.containsAll(List.of("a"), List.of("a", "b"))).isFalse();
        assertThat(Scopes.containsAll(List.of("a"), List.of("A"))).isFalse();
    }

    private static String words(int count) {
        return IntStream.range(0, count).mapToObj(i -> "s" + i).collect(Collectors.joining(" "));
    }
}
