package io.gatehouse.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gatehouse.core.key.Secret;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Owner;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An agent in JSON. */
@Schema(name = "Agent")
public record AgentRepresentation(
        @Schema(required = true, pattern = "^agent_[0-9a-f]{12}$")
        String id,

        @Schema(required = true) String name,

        @Schema(
                required = true,
                description = "The name of a team, or a user, group or organization of the realm",
                oneOf = {String.class, OwnerReference.class})
        Object owner,

        @Schema(required = true, nullable = true) @Nullable String organizationId,

        @Schema(required = true, nullable = true, description = "The blueprint that it was made from") @Nullable
        String blueprintId,

        @Schema(required = true, nullable = true) @Nullable String description,

        @Schema(required = true, nullable = true) @Nullable String modelProvider,

        @Schema(required = true, nullable = true) @Nullable String modelName,

        @Schema(required = true, nullable = true) @Nullable String framework,

        @Schema(required = true, description = "The most that the agent may ever get")
        List<String> scopes,

        @Schema(required = true, description = "The only services that it gets tokens for; empty for no restriction")
        List<String> audiences,

        @Schema(
                required = true,
                enumeration = {"autonomous", "delegated", "both"})
        String mode,

        @Schema(
                required = true,
                enumeration = {"secret", "public_key", "federated", "certificate", "none"})
        String credential,

        @Schema(required = true, nullable = true, type = SchemaType.OBJECT, description = "Public keys, a JWK Set")
        @Nullable
        Map<String, Object> jwks,

        @Schema(required = true, nullable = true, format = "uri", description = "Where the agent publishes its keys")
        @Nullable
        String jwksUri,

        @Schema(
                required = true,
                nullable = true,
                format = "date-time",
                description = "When jwks were last fetched from jwks_uri")
        @Nullable
        String jwksFetchedAt,

        @Schema(
                required = true,
                nullable = true,
                description = "Alias of the identity provider that speaks for the agent")
        @Nullable
        String federatedIssuer,

        @Schema(required = true, nullable = true, description = "What that identity provider calls the agent") @Nullable
        String federatedSubject,

        @Schema(required = true, nullable = true, description = "Distinguished name of its certificate's subject")
        @Nullable
        String tlsClientAuthSubjectDn,

        @Schema(
                required = true,
                nullable = true,
                description = "Distinguished name of the authority of its certificate")
        @Nullable
        String tlsClientAuthCaSubjectDn,

        @Schema(required = true, nullable = true, description = "Id of the user who stands up for the agent") @Nullable
        String sponsor,

        @Schema(
                required = true,
                enumeration = {"pending", "active", "paused", "expired", "revoked"})
        String status,

        @Schema(
                required = true,
                nullable = true,
                format = "date-time",
                description = "When it ends: as was set, or sooner when the realm lets no agent live longer")
        @Nullable
        String expiresAt,

        @Schema(required = true, nullable = true, description = "Longest lifetime of its tokens, in seconds") @Nullable
        Long maxTokenTtl,

        @Schema(required = true, nullable = true, format = "date-time") @Nullable
        String sponsorReviewAt,

        @Schema(required = true, nullable = true, description = "Expires when it got no token for so many days")
        @Nullable
        Long idleExpiresAfterDays,

        @Schema(required = true, description = "Whether it gets only tokens that are bound to a key by a DPoP proof")
        boolean dpopBoundAccessTokens,

        @Schema(required = true, type = SchemaType.OBJECT) Map<String, Object> metadata,

        @Schema(required = true, format = "date-time") String createdAt,
        @Schema(required = true, format = "date-time") String updatedAt,

        @Schema(
                required = true,
                nullable = true,
                format = "date-time",
                description = "Until when the secret before the present one is right, null when it is not any more")
        @Nullable
        String previousSecretExpiresAt,

        @Schema(
                required = true,
                nullable = true,
                format = "date-time",
                description = "Since when the owner is disabled or gone, null while somebody answers for it")
        @Nullable
        String orphanedAt,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
                nullable = true,
                description =
                        "Only in the answer to the create of an agent with the credential secret, or to the rotation of its"
                                + " secret, this once; null when that answer is repeated for an Idempotency-Key")
        @Nullable
        String secretKey) {

    /** The agent as it is shown ever after. */
    static AgentRepresentation of(Agent agent) {
        return of(agent, null);
    }

    /**
     * The agent as it is shown once.
     *
     * @param secret null when it has none
     */
    static AgentRepresentation of(Agent agent, @Nullable Secret secret) {
        AgentDetails details = agent.details();
        Long expiresAtMs = agent.expiresAtMs();
        Jwks jwks = details.jwks();
        FederatedIdentity federated = details.federated();
        CertificateName certificate = details.certificate();
        return new AgentRepresentation(
                agent.id(),
                details.name(),
                owner(agent.owner()),
                agent.organizationId(),
                agent.marks().blueprintId(),
                details.description(),
                details.modelProvider(),
                details.modelName(),
                details.framework(),
                details.scopes(),
                details.audiences(),
                agent.mode().text(),
                agent.credential().text(),
                jwks == null ? null : jwks.toMap(),
                details.jwksUri(),
                iso(agent.marks().jwksFetchedAtMs()),
                federated == null ? null : federated.issuer(),
                federated == null ? null : federated.subject(),
                certificate == null ? null : certificate.subjectDn(),
                certificate == null ? null : certificate.caSubjectDn(),
                details.sponsorId(),
                agent.statusAt(Clock.nowMs()).text(),
                iso(expiresAtMs),
                details.maxTokenTtlSeconds(),
                iso(details.upkeep().sponsorReviewAtMs()),
                details.upkeep().idleExpiresAfterDays(),
                details.isDpopBound(),
                details.metadata(),
                Clock.iso(agent.createdAtMs()),
                Clock.iso(agent.updatedAtMs()),
                untilIso(agent.marks().previousSecretUntilMs()),
                iso(agent.marks().orphanedAtMs()),
                secret == null ? null : secret.reveal());
    }

    /** Names the agent only: the whole may hold its secret. */
    @Override
    public String toString() {
        return "AgentRepresentation[id=" + id + ", redacted]";
    }

    private static @Nullable String iso(@Nullable Long ms) {
        return ms == null ? null : Clock.iso(ms);
    }

    private static @Nullable String untilIso(@Nullable Long ms) {
        return ms == null || ms <= Clock.nowMs() ? null : Clock.iso(ms);
    }

    private static Object owner(Owner owner) {
        return owner.type() == Owner.Type.TEXT
                ? owner.id()
                : new OwnerReference(owner.type().text(), owner.id());
    }
}
