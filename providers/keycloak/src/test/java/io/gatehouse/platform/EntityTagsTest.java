package io.gatehouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EntityTagsTest {
    @Test
    void tagIsTheFirstHalfOfTheDigestInQuotes() {
        // SHA-256 of "abc" from FIPS 180-4.
        assertThat(EntityTags.of("abc".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("\"ba7816bf8f01cfea414140de5dae2223\"");
    }
}
