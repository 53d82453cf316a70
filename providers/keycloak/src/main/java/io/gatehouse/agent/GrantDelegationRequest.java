package io.gatehouse.agent;

import io.gatehouse.core.token.Scopes;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.Owner;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body that lets an agent act for a user. */
@Schema(name = "GrantDelegationRequest")
public record GrantDelegationRequest(
        @Schema(required = true) String userId,

        @Schema(
                required = true,
                minItems = 1,
                maxItems = Scopes.MAX_SCOPES,
                description = "The most that the agent gets for it; never more than its own scopes")
        List<String> scopes,

        @Schema(nullable = true, format = "date-time", description = "In the future, at most 3650 days from now")
        @Nullable
        String expiresAt) {
    /** Copies the list. */
    public GrantDelegationRequest {
        scopes = List.copyOf(scopes);
    }

    /**
     * What the body says.
     *
     * @param expiresAtMs null for never
     */
    record Wanted(
            String userId, List<String> scopes, @Nullable Long expiresAtMs) {}

    static Wanted read(Fields fields, long nowMs) {
        String userId = fields.requiredText("user_id", 1, Owner.MAX_ID_LENGTH);
        List<String> scopes = fields.texts("scopes", Scopes.MAX_SCOPES, Scopes.MAX_SCOPE_LENGTH)
                .orElse(List.of());
        if (fields.member("scopes") == null) {
            fields.reject("scopes", "required", "scopes is required.");
        } else if (fields.member("scopes").isArray() && fields.member("scopes").isEmpty()) {
            fields.reject("scopes", "too_few", "scopes must name at least one scope.");
        }
        for (int i = 0; i < scopes.size(); i++) {
            if (!Scopes.isScopeToken(scopes.get(i))) {
                fields.reject("scopes", "invalid_value", "scopes must be scope tokens (RFC 6749 3.3).");
                break;
            }
        }
        Long expiresAtMs = fields.time("expires_at").orElse(null);
        if (expiresAtMs != null && (expiresAtMs <= nowMs || expiresAtMs > nowMs + Delegation.MAX_LIFETIME_MS)) {
            fields.reject(
                    "expires_at", "out_of_range", "expires_at must lie in the future, at most 3650 days from now.");
        }
        fields.done();
        return new Wanted(userId, scopes, expiresAtMs);
    }
}
