package io.gatehouse.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com",
                "https://api.example.com/v1?tenant=7",
                "http://127.0.0.1:8080/",
                "urn:example:payments",
                "mailto:a@example.com"
            })
    void absoluteUrisAreResources(String text) {
        assertThat(Targets.isResource(text)).isTrue();
        assertThat(Targets.isTarget(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "payments",
                "/v1",
                "//api.example.com",
                "https://api.example.com/#",
                "https://api.example.com#part",
                "https://api.example.com/a b",
                "https://api.example.com/\u00e9",
                "https://api.example.com/%zz",
                "https://[::1",
                ":",
                "any"
            })
    void otherTextsAreNoResources(String text) {
        assertThat(Targets.isResource(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "!", "~", "payments", "agent_0123456789ab", "https://api.example.com/#x", "anyone"})
    void visibleAsciiIsAnAudience(String text) {
        assertThat(Targets.isAudience(text)).isTrue();
        assertThat(Targets.isTarget(text)).isTrue();
        assertThat(Targets.isTargetService(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\n", "\u007f", "\u00e9", "any", "Any", "ANY"})
    void otherTextsAreNoAudiences(String text) {
        assertThat(Targets.isAudience(text)).isFalse();
        assertThat(Targets.isTarget(text)).isFalse();
        assertThat(Targets.isTargetService(text)).isEqualTo(text.equals(Targets.ANY));
    }

    @Test
    void longestTargetsFitAndNothingBeyond() {
        String resource = "https://api.example.com/";
        String longest = resource + "r".repeat(Targets.MAX_RESOURCE_LENGTH - resource.length());

        assertThat(Targets.isAudience("a".repeat(255))).isTrue();
        assertThat(Targets.isAudience("a".repeat(256))).isFalse();
        assertThat(Targets.isResource(longest)).isTrue();
        assertThat(Targets.isResource(longest + "r")).isFalse();
        assertThat(Targets.isTarget(longest)).isTrue();
        assertThat(Targets.isTarget(longest + "r")).isFalse();
    }
}
