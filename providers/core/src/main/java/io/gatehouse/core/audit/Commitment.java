package io.gatehouse.core.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * A salted commitment to one fact that tells of a person. The audit leaf holds the commitment alone, so that value and salt
 * can be erased and every proof still verifies; without the salt the value cannot be found by guessing.
 */
public final class Commitment {
    /** Length of a salt, in bytes. */
    public static final int SALT_BYTES = 32;

    /** Length of a commitment or a salt as text: base64url without padding. */
    public static final int TEXT_LENGTH = 43;

    private Commitment() {}

    /**
     * SHA-256 over the name, a zero byte, the salt and the value, as base64url without padding.
     *
     * @param name the fact's name, such as {@code ip}; without a zero character
     * @param salt {@value #SALT_BYTES} random bytes
     * @param value the fact
     * @throws IllegalArgumentException for a name with a zero character or a salt of another length
     */
    public static String of(String name, byte[] salt, String value) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name may not hold a zero character");
        }
        if (salt.length != SALT_BYTES) {
            throw new IllegalArgumentException("a salt has %d bytes, got %d".formatted(SALT_BYTES, salt.length));
        }
        MessageDigest sha256 = Hash.sha256();
        sha256.update(name.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        sha256.update(salt);
        sha256.update(value.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.digest());
    }

    /**
     * Whether the commitment is the one to this value.
     *
     * @param salt base64url of the salt; a text that is none never matches
     */
    public static boolean matches(String commitment, String name, String salt, String value) {
        try {
            return of(name, Base64.getUrlDecoder().decode(salt), value).equals(commitment);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
