package io.gatehouse.core.token;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code scope} parameter and claim (RFC 6749 section 3.3): case-sensitive words, separated by one space, in no
 * order.
 *
 * <p>Thread-safe: no state.
 */
public final class Scopes {

    /** Most different words in one list. */
    public static final int MAX_SCOPES = 100;

    /** Longest word in characters. */
    public static final int MAX_SCOPE_LENGTH = 255;

    /** Longest list as text: as many words as are allowed, all of the greatest length, with their spaces. */
    public static final int MAX_TEXT_LENGTH = MAX_SCOPES * (MAX_SCOPE_LENGTH + 1) - 1;

    private Scopes() {}

    /**
     * Splits a list; repeated words count once, and the order of the first ones is kept.
     *
     * @param spaceSeparated null and empty both mean no scope: a parameter without a value counts as not sent (RFC 6749
     *     section 3.1)
     * @return immutable
     * @throws IllegalArgumentException naming the position (from 0) of the first character that does not fit, or the
     *     limit that is exceeded; never quotes the text
     */
    public static List<String> parse(@Nullable String spaceSeparated) {
        if (spaceSeparated == null || spaceSeparated.isEmpty()) {
            return List.of();
        }
        if (spaceSeparated.length() > MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException("scope must have at most %d characters".formatted(MAX_TEXT_LENGTH));
        }
        LinkedHashSet<String> scopes = new LinkedHashSet<>();
        int start = 0;
        while (start <= spaceSeparated.length()) {
            int end = endOfToken(spaceSeparated, start);
            scopes.add(spaceSeparated.substring(start, end));
            start = end + 1;
        }
        if (scopes.size() > MAX_SCOPES) {
            throw new IllegalArgumentException(
                    "scope must have at most %d words, got %d".formatted(MAX_SCOPES, scopes.size()));
        }
        return List.copyOf(scopes);
    }

    /** True for one word: 1..{@value #MAX_SCOPE_LENGTH} visible ASCII characters other than the quote and backslash. */
    public static boolean isScopeToken(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_SCOPE_LENGTH
                && text.chars().allMatch(Scopes::isScopeCharacter);
    }

    /** True when every word that is wanted is granted; an empty wish is always fulfilled. Case matters. */
    public static boolean containsAll(Collection<String> granted, Collection<String> wanted) {
        return new HashSet<>(granted).containsAll(wanted);
    }

    /**
     * Checks a list that came as JSON; repeated words count once.
     *
     * @return immutable, in the order of the first ones
     * @throws IllegalArgumentException naming the position (from 0) of the first word that is none, or the limit
     */
    static List<String> requireTokens(Collection<String> words) {
        List<String> scopes = new ArrayList<>(new LinkedHashSet<>(words));
        if (scopes.size() > MAX_SCOPES) {
            throw new IllegalArgumentException(
                    "scope must have at most %d words, got %d".formatted(MAX_SCOPES, scopes.size()));
        }
        for (int i = 0; i < scopes.size(); i++) {
            if (!isScopeToken(scopes.get(i))) {
                throw new IllegalArgumentException("scope word %d has the wrong shape".formatted(i));
            }
        }
        return List.copyOf(scopes);
    }

    private static int endOfToken(String text, int start) {
        int end = start;
        while (end < text.length() && isScopeCharacter(text.charAt(end))) {
            end++;
        }
        if (end == start || (end < text.length() && text.charAt(end) != ' ')) {
            throw new IllegalArgumentException("scope has an unexpected character or end at position " + end);
        }
        if (end - start > MAX_SCOPE_LENGTH) {
            throw new IllegalArgumentException(
                    "the scope word at position %d must have at most %d characters".formatted(start, MAX_SCOPE_LENGTH));
        }
        return end;
    }

    private static boolean isScopeCharacter(int c) {
        return c >= 0x21 && c <= 0x7e && c != '"' && c != '\\';
    }
}
