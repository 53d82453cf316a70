package io.gatehouse.approval;

import io.gatehouse.platform.Entropy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Codes by which whoever asked comes back for a token: 256 random bits, kept as their SHA-256 alone. */
final class DeferralCode {
    /** What each begins with, so that a leaked one is recognized. */
    static final String PREFIX = "ghd_";

    private static final int BYTES = 32;
    private static final int LENGTH = PREFIX.length() + 43;

    private DeferralCode() {}

    static String make() {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(Entropy.bytes(BYTES));
    }

    /** Whether a text can be one at all. */
    static boolean isWellFormed(String text) {
        return text.length() == LENGTH && text.startsWith(PREFIX) && text.matches("[A-Za-z0-9_-]+");
    }

    /** In hexadecimal digits. */
    static String hash(String code) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
