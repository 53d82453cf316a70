package io.gatehouse.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeOptionsTest {
    private static final String PEPPER = Base64.getEncoder().encodeToString(new byte[32]);

    @Test
    void withoutOptionsEachRealmKeepsItsOwnPepper() {
        assertThat(NodeOptions.read(source(Map.of())).peppers()).isEmpty();
    }

    @Test
    void firstPepperOfTheRingIsTheActiveOne() {
        NodeOptions options = NodeOptions.read(source(Map.of("peppers", "new:" + PEPPER + ", old:" + PEPPER)));

        assertThat(options.peppers()).isPresent();
        assertThat(options.peppers().orElseThrow().digest("x").pepperId()).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "id:", "id:AAAA", ":" + "QUFB", "id:not base64!", "a b:AAAA"})
    void badPeppersStopTheServerByName(String text) {
        assertThatThrownBy(() -> NodeOptions.read(source(Map.of("peppers", text))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spi-gatehouse--default--peppers");
    }

    @Test
    void messageNeverShowsThePepper() {
        String shortPepper = Base64.getEncoder().encodeToString(new byte[31]);

        assertThatThrownBy(() -> NodeOptions.read(source(Map.of("peppers", "id:" + shortPepper))))
                .message()
                .doesNotContain(shortPepper);
    }

    @Test
    void unknownOptionStopsTheServer() {
        assertThatThrownBy(() -> NodeOptions.read(source(Map.of("pepers", PEPPER))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pepers");
    }

    private static NodeOptions.Source source(Map<String, String> options) {
        return new NodeOptions.Source() {
            @Override
            public @Nullable String get(String name) {
                return options.get(name);
            }

            @Override
            public Set<String> names() {
                return options.keySet();
            }
        };
    }
}
