package io.gatehouse.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"a@b", "alice+tag@demo.example", "o'neil@demo.example", "jürgen@bücher.example"})
    void addressesOfPeopleAreTaken(String text) {
        assertThat(EmailAddress.isOne(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a@",
                "@b",
                "a@b@c",
                "a b@c",
                "a@b c",
                "a@b.",
                "a@.b",
                "a@b\r\nbcc: c@d",
                "<a@b>",
                "a,b@c",
                "\"a\"@b",
                "a@[127.0.0.1]"
            })
    void othersAreNot(String text) {
        assertThat(EmailAddress.isOne(text)).isFalse();
    }

    @Test
    void lengthsAreBounded() {
        assertThat(EmailAddress.isOne("a".repeat(64) + "@b")).isTrue();
        assertThat(EmailAddress.isOne("a".repeat(65) + "@b")).isFalse();
        // 64 + 1 + 185 + 4 = 254.
        String domain = String.join(".", Collections.nCopies(3, "b".repeat(61)));
        assertThat(EmailAddress.isOne("a".repeat(64) + "@" + domain + ".ccc")).isTrue();
        assertThat(EmailAddress.isOne("a".repeat(64) + "@" + domain + ".cccc")).isFalse();
    }
}
