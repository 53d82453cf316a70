package io.gatehouse.apikey;

import io.gatehouse.core.key.KeyEnvironment;
import io.gatehouse.eligibility.ActingKey;
import io.gatehouse.platform.Owner;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An API key without its secret and without the digest of it. Immutable. What comes out of the cache may be up to
 * {@link ApiKeyCache#MAX_AGE_MS} old in its use alone: every other change drops it from the cache.
 *
 * @param id UUIDv7
 * @param realmId the realm that it belongs to
 * @param kid the public part of its text, by which it is found
 * @param name what its maker calls it
 * @param prefix the beginning of its text, which may be shown
 * @param environment live or test
 * @param owner who answers for it
 * @param organizationId the organization that it is narrowed to, null for none
 * @param scopes what was granted; what counts now is {@link LiveScopes}
 * @param audiences ids of the clients that may introspect it
 * @param metadata free facts of its maker
 * @param state what has become of it and when
 * @param use how often and when it was last used, as far as it has been written down
 * @param succession which keys it replaced and was replaced by
 * @param limits from where and how much it may be used
 */
public record ApiKey(
        String id,
        String realmId,
        String kid,
        String name,
        String prefix,
        KeyEnvironment environment,
        Owner owner,
        @Nullable String organizationId,
        List<String> scopes,
        List<String> audiences,
        Map<String, Object> metadata,
        State state,
        Use use,
        Succession succession,
        KeyLimits limits) {
    /** Most scopes of a key. */
    public static final int MAX_SCOPES = 100;

    /** Most clients that may introspect a key. */
    public static final int MAX_AUDIENCES = 50;

    /** Longest id of a client in the audiences, in characters. */
    public static final int MAX_AUDIENCE_LENGTH = 255;

    /** Longest name, in characters. */
    public static final int MAX_NAME_LENGTH = 100;

    /** Most metadata, in bytes of JSON. */
    public static final int MAX_METADATA_BYTES = 2_048;

    /**
     * What has become of a key.
     *
     * @param isOn false once it was switched off or revoked
     * @param createdAtMs when it was made
     * @param updatedAtMs when it was last changed; greater after each change, whatever the clocks of the nodes say
     * @param expiresAtMs from when on it is of no use
     * @param deactivatedAtMs when it was switched off or revoked, null while it is on
     * @param revokedAtMs when it was revoked for good, null if never
     */
    public record State(
            boolean isOn,
            long createdAtMs,
            long updatedAtMs,
            long expiresAtMs,
            @Nullable Long deactivatedAtMs,
            @Nullable Long revokedAtMs) {
        /** The status at a moment. */
        public ApiKeyStatus status(long nowMs) {
            if (revokedAtMs != null) {
                return ApiKeyStatus.REVOKED;
            }
            if (expiresAtMs <= nowMs) {
                return ApiKeyStatus.EXPIRED;
            }
            return isOn ? ApiKeyStatus.ACTIVE : ApiKeyStatus.INACTIVE;
        }
    }

    /**
     * How a key was used.
     *
     * @param count how often it was found valid
     * @param lastAtMs when last, null for never
     */
    public record Use(long count, @Nullable Long lastAtMs) {}

    /**
     * The place of a key in a row of rotations.
     *
     * @param replaces id of the key that it took the place of, null for none
     * @param replacedBy id of the key that took its place, null for none
     * @param replacedAtMs when it was replaced, null when it was not
     * @param revokeWhenIdleHours after how many hours without use it is revoked since it was replaced, null for never
     */
    public record Succession(
            @Nullable String replaces,
            @Nullable String replacedBy,
            @Nullable Long replacedAtMs,
            @Nullable Integer revokeWhenIdleHours) {
        /** Hours in milliseconds. */
        static long idleMs(int hours) {
            return TimeUnit.HOURS.toMillis(hours);
        }

        /** Whether the key is the old or the new one of a rotation. */
        boolean isAny() {
            return replaces != null || replacedBy != null;
        }
    }

    /** Copies the collections; metadata may hold null. */
    public ApiKey {
        scopes = List.copyOf(scopes);
        audiences = List.copyOf(audiences);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** Whether the client may introspect the key without holding {@code api-keys:verify}. */
    public boolean hasAudience(String clientId) {
        return audiences.contains(clientId);
    }

    /** When the key ends by itself, in milliseconds since 1970. */
    public long expiresAtMs() {
        return state.expiresAtMs();
    }

    /** When the key was made, in milliseconds since 1970. */
    public long createdAtMs() {
        return state.createdAtMs();
    }

    /** What {@link io.gatehouse.eligibility.Eligibility} asks about. */
    ActingKey acting() {
        return new ActingKey(
                id,
                state.isOn(),
                state.revokedAtMs() != null,
                state.updatedAtMs(),
                expiresAtMs(),
                owner,
                organizationId);
    }
}
