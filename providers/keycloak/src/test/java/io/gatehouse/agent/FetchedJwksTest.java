package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatehouse.platform.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchedJwksTest {
    // RFC 8037 appendix A.2
    private static final String ED =
            "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"";
    private static final String RSA = "{\"kty\":\"RSA\",\"kid\":\"r\",\"n\":\"AQAB\",\"e\":\"AQAB\"}";

    @Test
    void keysThatAnAgentMayNotHaveAndUnknownMembersArePassedOver() {
        Jwks fetched = parse("{\"keys\":[" + RSA + "," + key("k1", ",\"x5t\":\"abc\",\"iat\":1") + ",3,"
                + key("enc", ",\"use\":\"enc\"") + "],\"next\":\"soon\"}");

        assertThat(fetched).isEqualTo(parse("{\"keys\":[" + key("k1", "") + "]}"));
        assertThat(fetched.text()).contains("\"kid\":\"k1\"").doesNotContain("x5t", "enc", "RSA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"keys\":{}}",
                "{\"keys\":[]}",
                "{\"keys\":[" + RSA + "]}",
                "{\"keys\":[{" + ED + ",\"kid\":\"k\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}]}",
                "{\"keys\":[{" + ED + ",\"kid\":\"k\"},{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}",
                "{\"keys\":[{" + ED + ",\"kid\":\"k\"},{" + ED + ",\"kid\":\"k\"}]}"
            })
    void worthlessSetIsRefused(String set) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(set));
    }

    @Test
    void fiveKeysAreTakenAndSixAreNot() {
        assertThat(parse(set(5)).text()).contains("\"kid\":\"k4\"");
        assertThatIllegalArgumentException().isThrownBy(() -> parse(set(6)));
    }

    @Test
    void fiftyKeysAreLookedAtAndOneMoreIsNot() {
        String many = String.join(",", Collections.nCopies(49, RSA));
        assertThat(parse("{\"keys\":[" + many + "," + key("k", "") + "]}").text())
                .contains("\"k\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("{\"keys\":[" + RSA + "," + many + "," + key("k", "") + "]}"));
    }

    @Test
    void setThatLostAKeyIsTold() {
        assertThat(parse(set(3)).hasEveryKeyOf(parse(set(2)))).isTrue();
        assertThat(parse(set(2)).hasEveryKeyOf(parse(set(3)))).isFalse();
    }

    private static String set(int count) {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < count; i++) {
            keys.append(i == 0 ? "" : ",").append(key("k" + i, ""));
        }
        return "{\"keys\":[" + keys + "]}";
    }

    private static String key(String kid, String more) {
        return "{" + ED + ",\"kid\":\"" + kid + "\"" + more + "}";
    }

    private static Jwks parse(String text) {
        return Jwks.parseFetched(Json.readTree(text.getBytes(StandardCharsets.UTF_8), Json.MAX_BODY_BYTES));
    }
}
