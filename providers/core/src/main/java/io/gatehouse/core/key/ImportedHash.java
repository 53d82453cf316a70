package io.gatehouse.core.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The digest of a key that another system made, as that system kept it. It is never stored as it is: what is stored is its
 * own digest under a pepper ({@link Peppers#digest} of {@link #text()}), so that whoever gets hold of the table cannot try
 * keys against it. Immutable.
 *
 * @param algorithm how it was made
 * @param value 43 characters of base64url without padding
 */
public record ImportedHash(Algorithm algorithm, String value) {
    /** Characters of the name under which an imported key is found. */
    public static final int KID_LENGTH = ApiKeyText.KID_LENGTH;

    /** Begins the name of every imported key and of no other: it is not base62. */
    private static final String KID_MARK = "~";

    private static final int BYTES = 32;
    private static final int HEX_LENGTH = 2 * BYTES;
    private static final int BASE64_LENGTH = 43;

    /** How the other system digests keys. */
    public enum Algorithm {
        /** SHA-256 of the whole key. */
        SHA256("sha256"),
        /** HMAC-SHA-256 of the whole key under a secret of that system. */
        HMAC_SHA256("hmac-sha256");

        private final String text;

        Algorithm(String text) {
            this.text = text;
        }

        /** The word in JSON. */
        public String text() {
            return text;
        }

        /** The algorithm of that exact word, else empty. */
        public static Optional<Algorithm> of(String text) {
            return Arrays.stream(values()).filter(one -> one.text.equals(text)).findFirst();
        }
    }

    /**
     * Reads a digest of 32 bytes: 64 hexadecimal digits in either case, base64 or base64url, with or without padding.
     *
     * @return empty when the text is none
     */
    public static Optional<ImportedHash> parse(Algorithm algorithm, String text) {
        try {
            byte[] bytes = text.length() == HEX_LENGTH ? HexFormat.of().parseHex(text) : ofBase64(text);
            return bytes.length == BYTES ? Optional.of(of(algorithm, bytes)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The SHA-256 of a key as it is presented. */
    public static ImportedHash sha256(String key) {
        try {
            return of(Algorithm.SHA256, MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /**
     * The HMAC-SHA-256 of a key as it is presented.
     *
     * @param secret the other system's secret, not empty
     */
    public static ImportedHash hmacSha256(byte[] secret, String key) {
        return new ImportedHash(Algorithm.HMAC_SHA256, KeyDigest.hmacSha256(secret, key));
    }

    /** What is digested for storing it: no text of a key of ours looks like it. */
    public String text() {
        return "imported:" + algorithm.text + ":" + value;
    }

    /**
     * The name under which the key is found, for one pepper of a ring. It tells nothing without the pepper.
     *
     * @return {@value #KID_LENGTH} characters of which the first is no base62
     */
    public String kid(byte[] pepper) {
        return KID_MARK + KeyDigest.hmacSha256(pepper, "kid:" + text()).substring(0, KID_LENGTH - 1);
    }

    private static ImportedHash of(Algorithm algorithm, byte[] bytes) {
        return new ImportedHash(
                algorithm, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static byte[] ofBase64(String text) {
        String plain = text.replace('+', '-').replace('/', '_');
        if (plain.length() == BASE64_LENGTH + 1 && plain.endsWith("=")) {
            plain = plain.substring(0, BASE64_LENGTH);
        }
        return plain.length() == BASE64_LENGTH ? Base64.getUrlDecoder().decode(plain) : new byte[0];
    }
}
