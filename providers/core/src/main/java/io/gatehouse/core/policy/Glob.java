package io.gatehouse.core.policy;

/**
 * A pattern in which {@code *} stands for any text, also none; everything else for itself. There is no other sign, so that
 * none takes long: at most the product of both lengths.
 *
 * <p>Immutable.
 */
final class Glob {
    private final String pattern;
    private final String[] pieces;

    private Glob(String pattern) {
        this.pattern = pattern;
        this.pieces = pattern.split("\\*", -1);
    }

    /** A pattern in which case matters. */
    static Glob exact(String pattern) {
        return new Glob(pattern);
    }

    /** Whether the whole text fits. */
    boolean matches(String text) {
        int last = pieces.length - 1;
        if (last == 0) {
            return text.equals(pattern);
        }
        if (!text.startsWith(pieces[0])) {
            return false;
        }
        int at = pieces[0].length();
        // The leftmost place of a piece leaves the most text for those behind it.
        for (int i = 1; i < last; i++) {
            int found = text.indexOf(pieces[i], at);
            if (found < 0) {
                return false;
            }
            at = found + pieces[i].length();
        }
        return text.length() - pieces[last].length() >= at && text.endsWith(pieces[last]);
    }

    @Override
    public String toString() {
        return pattern;
    }
}
