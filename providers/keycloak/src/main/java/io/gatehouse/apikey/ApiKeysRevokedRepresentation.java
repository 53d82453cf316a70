package io.gatehouse.apikey;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer of a revocation of many keys.
 *
 * @param revoked how many were revoked by this call
 */
@Schema(name = "ApiKeysRevoked")
public record ApiKeysRevokedRepresentation(
        @Schema(required = true) int revoked) {}
