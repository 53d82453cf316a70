package io.gatehouse.core.policy;

import java.util.Locale;

/**
 * A pattern in which {@code *} stands for any text, also none; everything else for itself. There is no other sign, so that
 * none takes long: at most the product of both lengths.
 *
 * <p>Immutable.
 */
final class Glob {
    private final String pattern;
    private final boolean ignoresCase;

    private Glob(String pattern, boolean ignoresCase) {
        this.pattern = pattern;
        this.ignoresCase = ignoresCase;
    }

    /** A pattern in which case matters. */
    static Glob exact(String pattern) {
        return new Glob(pattern, false);
    }

    /** A pattern in which case does not matter. */
    static Glob ignoringCase(String pattern) {
        return new Glob(pattern.toLowerCase(Locale.ROOT), true);
    }

    /** Whether the whole text fits. */
    boolean matches(String anyText) {
        String text = ignoresCase ? anyText.toLowerCase(Locale.ROOT) : anyText;
        int at = 0;
        int inPattern = 0;
        int star = -1;
        int afterStar = 0;
        while (at < text.length()) {
            if (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
                star = inPattern++;
                afterStar = at;
            } else if (inPattern < pattern.length() && pattern.charAt(inPattern) == text.charAt(at)) {
                inPattern++;
                at++;
            } else if (star >= 0) {
                inPattern = star + 1;
                at = ++afterStar;
            } else {
                return false;
            }
        }
        while (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
            inPattern++;
        }
        return inPattern == pattern.length();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
