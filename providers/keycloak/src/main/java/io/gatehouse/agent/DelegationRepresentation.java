package io.gatehouse.agent;

import io.gatehouse.platform.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A delegation in JSON. */
@Schema(name = "Delegation")
public record DelegationRepresentation(
        @Schema(required = true) String id,

        @Schema(required = true, pattern = "^agent_[0-9a-f]{12}$")
        String agentId,

        @Schema(required = true) String userId,

        @Schema(
                required = true,
                description = "Who allowed it: an administrator, the user here, or the user by consent in Keycloak",
                enumeration = {"admin", "user", "consent"})
        String source,

        @Schema(required = true, description = "The most that the agent gets for it")
        List<String> scopes,

        @Schema(required = true, nullable = true, format = "date-time") @Nullable
        String expiresAt,

        @Schema(required = true) String createdBy,
        @Schema(required = true, format = "date-time") String createdAt) {
    /** Copies the list. */
    public DelegationRepresentation {
        scopes = List.copyOf(scopes);
    }

    static DelegationRepresentation of(Delegation delegation) {
        Long expiresAtMs = delegation.expiresAtMs();
        return new DelegationRepresentation(
                delegation.id(),
                delegation.agentId(),
                delegation.userId(),
                delegation.source().text(),
                delegation.scopes(),
                expiresAtMs == null ? null : Clock.iso(expiresAtMs),
                delegation.createdBy(),
                Clock.iso(delegation.createdAtMs()));
    }
}
