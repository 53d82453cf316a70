package io.gatehouse.core.key;

import java.util.Locale;
import java.util.Optional;

/** Whether a key acts on real data or is for trying things out; it is written in the key itself. */
public enum KeyEnvironment {
    LIVE,
    TEST;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The word in the key and in JSON: {@code live} or {@code test}. */
    public String text() {
        return text;
    }

    /** The environment of that exact lower-case word, else empty. */
    public static Optional<KeyEnvironment> of(String text) {
        for (KeyEnvironment environment : values()) {
            if (environment.text.equals(text)) {
                return Optional.of(environment);
            }
        }
        return Optional.empty();
    }
}
