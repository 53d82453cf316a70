package io.gatehouse.apikey;

import io.gatehouse.core.key.ImportedHash;
import org.jspecify.annotations.Nullable;

/**
 * A key of another system that is to be taken over.
 *
 * @param made the key as it is to be here, its bounds and the right to make it already checked
 * @param hash the digest that the other system kept
 * @param prefix what may be shown of the key, null when the other system kept nothing
 */
record ImportItem(
        NewApiKey made, ImportedHash hash, @Nullable String prefix) {
    /** Longest prefix that is shown, in characters. */
    static final int MAX_PREFIX_LENGTH = 20;

    /** What is shown of a key of which nothing is known. */
    static final String UNKNOWN_PREFIX = "imported";

    String visiblePrefix() {
        return prefix == null ? UNKNOWN_PREFIX : prefix;
    }
}
