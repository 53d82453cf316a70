package io.gatehouse.agent;

import io.gatehouse.platform.Owner;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body that creates an agent, as OpenAPI shows it; {@link AgentBody} reads it. */
public record CreateAgentRequest(
        @Schema(required = true, minLength = 1, maxLength = AgentDetails.MAX_NAME_LENGTH)
        String name,

        @Schema(
                required = true,
                description = "The name of a team, or a user, group or organization of the realm",
                oneOf = {String.class, OwnerReference.class})
        Object owner,

        @Schema(nullable = true) @Nullable String organizationId,

        @Schema(
                nullable = true,
                maxLength = Owner.MAX_ID_LENGTH,
                description =
                        "The blueprint that the agent is made from: what is left out here is taken from it, and no scope goes"
                                + " beyond its scopes; for holders of agents:write")
        @Nullable
        String blueprintId,

        @Schema(
                nullable = true,
                defaultValue = "autonomous",
                enumeration = {"autonomous", "delegated", "both"})
        @Nullable
        String mode,

        @Schema(
                nullable = true,
                defaultValue = "secret",
                enumeration = {"secret", "public_key", "federated", "certificate", "none"})
        @Nullable
        String credential,

        @Schema(nullable = true, maxLength = AgentDetails.MAX_DESCRIPTION_LENGTH) @Nullable
        String description,

        @Schema(nullable = true, maxLength = AgentDetails.MAX_MODEL_LENGTH) @Nullable
        String modelProvider,

        @Schema(nullable = true, maxLength = AgentDetails.MAX_MODEL_LENGTH) @Nullable
        String modelName,

        @Schema(nullable = true, maxLength = AgentDetails.MAX_MODEL_LENGTH) @Nullable
        String framework,

        @Schema(nullable = true, maxItems = 100, description = "The most that the agent may ever get") @Nullable
        List<String> scopes,

        @Schema(
                nullable = true,
                maxItems = AgentDetails.MAX_AUDIENCES,
                description = "The only services that it may get tokens for; empty for no restriction")
        @Nullable
        List<String> audiences,

        @Schema(
                nullable = true,
                type = SchemaType.OBJECT,
                description = "JWK Set of 1 to 5 public Ed25519 or P-256 keys; for the credential public_key")
        @Nullable
        Map<String, Object> jwks,

        @Schema(
                nullable = true,
                maxLength = 2048,
                description =
                        "Instead of jwks: where the agent publishes its keys; https, a public DNS name or address")
        @Nullable
        String jwksUri,

        @Schema(
                nullable = true,
                maxLength = FederatedIdentity.MAX_ISSUER_LENGTH,
                description = "Alias of the identity provider that speaks for the agent; for the credential federated")
        @Nullable
        String federatedIssuer,

        @Schema(
                nullable = true,
                maxLength = FederatedIdentity.MAX_SUBJECT_LENGTH,
                description = "What that identity provider calls the agent; no other agent has it")
        @Nullable
        String federatedSubject,

        @Schema(
                nullable = true,
                maxLength = CertificateName.MAX_LENGTH,
                description =
                        "Distinguished name of its certificate's subject (RFC 4514); for the credential certificate")
        @Nullable
        String tlsClientAuthSubjectDn,

        @Schema(
                nullable = true,
                maxLength = CertificateName.MAX_LENGTH,
                description = "Distinguished name of the trusted authority at the top of the certificate's chain")
        @Nullable
        String tlsClientAuthCaSubjectDn,

        @Schema(nullable = true, description = "Id of the user who stands up for the agent") @Nullable
        String sponsor,

        @Schema(nullable = true, format = "date-time", description = "In the future, at most 3650 days from now")
        @Nullable
        String expiresAt,

        @Schema(
                nullable = true,
                minimum = "1",
                maximum = "86400",
                description = "Longest lifetime of its tokens, in seconds")
        @Nullable
        Integer maxTokenTtl,

        @Schema(
                nullable = true,
                format = "date-time",
                description = "When the agent is to be looked at again: agent.review_due is told then; in the future")
        @Nullable
        String sponsorReviewAt,

        @Schema(
                nullable = true,
                minimum = "1",
                maximum = "" + AgentUpkeep.MAX_IDLE_DAYS,
                description = "Expires when it got no token for so many days")
        @Nullable
        Integer idleExpiresAfterDays,

        @Schema(
                nullable = true,
                defaultValue = "false",
                description = "Only tokens that are bound to a key by a DPoP proof (RFC 9449 5.2)")
        @Nullable
        Boolean dpopBoundAccessTokens,

        @Schema(nullable = true, type = SchemaType.OBJECT, description = "At most 2 KiB of JSON") @Nullable
        Map<String, Object> metadata) {}
