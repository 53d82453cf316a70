package io.gatehouse.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class CommitmentTest {
    private final byte[] salt = new byte[Commitment.SALT_BYTES];

    @Test
    void isTheHashOfNameZeroSaltAndValue() throws Exception {
        salt[31] = 7;
        byte[] whole = new byte[2 + 1 + 32 + 3];
        System.arraycopy("ip\0".getBytes(StandardCharsets.UTF_8), 0, whole, 0, 3);
        System.arraycopy(salt, 0, whole, 3, 32);
        System.arraycopy("abc".getBytes(StandardCharsets.UTF_8), 0, whole, 35, 3);
        byte[] expected = MessageDigest.getInstance("SHA-256").digest(whole);

        String commitment = Commitment.of("ip", salt, "abc");

        assertThat(Base64.getUrlDecoder().decode(commitment)).isEqualTo(expected);
        assertThat(commitment).hasSize(Commitment.TEXT_LENGTH);
    }

    @Test
    void namesAndValuesCannotRunIntoEachOther() {
        assertThat(Commitment.of("ip", salt, "x")).isNotEqualTo(Commitment.of("i", salt, "px"));
        assertThatThrownBy(() -> Commitment.of("i\0p", salt, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saltOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> Commitment.of("ip", new byte[31], "x")).hasMessageContaining("32 bytes");
        assertThatThrownBy(() -> Commitment.of("ip", new byte[33], "x")).hasMessageContaining("32 bytes");
    }
}
