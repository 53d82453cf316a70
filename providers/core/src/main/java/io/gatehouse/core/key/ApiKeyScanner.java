package io.gatehouse.core.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds API keys in any text without asking a server: what {@link ApiKeyText#PATTERN} matches, less the matches with a wrong
 * checksum. A text that only looks like a key passes the checksum once in four thousand million times. Whether a key is of
 * this or that realm, and whether it still works, cannot be told offline. Thread-safe: no state.
 */
public final class ApiKeyScanner {
    /** What every key ends with: environment, public id, secret and checksum. */
    private static final Pattern END = Pattern.compile("_(?:live|test)_[0-9A-Za-z]{50}(?![0-9A-Za-z])");

    private ApiKeyScanner() {}

    /**
     * A key within a text.
     *
     * @param start index of its first character
     * @param end index after its last
     * @param key the key
     */
    public record Found(int start, int end, ApiKeyText key) {}

    /**
     * The keys in a text, in the order in which they stand there. A key is found wherever its prefix begins:
     * {@code API_KEY=ak_live_…} and {@code my_ak_live_…} alike.
     *
     * @param text at most what fits into memory; the time taken grows with its length alone
     */
    public static List<Found> find(CharSequence text) {
        List<Found> found = new ArrayList<>();
        Matcher end = END.matcher(text);
        while (end.find()) {
            at(text, end.start(), end.end()).ifPresent(found::add);
        }
        return found;
    }

    /** Whether the text is a key as Gatehouse makes them, checksum included; says nothing about its validity. */
    public static boolean isKey(String text) {
        return ApiKeyText.parse(text).isPresent();
    }

    private static Optional<Found> at(CharSequence text, int prefixEnd, int end) {
        int first = Math.max(0, prefixEnd - ApiKeyText.MAX_PREFIX_LENGTH);
        // The longest prefix first; at most one of them fits the checksum but for a chance of one in 2^32.
        for (int start = first; start < prefixEnd; start++) {
            Optional<ApiKeyText> key =
                    ApiKeyText.parse(text.subSequence(start, end).toString());
            if (key.isPresent()) {
                return Optional.of(new Found(start, end, key.get()));
            }
        }
        return Optional.empty();
    }
}
