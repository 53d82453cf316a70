package io.gatehouse.core.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a rule does to a request that it matches; the stricter one is declared, and goes, before the laxer. */
public enum Effect {
    DENY,
    /** A person is asked first. */
    REQUIRE_APPROVAL,
    /** So many in so much time, see {@link Throttle}. */
    THROTTLE,
    ALLOW;

    /** The words, for messages. */
    public static final String WORDS = "allow, deny, throttle, require_approval";

    /** The word in JSON. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The effect of a word, or empty. */
    public static Optional<Effect> of(String text) {
        return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
    }

    /** Whether this is stricter than the other: a denial is the strictest. */
    public boolean isStricterThan(Effect other) {
        return compareTo(other) < 0;
    }
}
