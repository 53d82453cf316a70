package io.gatehouse.core.webhook;

import java.util.Base64;

/** Keys as text: a prefix that tells the kind, and base64 (Standard Webhooks 1.0, "Secret serialization"). */
final class Serialized {
    private static final int MAX_TEXT_LENGTH = 128;

    private Serialized() {}

    static String text(String prefix, byte[] key) {
        return prefix + Base64.getEncoder().encodeToString(key);
    }

    /** @throws IllegalArgumentException for another prefix and for what is not base64; its message holds nothing of the key */
    static byte[] bytes(String prefix, String text) {
        if (text.startsWith(prefix) && text.length() <= MAX_TEXT_LENGTH) {
            try {
                return Base64.getDecoder().decode(text.substring(prefix.length()));
            } catch (IllegalArgumentException e) {
                // Without its cause, which quotes characters of the key.
                throw notOfThisKind(prefix);
            }
        }
        throw notOfThisKind(prefix);
    }

    private static IllegalArgumentException notOfThisKind(String prefix) {
        return new IllegalArgumentException("must be " + prefix + " and base64");
    }
}
