package io.gatehouse.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyScannerTest {
    private static final String KEY = ApiKeyText.create(
                    "rai_pk", KeyEnvironment.LIVE, new byte[ApiKeyText.RANDOM_BYTES])
            .text()
            .reveal();

    @Property
    void everyKeyIsFoundAmidOtherText(@ForAll @Size(49) byte[] random, @ForAll KeyEnvironment environment) {
        ApiKeyText key = ApiKeyText.create("ak", environment, random);
        String text = key.text().reveal();

        assertThat(ApiKeyScanner.find("curl -H 'X-API-Key: " + text + "' https://example.org"))
                .containsExactly(new ApiKeyScanner.Found(20, 20 + text.length(), key));
        assertThat(ApiKeyScanner.isKey(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "API_KEY=%s", "my_%s", "x%s", "\"%s\",", "%s\n", "ä%s", "%s_old", "%s."})
    void keyIsFoundWhateverStandsBesideIt(String around) {
        assertThat(ApiKeyScanner.find(around.formatted(KEY)))
                .extracting(found -> found.key().text().reveal())
                .containsExactly(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ak_live_", "ak_live_x", "_live_00000000000000000000000000000000000000000000000000"})
    void whatIsNoKeyIsNotFound(String text) {
        assertThat(ApiKeyScanner.find(text)).isEmpty();
        assertThat(ApiKeyScanner.isKey(text)).isFalse();
    }

    @Test
    void wrongChecksumIsNoKey() {
        char last = KEY.charAt(KEY.length() - 1);
        String wrong = KEY.substring(0, KEY.length() - 1) + (last == 'x' ? 'y' : 'x');

        assertThat(ApiKeyScanner.find(wrong)).isEmpty();
        assertThat(ApiKeyScanner.find(KEY + "0")).isEmpty();
        assertThat(ApiKeyScanner.isKey(wrong)).isFalse();
    }

    @Test
    void everyKeyOfATextIsFound() {
        String other = ApiKeyText.create("sk", KeyEnvironment.TEST, new byte[ApiKeyText.RANDOM_BYTES])
                .text()
                .reveal();

        List<ApiKeyScanner.Found> found = ApiKeyScanner.find(KEY + "," + other + " " + KEY);

        assertThat(found).extracting(key -> key.key().text().reveal()).containsExactly(KEY, other, KEY);
    }
}
