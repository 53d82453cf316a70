package io.gatehouse.core.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.key.ImportedHash.Algorithm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportedHashTest {
    private static final byte[] PEPPER = new byte[Peppers.MIN_PEPPER_BYTES];

    /** FIPS 180-4, the example "abc". */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Property
    void everyWayToWriteADigestReadsAlike(@ForAll @Size(32) byte[] digest) {
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        for (String text : new String[] {
            value,
            value + "=",
            Base64.getEncoder().encodeToString(digest),
            Base64.getEncoder().withoutPadding().encodeToString(digest),
            HexFormat.of().formatHex(digest),
            HexFormat.of().withUpperCase().formatHex(digest)
        }) {
            assertThat(ImportedHash.parse(Algorithm.SHA256, text)).contains(new ImportedHash(Algorithm.SHA256, value));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
                "za7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "unheBr+P"
            })
    void otherTextsAreNoDigests(String text) {
        assertThat(ImportedHash.parse(Algorithm.SHA256, text)).isEmpty();
        assertThat(ImportedHash.parse(Algorithm.SHA256, ABC + "00")).isEmpty();
        assertThat(ImportedHash.parse(Algorithm.SHA256, "é".repeat(43))).isEmpty();
    }

    @Test
    void keyIsDigestedAsTheOtherSystemDid() throws NoSuchAlgorithmException {
        String key = "unkey_3ZVxJg";
        String base64 = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));

        assertThat(ImportedHash.parse(Algorithm.SHA256, ABC)).contains(ImportedHash.sha256("abc"));
        assertThat(ImportedHash.parse(Algorithm.SHA256, base64)).contains(ImportedHash.sha256(key));
    }

    /** RFC 4231, test case 2. */
    @Test
    void keyIsDigestedUnderTheOtherSystemsSecret() {
        String digest = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

        assertThat(ImportedHash.parse(Algorithm.HMAC_SHA256, digest))
                .contains(ImportedHash.hmacSha256("Jefe".getBytes(UTF_8), "what do ya want for nothing?"));
    }

    @Test
    void whatIsStoredSaysNothingOfTheDigest() {
        ImportedHash hash = ImportedHash.sha256("abc");
        Digest stored = new Peppers("p1", Map.of("p1", PEPPER)).digest(hash.text());

        assertThat(stored.value()).isNotEqualTo(hash.value());
        assertThat(hash.kid(PEPPER)).hasSize(ImportedHash.KID_LENGTH).startsWith("~");
        assertThat(hash.value()).doesNotContain(hash.kid(PEPPER).substring(1));
        assertThat(stored.value()).doesNotContain(hash.kid(PEPPER).substring(1));
    }

    @Test
    void algorithmsAreTwoKinds() {
        String value = ImportedHash.sha256("abc").value();

        assertThat(new ImportedHash(Algorithm.HMAC_SHA256, value).kid(PEPPER))
                .isNotEqualTo(ImportedHash.sha256("abc").kid(PEPPER));
        for (Algorithm algorithm : Algorithm.values()) {
            assertThat(Algorithm.of(algorithm.text())).contains(algorithm);
            assertThat(Algorithm.of(algorithm.text().toUpperCase(Locale.ROOT))).isEmpty();
        }
    }
}
