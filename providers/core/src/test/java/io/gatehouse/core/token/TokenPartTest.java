package io.gatehouse.core.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenPartTest {
    private static final String CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= .é\u0141\ud800";

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "AA", "AAA", "AAAA", "AAAAA", "AAAAAA", "AAAAAAA"})
    void textIsTakenExactlyWhenItIsHowItsBytesAreWritten(String before) {
        for (int i = 0; i < CHARACTERS.length(); i++) {
            String part = before + CHARACTERS.charAt(i);

            assertThat(isTaken(part)).as(part).isEqualTo(isHowItsBytesAreWritten(part));
        }
    }

    private static boolean isTaken(String part) {
        try {
            assertThat(AgentTokenParser.decode(part))
                    .isEqualTo(Base64.getUrlDecoder().decode(part.getBytes(UTF_8)));
            return true;
        } catch (TokenException e) {
            return false;
        }
    }

    private static boolean isHowItsBytesAreWritten(String part) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
