package io.gatehouse.agent;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An owner that Keycloak knows, in JSON; an owner that it does not know is a mere string. */
@Schema(name = "AgentOwner")
public record OwnerReference(
        @Schema(
                required = true,
                enumeration = {"user", "group", "organization"})
        String type,

        @Schema(required = true, minLength = 1, maxLength = 255)
        String id) {}
