package io.gatehouse.apikey;

import io.gatehouse.core.key.ApiKeyText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One text that somebody found where no key should be.
 *
 * @param token the text, unchecked; only when it is a whole key something happens
 * @param source where the sender looks for keys, such as {@code content}; null when not said
 * @param url where it was found, as the sender gave it; null when not said
 */
record LeakReport(
        String token, @Nullable String source, @Nullable String url) {
    /** Most characters of a source or URL that are kept. */
    static final int MAX_FACT_LENGTH = 1_000;

    private static final int MAX_SOURCE_LENGTH = 64;

    /** A report of the key alone. */
    static LeakReport of(String token) {
        return new LeakReport(token, null, null);
    }

    /** The source when it is a short word, else null. */
    @Nullable
    String word() {
        boolean isWord = source != null
                && !source.isEmpty()
                && source.length() <= MAX_SOURCE_LENGTH
                && source.chars().allMatch(c -> c == '_' || c == '-' || (c < 128 && Character.isLetterOrDigit(c)));
        return isWord ? source : null;
    }

    /**
     * The address without user info, query and fragment; null when it is none of {@code http} or {@code https}, too long, or
     * holds the key itself: events never hold a secret.
     */
    @Nullable
    String address() {
        if (url == null || url.length() > MAX_FACT_LENGTH) {
            return null;
        }
        try {
            URI found = new URI(url);
            String scheme = found.getScheme() == null ? "" : found.getScheme().toLowerCase(Locale.ROOT);
            boolean isWeb = (scheme.equals("https") || scheme.equals("http")) && found.getHost() != null;
            if (!isWeb) {
                return null;
            }
            URI plain = new URI(scheme, null, found.getHost(), found.getPort(), found.getPath(), null, null);
            return holdsKey(plain) ? null : plain.toASCIIString();
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private boolean holdsKey(URI plain) {
        String text = plain.getHost() + plain.getPath();
        return text.contains(token)
                || ApiKeyText.parse(token)
                        .filter(key -> text.contains(key.secret().reveal()))
                        .isPresent();
    }
}
