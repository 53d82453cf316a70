package io.gatehouse.platform;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.core.key.Peppers;
import io.gatehouse.core.key.Secret;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {
    private static final Secret SECRET = Secret.of("whsec_\u00e4 and more");
    private static final String COLUMN = "GATEHOUSE_WEBHOOK.SIGNING_SECRET";
    private static final SecretBox BOX = box("a", "realm-1", "a");

    @Test
    void sealedSecretOpensAgain() {
        String sealed = BOX.seal(SECRET, "row", COLUMN);

        assertThat(BOX.open(sealed, "row", COLUMN)).isEqualTo(SECRET);
        assertThat(sealed).matches("1:a:[A-Za-z0-9_-]+").doesNotContain("whsec");
        assertThat(BOX.isOutdated(sealed)).isFalse();
    }

    @Test
    void sameSecretLooksDifferentEachTime() {
        assertThat(BOX.seal(SECRET, "row", COLUMN)).isNotEqualTo(BOX.seal(SECRET, "row", COLUMN));
    }

    @Test
    void secretOpensInItsOwnPlaceOnly() {
        String sealed = BOX.seal(SECRET, "row", COLUMN);

        assertDoesNotOpen(BOX, sealed, "other", COLUMN);
        assertDoesNotOpen(BOX, sealed, "row", "GATEHOUSE_WEBHOOK.HEADERS");
        assertDoesNotOpen(box("a", "realm-2", "a"), sealed, "row", COLUMN);
        assertDoesNotOpen(BOX, BOX.seal(SECRET, "ro", "w" + COLUMN), "row", COLUMN);
    }

    @Test
    void anotherPepperOfTheSameIdDoesNotOpenIt() {
        SecretBox other = new SecretBox(new Peppers("a", Map.of("a", pepper('z'))), "realm-1");

        assertDoesNotOpen(other, BOX.seal(SECRET, "row", COLUMN), "row", COLUMN);
    }

    @Test
    void secretOfAnOlderPepperOpensAndIsOutdated() {
        String sealed = BOX.seal(SECRET, "row", COLUMN);
        SecretBox newer = box("b", "realm-1", "a", "b");

        assertThat(newer.open(sealed, "row", COLUMN)).isEqualTo(SECRET);
        assertThat(newer.isOutdated(sealed)).isTrue();
        assertThat(newer.seal(SECRET, "row", COLUMN)).startsWith("1:b:");
    }

    @Test
    void secretOfAPepperThatLeftNamesIt() {
        String sealed = BOX.seal(SECRET, "row", COLUMN);

        assertThatThrownBy(() -> box("b", "realm-1", "b").open(sealed, "row", COLUMN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"a\"");
    }

    @Test
    void everyChangedByteIsNoticed() {
        byte[] sealed = BOX.seal(SECRET, "row", COLUMN).getBytes(US_ASCII);
        for (int i = 0; i < sealed.length - 1; i++) {
            byte[] changed = sealed.clone();
            changed[i] = (byte) (changed[i] == 'A' ? 'B' : 'A');

            assertDoesNotOpen(BOX, new String(changed, US_ASCII), "row", COLUMN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1:", "1:a", "1:a:", "1:a:AAAA", "1:a:!", "2:a:AAAA", "plain text", "1::AAAA"})
    void otherTextsDoNotOpen(String sealed) {
        assertDoesNotOpen(BOX, sealed, "row", COLUMN);
    }

    @Test
    void sealedSecretIsAsLongAsPromised() {
        String id = "i".repeat(Peppers.MAX_ID_LENGTH);
        String sealed = new SecretBox(new Peppers(id, Map.of(id, pepper('a'))), "realm-1")
                .seal(Secret.of("x".repeat(300)), "row", COLUMN);

        assertThat(sealed).hasSizeLessThanOrEqualTo(400 + SecretBox.MAX_OVERHEAD);
    }

    private static void assertDoesNotOpen(SecretBox box, String sealed, String row, String column) {
        assertThatThrownBy(() -> box.open(sealed, row, column)).isInstanceOf(IllegalStateException.class);
    }

    private static SecretBox box(String active, String realm, String... ids) {
        Map<String, byte[]> ring = new HashMap<>();
        for (String id : ids) {
            ring.put(id, pepper(id.charAt(0)));
        }
        return new SecretBox(new Peppers(active, ring), realm);
    }

    private static byte[] pepper(char fill) {
        byte[] pepper = new byte[32];
        Arrays.fill(pepper, (byte) fill);
        return pepper;
    }
}
