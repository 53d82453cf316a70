package io.gatehouse.core.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class KeyDigestTest {

    @Test
    void isTheHmacOfRfc4231() {
        // RFC 4231 section 4.3, test case 2.
        byte[] expected = HexFormat.of().parseHex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");

        assertThat(KeyDigest.hmacSha256("Jefe".getBytes(US_ASCII), "what do ya want for nothing?"))
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(expected));
    }

    @Property(tries = 200)
    void isFortyThreeCharactersOfBase64url(
            @ForAll @Size(32) byte[] pepper, @ForAll @StringLength(max = 100) String text) {
        assertThat(KeyDigest.hmacSha256(pepper, text)).matches("[A-Za-z0-9_-]{43}");
    }

    @Property(tries = 200)
    void matchesExactlyTheSameDigest(
            @ForAll @StringLength(max = 5) String one, @ForAll @StringLength(max = 5) String other) {
        assertThat(KeyDigest.matches(one, other)).isEqualTo(one.equals(other));
        assertThat(KeyDigest.matches(one, one)).isTrue();
    }
}
