package io.gatehouse.core.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatehouse.core.id.Base62;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTextTest {

    private static final ApiKeyText KEY = key("ak", KeyEnvironment.LIVE);
    private static final String TEXT = KEY.text().reveal();

    @Provide
    Arbitrary<String> prefixes() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .withChars('_')
                .ofMinLength(1)
                .ofMaxLength(ApiKeyText.MAX_PREFIX_LENGTH)
                .filter(ApiKeyText::isPrefix);
    }

    @Property
    void everyCreatedKeyParsesBackAndMatchesThePublishedPattern(
            @ForAll("prefixes") String prefix, @ForAll KeyEnvironment environment, @ForAll @Size(49) byte[] random) {
        ApiKeyText key = ApiKeyText.create(prefix, environment, random);
        String text = key.text().reveal();

        assertThat(ApiKeyText.parse(text)).contains(key);
        assertThat(text).matches(ApiKeyText.PATTERN).startsWith(prefix + "_" + environment.text() + "_" + key.kid());
        assertThat(Pattern.compile(ApiKeyText.PATTERN)
                        .matcher("curl -H 'X-API-Key: " + text + "'")
                        .find())
                .isTrue();
    }

    @Property
    void anyChangedCharacterIsRefused(@ForAll @IntRange(max = 57) int position, @ForAll char replacement) {
        StringBuilder changed = new StringBuilder(TEXT);
        changed.setCharAt(position, replacement);

        assertThat(ApiKeyText.parse(changed.toString()).isPresent()).isEqualTo(TEXT.charAt(position) == replacement);
    }

    @Property
    void noOtherTextIsAKeyAndNoneThrows(@ForAll @StringLength(max = 90) String text) {
        assertThat(ApiKeyText.parse(text)).isEmpty();
    }

    @Test
    void keyOfKnownBytesIsKnown() {
        byte[] random = new byte[ApiKeyText.RANDOM_BYTES];
        random[16] = 61;
        random[48] = 62;

        ApiKeyText key = ApiKeyText.create("ak", KeyEnvironment.TEST, random);

        assertThat(key.kid()).isEqualTo("00000000000z");
        assertThat(key.secret().reveal()).isEqualTo("0".repeat(30) + "10");
        assertThat(key.text().reveal()).isEqualTo("ak_test_00000000000z" + "0".repeat(30) + "10" + "3JHKE7");
    }

    @Test
    void takesFortyNineRandomBytes() {
        assertThat(ApiKeyText.RANDOM_BYTES).isEqualTo(49);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeyText.create("ak", KeyEnvironment.LIVE, new byte[48]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeyText.create("ak", KeyEnvironment.LIVE, new byte[50]));
    }

    @Test
    void shortestAndLongestKeysAreReadAndNothingBeyond() {
        String shortest = key("a", KeyEnvironment.LIVE).text().reveal();
        String longest = key("a234567890123456", KeyEnvironment.TEST).text().reveal();

        assertThat(shortest).hasSize(ApiKeyText.MIN_LENGTH);
        assertThat(longest).hasSize(ApiKeyText.MAX_LENGTH);
        assertThat(ApiKeyText.parse(shortest)).isPresent();
        assertThat(ApiKeyText.parse(longest)).isPresent();
        assertThat(ApiKeyText.parse(shortest.substring(1))).isEmpty();
        assertThat(ApiKeyText.parse("b" + longest)).isEmpty();
    }

    @Test
    void prefixMayLookLikeAnEnvironment() {
        ApiKeyText key = key("ak_live", KeyEnvironment.TEST);

        assertThat(ApiKeyText.parse(key.text().reveal())).contains(key);
        assertThat(key.visiblePrefix()).startsWith("ak_live_test_");
    }

    @Test
    void checksumCoversThePrefixAndTheEnvironment() {
        assertThat(ApiKeyText.parse("bk" + TEXT.substring(2))).isEmpty();
        assertThat(ApiKeyText.parse(TEXT.replace("_live_", "_test_"))).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "ak", "ak_live_", "Bearer ak_live_x"})
    void textsThatAreNoKeysAreEmpty(@Nullable String text) {
        assertThat(ApiKeyText.parse(text)).isEmpty();
    }

    @Test
    void surroundingWhitespaceIsNotForgiven() {
        assertThat(ApiKeyText.parse(" " + TEXT)).isEmpty();
        assertThat(ApiKeyText.parse(TEXT + "\n")).isEmpty();
    }

    @Test
    void unknownEnvironmentIsRefusedEvenWithARightChecksum() {
        String checked = TEXT.replace("_live_", "_prod_").substring(0, TEXT.length() - 6);
        CRC32 crc = new CRC32();
        crc.update(checked.getBytes(US_ASCII));
        String checksum = Base62.encodeNumber(crc.getValue(), 6);

        assertThat(ApiKeyText.parse(checked + checksum)).isEmpty();
    }

    @Test
    void hugeTextIsRefusedByItsLength() {
        assertThat(ApiKeyText.parse("ak_live_".repeat(1_000_000))).isEmpty();
    }

    @Test
    void masksEverythingButThePrefixAndFourCharacters() {
        assertThat(KEY.visiblePrefix()).isEqualTo("ak_live_" + KEY.kid().substring(0, 4));
        assertThat(KEY.masked()).isEqualTo(KEY.visiblePrefix() + "…");
        assertThat(KEY.visiblePrefix().length()).isGreaterThanOrEqualTo(8);
    }

    @Test
    void neverPrintsTheSecret() {
        assertThat(KEY.toString())
                .doesNotContain(KEY.secret().reveal())
                .doesNotContain(KEY.secret().reveal().substring(0, 8));
        assertThat(KEY.text()).hasToString("Secret[redacted]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ak", "sk", "rst", "rai_pk", "a1", "z__9", "a23456789012345z"})
    void usablePrefixes(String prefix) {
        assertThat(ApiKeyText.isPrefix(prefix)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "_", "_a", "a_", "1a", "A", "aK", "a-k", "a k", "a.k", "é", "a\u0660", "a2345678901234567"})
    void unusablePrefixes(String prefix) {
        assertThat(ApiKeyText.isPrefix(prefix)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> key(prefix, KeyEnvironment.LIVE));
    }

    @ParameterizedTest
    @CsvSource({"11,32", "13,32", "12,31", "12,33"})
    void partsOfTheWrongLengthAreRefused(int kidLength, int secretLength) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ApiKeyText(
                        "ak", KeyEnvironment.LIVE, "k".repeat(kidLength), Secret.of("s".repeat(secretLength))));
    }

    @Test
    void partsThatAreNotBase62AreRefusedWithoutShowingThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ApiKeyText("ak", KeyEnvironment.LIVE, "k".repeat(11) + "-", KEY.secret()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ApiKeyText("ak", KeyEnvironment.LIVE, KEY.kid(), Secret.of("s".repeat(31) + "-")))
                .withMessageNotContaining("sss");
    }

    private static ApiKeyText key(String prefix, KeyEnvironment environment) {
        byte[] random = new byte[ApiKeyText.RANDOM_BYTES];
        new Random(20260701).nextBytes(random);
        return ApiKeyText.create(prefix, environment, random);
    }
}
