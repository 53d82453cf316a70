package io.gatehouse.core.webhook;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which events an endpoint wants: globs over event types, {@code agent.*} or {@code *}. Keycloak's own events,
 * {@code user.*} and {@code admin.*}, come only by a glob that itself begins with {@code user.} or {@code admin.}. Immutable.
 *
 * @param globs 1..{@value #MAX_GLOBS} globs, none twice; one that matches is enough
 */
public record EventFilter(List<String> globs) {

    /** Most globs of one endpoint. */
    public static final int MAX_GLOBS = 50;

    /** Longest glob, in characters: as an event type. */
    public static final int MAX_GLOB_LENGTH = 64;

    /** Most stars of a glob, so that none takes long to match. */
    public static final int MAX_STARS = 3;

    /** The glob for everything that Gatehouse tells. */
    public static final String ALL = "*";

    private static final List<String> STOCK = List.of("user.", "admin.");

    public EventFilter {
        globs = List.copyOf(globs);
        if (globs.isEmpty()
                || globs.size() > MAX_GLOBS
                || globs.stream().distinct().count() < globs.size()) {
            throw new IllegalArgumentException("a filter has 1..%d different globs".formatted(MAX_GLOBS));
        }
        globs.forEach(glob -> {
            if (!isGlob(glob)) {
                throw new IllegalArgumentException("not a glob over event types");
            }
        });
    }

    /** Everything that Gatehouse tells. */
    public static EventFilter all() {
        return new EventFilter(List.of(ALL));
    }

    /**
     * Whether a text is a glob: 1..{@value #MAX_GLOB_LENGTH} lower-case letters, digits, {@code _}, {@code -} and
     * {@code *} in parts separated by single full stops, with at most {@value #MAX_STARS} stars and none after another.
     */
    public static boolean isGlob(String text) {
        boolean isClean =
                text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "_-.*".indexOf(c) >= 0);
        return isClean
                && !text.isEmpty()
                && text.length() <= MAX_GLOB_LENGTH
                && text.chars().filter(c -> c == '*').count() <= MAX_STARS
                && !text.contains("**")
                && Stream.of(text.split("\\.", -1)).noneMatch(String::isEmpty);
    }

    /** Whether the type is one of Keycloak's own events. */
    public static boolean isStock(String eventType) {
        return STOCK.stream().anyMatch(eventType::startsWith);
    }

    /** Whether one glob asks for an event of this type. */
    public static boolean matches(String glob, String eventType) {
        boolean isAskedFor = !isStock(eventType) || isStock(glob);
        return isAskedFor && matchesText(glob, eventType);
    }

    /** Whether the endpoint wants an event of this type. */
    public boolean wants(String eventType) {
        return globs.stream().anyMatch(glob -> matches(glob, eventType));
    }

    /** A star stands for any characters, full stops too, and for none. */
    private static boolean matchesText(String glob, String text) {
        List<String> parts = List.of(glob.split("\\*", -1));
        if (parts.size() == 1) {
            return glob.equals(text);
        }
        String first = parts.get(0);
        String last = parts.get(parts.size() - 1);
        if (text.length() < first.length() + last.length() || !text.startsWith(first) || !text.endsWith(last)) {
            return false;
        }
        int at = first.length();
        int end = text.length() - last.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = text.indexOf(part, at);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }
}
