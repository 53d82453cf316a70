package io.gatehouse.core.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A secret text that cannot slip into a log, an exception or a string by accident.
 *
 * <p>Immutable and thread-safe. Comparison takes the same time wherever the texts differ; their length is not hidden.
 */
public final class Secret {

    private static final String REDACTED = "Secret[redacted]";

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /**
     * Wraps a text.
     *
     * @throws IllegalArgumentException when it is empty: an empty secret would equal every other empty one
     */
    public static Secret of(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        return new Secret(text);
    }

    /** The secret itself. Call it only where the secret is digested, compared or shown for the one time. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(text.getBytes(UTF_8), secret.text.getBytes(UTF_8));
    }

    /** The same for all secrets: a hash of the text would say something about it. Do not use secrets as map keys. */
    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return REDACTED;
    }
}
