package io.gatehouse.eligibility;

import io.gatehouse.platform.Owner;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Eligibility} must know of an agent.
 *
 * @param id the agent's id
 * @param status pending, active, paused or revoked
 * @param expiresAtMs when it expires, null for never
 * @param owner who answers for it
 * @param organizationId organization that it belongs to, null for none
 */
public record ActingAgent(
        String id,
        String status,
        @Nullable Long expiresAtMs,
        Owner owner,
        @Nullable String organizationId) {}
