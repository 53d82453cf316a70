package io.gatehouse.core.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How often a rule lets what it matches happen.
 *
 * @param limit how often in each window, 1 to {@value #MAX_LIMIT}
 * @param windowSeconds length of a window, 1 to {@value #MAX_WINDOW_SECONDS}
 * @param per what is counted apart
 */
public record Throttle(long limit, int windowSeconds, Per per) {
    /** The most in a window. */
    public static final long MAX_LIMIT = 1_000_000;

    /** The longest window: a day. */
    public static final int MAX_WINDOW_SECONDS = 86_400;

    /** @throws IllegalArgumentException for a value out of bounds */
    public Throttle {
        if (limit < 1 || limit > MAX_LIMIT || windowSeconds < 1 || windowSeconds > MAX_WINDOW_SECONDS) {
            throw new IllegalArgumentException("throttle out of bounds: %d in %d s".formatted(limit, windowSeconds));
        }
    }

    /** What has a count of its own. */
    public enum Per {
        AGENT,
        OWNER,
        SCOPE,
        TARGET,
        KEY;

        /** The words, for messages. */
        public static final String WORDS = "agent, owner, scope, target, key";

        /** The word in JSON. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The one of a word, or empty. */
        public static Optional<Per> of(String text) {
            return Arrays.stream(values())
                    .filter(one -> one.text().equals(text))
                    .findFirst();
        }
    }
}
