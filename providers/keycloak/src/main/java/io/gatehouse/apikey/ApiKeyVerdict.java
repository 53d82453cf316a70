package io.gatehouse.apikey;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param code the outcome
 * @param key the key; null exactly when the code is INVALID
 * @param scopes the scopes that count now; empty of a key that is INVALID, EXPIRED or REVOKED
 * @param metered what rate limits and credits say; they are asked last, so of most refusals nothing
 */
public record ApiKeyVerdict(Code code, @Nullable ApiKey key, List<String> scopes, Metered metered) {
    /** The outcome of a verification. */
    @Schema(name = "ApiKeyCode")
    public enum Code {
        /** It may be used for what was asked. */
        VALID,
        /** It is no key of this realm, or the asker has no right to know. */
        INVALID,
        /** It has ended. */
        EXPIRED,
        /** It was revoked or switched off, or its owner or organization is disabled, locked or gone. */
        REVOKED,
        /** It is in order, but a scope that was asked for does not count now, or a policy of the realm denies this use. */
        INSUFFICIENT_SCOPE,
        /** It has all that, but may not be used from this address. */
        FORBIDDEN_IP,
        /** It has all that, but nothing is left of a rate limit, or of a policy's throttle, in the present window. */
        RATE_LIMITED,
        /** It has all that, but no credits are left, or no verification of the plan in this month. */
        USAGE_EXCEEDED
    }

    static final ApiKeyVerdict INVALID = new ApiKeyVerdict(Code.INVALID, null, List.of());

    /** A verdict to which nothing was counted. */
    ApiKeyVerdict(Code code, @Nullable ApiKey key, List<String> scopes) {
        this(code, key, scopes, Metered.nothing(code));
    }

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException when an INVALID verdict names a key, or another one names none
     */
    public ApiKeyVerdict {
        if ((code == Code.INVALID) != (key == null)) {
            throw new IllegalArgumentException("a verdict names its key exactly when it is not INVALID");
        }
        scopes = List.copyOf(scopes);
    }

    /** Whether the key may be used for what was asked. */
    public boolean isValid() {
        return code == Code.VALID;
    }

    /** The key, empty when INVALID. */
    public Optional<ApiKey> knownKey() {
        return Optional.ofNullable(key);
    }
}
