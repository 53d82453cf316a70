package io.gatehouse.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether a policy acts. */
public enum PolicyMode {
    ENFORCE,
    /** It decides and is recorded, and changes nothing. */
    SHADOW;

    /** The words, for messages. */
    public static final String WORDS = "enforce, shadow";

    /** The word in JSON and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of a word, or empty. */
    public static Optional<PolicyMode> of(String text) {
        return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
    }
}
