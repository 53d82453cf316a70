package io.gatehouse.token;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer of {@code POST /tokens/revoke} and of {@code POST /tokens/revoke-all}. */
@Schema(name = "Revoked")
public record RevokedRepresentation(@Schema(required = true) boolean revoked) {}
