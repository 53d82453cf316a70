package io.gatehouse.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "1",
                "\"x\"",
                "{",
                "{}{}",
                "{\"a\":1,\"a\":2}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":1,}",
                "// x\n{}",
                "\uFEFF{}"
            })
    void whatIsNotOneStrictObjectIsRefused(String text) {
        assertThat(statusOf(text, StandardCharsets.UTF_8)).isEqualTo(400);
    }

    @Test
    void otherEncodingsAreRefused() {
        assertThat(statusOf("{\"a\":\"é\"}", StandardCharsets.UTF_16)).isEqualTo(400);
        assertThat(statusOf("{\"a\":\"é\"}", StandardCharsets.ISO_8859_1)).isEqualTo(400);
    }

    @Test
    void depthIsBounded() {
        assertThat(Json.readObject(nested(Json.MAX_DEPTH))).isNotNull();
        assertThat(catchThrowableOfType(GatehouseException.class, () -> Json.readObject(nested(Json.MAX_DEPTH + 1)))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void sizeIsBounded() {
        assertThat(Json.readObject(sized(Json.MAX_BODY_BYTES))).isNotNull();
        assertThat(catchThrowableOfType(GatehouseException.class, () -> Json.readObject(sized(Json.MAX_BODY_BYTES + 1)))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void numbersTooLongToMeanAnythingAreRefused() {
        assertThat(statusOf("{\"a\":" + "9".repeat(100_000 / 2) + "}", StandardCharsets.UTF_8))
                .isEqualTo(400);
    }

    @Test
    void namesAreWrittenInSnakeCase() {
        assertThat(Json.write(new FieldError("/a", "b", "c")))
                .isEqualTo("{\"pointer\":\"/a\",\"code\":\"b\",\"detail\":\"c\"}");
        assertThat(Json.write(new PageCursor(1, "x"))).contains("\"created_at_ms\":1");
    }

    private static byte[] nested(int depth) {
        return ("{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1)).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sized(int bytes) {
        return ("{\"a\":\"" + "x".repeat(bytes - 8) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static int statusOf(String text, Charset charset) {
        return catchThrowableOfType(GatehouseException.class, () -> Json.readObject(text.getBytes(charset)))
                .status();
    }
}
