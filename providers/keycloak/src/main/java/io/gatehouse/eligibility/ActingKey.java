package io.gatehouse.eligibility;

import io.gatehouse.platform.Owner;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Eligibility} must know of an API key.
 *
 * @param id the key's id
 * @param isActive false when it was switched off
 * @param isRevoked whether it was revoked for good
 * @param changedAtMs when it was last changed, as this copy of it says: a later change outdates the copy
 * @param expiresAtMs when it expires
 * @param owner who answers for it
 * @param organizationId organization that it belongs to, null for none
 */
public record ActingKey(
        String id,
        boolean isActive,
        boolean isRevoked,
        long changedAtMs,
        long expiresAtMs,
        Owner owner,
        @Nullable String organizationId) {}
