package io.gatehouse.apikey;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.core.limit.Credits;
import io.gatehouse.platform.Json;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the answer of a creation has besides {@link ApiKeyRepresentation}: the key itself, this once. A replay under the same
 * {@code Idempotency-Key} shows null.
 */
@Schema(
        name = "IssuedApiKey",
        allOf = {ApiKeyRepresentation.class})
public record IssuedApiKeyRepresentation(
        @Schema(required = true, nullable = true, description = "The key; it is not shown again") @Nullable
        String key,

        @Schema(required = true, nullable = true, description = "The same as key") @Nullable
        String rawKey) {
    /**
     * @param succession the rotation that made the key, null for none
     * @param credits what it has, null for none
     */
    static ObjectNode of(
            IssuedApiKey issued, @Nullable KeySuccession succession, @Nullable Credits credits, long nowMs) {
        ObjectNode body = Json.tree(ApiKeyRepresentation.of(issued.key(), succession, credits, nowMs));
        ApiKeyRepresentation.SECRET_MEMBERS.forEach(
                member -> body.put(member, issued.text().reveal()));
        return body;
    }
}
