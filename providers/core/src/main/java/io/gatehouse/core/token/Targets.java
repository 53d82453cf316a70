package io.gatehouse.core.token;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Whom a token is for: the {@code resource} (RFC 8707 section 2) and {@code audience} (RFC 8693 section 2.1)
 * parameters, the {@code aud} claim and {@code target_service}.
 *
 * <p>Thread-safe: no state.
 */
public final class Targets {

    /** The {@code target_service} of a token that was asked for without a target; no service is called so. */
    public static final String ANY = "any";

    /** Longest audience in characters. */
    public static final int MAX_AUDIENCE_LENGTH = 255;

    /** Longest resource in characters. */
    public static final int MAX_RESOURCE_LENGTH = 1024;

    /** Most audiences and resources of one token together. */
    public static final int MAX_TARGETS = 10;

    private Targets() {}

    /**
     * True for an absolute URI without a fragment, even an empty one: 1..{@value #MAX_RESOURCE_LENGTH} visible ASCII
     * characters.
     */
    public static boolean isResource(String text) {
        if (!isVisibleAscii(text, MAX_RESOURCE_LENGTH)) {
            return false;
        }
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * True for the name of a service, client or agent: 1..{@value #MAX_AUDIENCE_LENGTH} visible ASCII characters, but
     * not {@code any} in whatever case.
     */
    public static boolean isAudience(String text) {
        return isVisibleAscii(text, MAX_AUDIENCE_LENGTH)
                && !text.toLowerCase(Locale.ROOT).equals(ANY);
    }

    /** True for what an {@code aud} claim may hold: an audience or a resource. */
    public static boolean isTarget(String text) {
        return isAudience(text) || isResource(text);
    }

    /** True for what {@code target_service} may hold: a target, or exactly {@code any}. */
    public static boolean isTargetService(String text) {
        return text.equals(ANY) || isTarget(text);
    }

    private static boolean isVisibleAscii(String text, int maxLength) {
        return !text.isEmpty() && text.length() <= maxLength && text.chars().allMatch(c -> c >= 0x21 && c <= 0x7e);
    }
}
