package io.gatehouse.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationDetailsTest {
    private static final int DEEPEST = JsonValues.MAX_DEPTH;

    @Test
    void objectsAreReadAsTheyStand() {
        List<Map<String, Object>> details = AuthorizationDetails.parse(
                "[{\"type\":\"calendar\",\"actions\":[\"read\"],\"limit\":1.50,\"on\":true},{\"type\":\"mail\"}]");

        assertThat(details)
                .containsExactly(
                        Map.of(
                                "type",
                                "calendar",
                                "actions",
                                List.of("read"),
                                "limit",
                                new BigDecimal("1.50"),
                                "on",
                                true),
                        Map.of("type", "mail"));
    }

    @Test
    void emptyArrayHasNoDetails() {
        assertThat(AuthorizationDetails.parse("[]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"a\"",
                "{}",
                "{\"type\":\"a\"}",
                "[",
                "[{\"type\":\"a\"}",
                "[null]",
                "[[]]",
                "[1]",
                "[{}]",
                "[{\"type\":1}]",
                "[{\"type\":null}]",
                "[{\"type\":\"\"}]",
                "[{\"type\":[\"a\"]}]",
                "[{\"type\":\"a\"},{}]",
                "[{\"type\":\"a\",\"type\":\"b\"}]",
                "[{\"type\":\"a\"}]x",
                "[{\"type\":\"a\"}][]",
                "[{\"type\":\"a\",\"x\":null}]",
                "[{\"type\":\"a\",\"x\":[null]}]",
                "[{\"type\":\"a\",\"x\":NaN}]",
                "[{\"type\":\"a\",\"x\":1e400}]",
                "[{\"type\":\"a\",\"x\":1e999999999}]",
                "[{\"type\":\"a\",\"x\":\"\\ud800\"}]",
                "[{\"type\":\"a\",\"\\ud800\":1}]",
                "// no\n[{\"type\":\"a\"}]",
                "[{'type':'a'}]",
                "[{\"type\":\"a\"},]"
            })
    void anythingElseIsRefused(String json) {
        assertThatThrownBy(() -> AuthorizationDetails.parse(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nestingIsBounded() {
        assertThat(AuthorizationDetails.parse(nested(DEEPEST))).hasSize(1);
        assertThatThrownBy(() -> AuthorizationDetails.parse(nested(DEEPEST + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusalQuotesNothing() {
        assertThatThrownBy(() -> AuthorizationDetails.parse("[{\"type\":\"a\"}] s3cret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("s3cret");
    }

    /** One object, in which arrays stand in each other; the object is the first level. */
    private static String nested(int levels) {
        return "[{\"type\":\"a\",\"x\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}]";
    }
}
