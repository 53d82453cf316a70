package io.gatehouse.token;

import io.gatehouse.platform.Owner;
import org.jspecify.annotations.Nullable;

/**
 * What the right to revoke a token hangs on.
 *
 * @param clientId the agent, or the client that exchanged a key
 * @param owner who answers for the agent or the key
 * @param organizationId organization of the agent or the key, null for none
 */
public record Revocable(
        String clientId, Owner owner, @Nullable String organizationId) {}
