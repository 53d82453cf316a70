package io.gatehouse.login;

import io.gatehouse.platform.Entropy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** What binds a letter to the browser that asked for it: 256 random bits, of which the server keeps the SHA-256 alone. */
public final class LoginNonce {
    /** How long one is, in characters of base64url. */
    public static final int LENGTH = 43;

    private static final int BYTES = 32;

    private LoginNonce() {}

    /** A new one. */
    public static String make() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Entropy.bytes(BYTES));
    }

    /** Whether a text can be one at all. */
    public static boolean isWellFormed(String text) {
        return text.length() == LENGTH && text.matches("[A-Za-z0-9_-]+");
    }

    /** In hexadecimal digits. */
    public static String hash(String nonce) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(nonce.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
