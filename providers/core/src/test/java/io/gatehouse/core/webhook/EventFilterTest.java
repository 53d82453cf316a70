package io.gatehouse.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFilterTest {

    @ParameterizedTest
    @CsvSource({
        "*,agent.created,true", "agent.*,agent.created,true", "agent.*,api_key.created,false",
        "agent.*,agentx.created,false", "agent.created,agent.created,true", "agent.created,agent.created2,false",
        "*.created,agent.created,true", "*.created,agent.revoked,false", "a*.c*d,agent.created,true",
        "a*.*x*d,agent.created,false", "agent.created*,agent.created,true", "*t.c*,agent.created,true"
    })
    void globMatchesTypes(String glob, String type, boolean expected) {
        assertThat(EventFilter.matches(glob, type)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "*,user.login,false",
        "*,admin.user.create,false",
        "*.login,user.login,false",
        "u*,user.login,false",
        "user*,user.login,false",
        "user.*,user.login,true",
        "user.login,user.login,true",
        "user.*,admin.user.create,false",
        "admin.*,admin.user.create,true",
        "admin.user.*,admin.user.create,true",
        "admin.*.delete,admin.user.create,false",
        "user.*,agent.created,false"
    })
    void stockEventsComeOnlyWhenAskedForByName(String glob, String type, boolean expected) {
        assertThat(EventFilter.matches(glob, type)).isEqualTo(expected);
    }

    @Test
    void oneGlobThatMatchesIsEnough() {
        EventFilter filter = new EventFilter(List.of("user.login", "agent.*"));

        assertThat(filter.wants("agent.paused")).isTrue();
        assertThat(filter.wants("user.login")).isTrue();
        assertThat(filter.wants("user.logout")).isFalse();
        assertThat(EventFilter.all().wants("token.issued")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.",
                ".a",
                "a..b",
                "**",
                "a.**",
                "*.*.*.*",
                "Agent.*",
                "agent created",
                "a,b",
                "a?",
                "ä",
                "a\n"
            })
    void whatIsNoGlobIsRefused(String glob) {
        assertThat(EventFilter.isGlob(glob)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new EventFilter(List.of(glob)));
    }

    @Test
    void globHasAtMostSixtyFourCharacters() {
        assertThat(EventFilter.isGlob("a".repeat(64))).isTrue();
        assertThat(EventFilter.isGlob("a".repeat(65))).isFalse();
        assertThat(EventFilter.isGlob("*.*.*")).isTrue();
    }

    @Test
    void filterHasOneToFiftyDifferentGlobs() {
        List<String> fifty = IntStream.range(0, 50).mapToObj(i -> "a" + i).toList();
        List<String> more = IntStream.range(0, 51).mapToObj(i -> "a" + i).toList();

        assertThat(new EventFilter(fifty).globs()).hasSize(50);
        assertThatIllegalArgumentException().isThrownBy(() -> new EventFilter(more));
        assertThatIllegalArgumentException().isThrownBy(() -> new EventFilter(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new EventFilter(Collections.nCopies(2, "a")));
    }

    @Property
    void matchesAsTheRegularExpressionWould(@ForAll("globs") String glob, @ForAll("types") String type) {
        String regex = Pattern.quote(glob).replace("*", "\\E.*\\Q");

        if (EventFilter.isGlob(glob) && !EventFilter.isStock(type)) {
            assertThat(EventFilter.matches(glob, type)).isEqualTo(type.matches(regex));
        }
    }

    @Provide
    Arbitrary<String> globs() {
        return Arbitraries.strings().withChars("ab.*").ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> types() {
        return Arbitraries.strings().withChars("ab.").ofMaxLength(8);
    }
}
