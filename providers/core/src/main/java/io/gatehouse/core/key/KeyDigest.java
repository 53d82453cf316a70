package io.gatehouse.core.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The form in which a secret is stored: HMAC-SHA-256 (RFC 2104) under a pepper that is not in the database.
 *
 * <p>A slow password hash would add nothing: the secrets are random with at least 190 bits. Thread-safe: no state.
 */
public final class KeyDigest {

    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private KeyDigest() {}

    /**
     * The digest as 43 characters of base64url without padding.
     *
     * @param pepper the secret key of the digest, not empty; {@link Peppers} demands 32 bytes
     * @param text the secret, read as UTF-8
     */
    public static String hmacSha256(byte[] pepper, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(pepper, ALGORITHM));
            return BASE64URL.encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /** True when both digests are the same; takes the same time wherever they differ. */
    public static boolean matches(String expected, String actual) {
        return MessageDigest.isEqual(expected.getBytes(UTF_8), actual.getBytes(UTF_8));
    }
}
