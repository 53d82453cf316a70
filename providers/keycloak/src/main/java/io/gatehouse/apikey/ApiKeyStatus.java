package io.gatehouse.apikey;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What has become of a key. The first that holds counts, in this order: revoked (for good), expired (for good), inactive
 * (switched off, may be switched on again), active.
 */
public enum ApiKeyStatus {
    REVOKED,
    EXPIRED,
    INACTIVE,
    ACTIVE;

    /** Every name, for error messages. */
    static final String WORDS = "active, expired, revoked, inactive";

    /** The name in JSON. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status with this name, or empty. */
    static Optional<ApiKeyStatus> of(String text) {
        return Arrays.stream(values()).filter(s -> s.text().equals(text)).findFirst();
    }
}
