package io.gatehouse.testkit.search;

import java.util.Set;

/**
 * Finds any of many secrets of {@value #LENGTH} base62 characters in a text, wherever they stand in it. The time taken grows
 * with the length of the text, not with the number of secrets.
 */
public final class SecretWindows {
    /** Characters of the secret half of a key. */
    public static final int LENGTH = 32;

    private SecretWindows() {}

    /** Whether the text holds one of the secrets. */
    public static boolean hasAny(Set<String> secrets, CharSequence text) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && isBase62(text.charAt(i))) {
                continue;
            }
            for (int from = start; from + LENGTH <= i; from++) {
                if (secrets.contains(text.subSequence(from, from + LENGTH).toString())) {
                    return true;
                }
            }
            start = i + 1;
        }
        return false;
    }

    private static boolean isBase62(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
