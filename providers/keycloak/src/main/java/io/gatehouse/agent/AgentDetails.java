package io.gatehouse.agent;

import io.gatehouse.platform.RealmSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The facts of an agent that a PATCH may change. Immutable.
 *
 * @param name 1 to {@link #MAX_NAME_LENGTH} characters
 * @param description at most {@link #MAX_DESCRIPTION_LENGTH} characters, null for none
 * @param modelProvider as the creator says it; proves nothing
 * @param modelName as the creator says it; proves nothing
 * @param framework as the creator says it; proves nothing
 * @param scopes the most that the agent may ever get
 * @param audiences the only services that it may get tokens for; empty for no restriction
 * @param sponsorId the user who stands up for it, null for none
 * @param expiresAtMs when it ends, null for never
 * @param maxTokenTtlSeconds longest lifetime of its tokens, null for the realm's
 * @param metadata free JSON
 * @param jwks its public keys, null unless it proves itself by one
 * @param upkeep what becomes of it by the passing of time
 * @param jwksUri where it publishes its public keys, null when it does not; {@link #jwks} then are those fetched last, null
 *     when none were
 * @param isDpopBound whether it gets only tokens that are bound to a key by a DPoP proof (RFC 9449)
 * @param federated by whose word it is who it is, null unless it proves itself so
 * @param certificate the certificate that proves it, null unless one does
 */
public record AgentDetails(
        String name,
        @Nullable String description,
        @Nullable String modelProvider,
        @Nullable String modelName,
        @Nullable String framework,
        List<String> scopes,
        List<String> audiences,
        @Nullable String sponsorId,
        @Nullable Long expiresAtMs,
        @Nullable Long maxTokenTtlSeconds,
        Map<String, Object> metadata,
        @Nullable Jwks jwks,
        AgentUpkeep upkeep,
        @Nullable String jwksUri,
        boolean isDpopBound,
        @Nullable FederatedIdentity federated,
        @Nullable CertificateName certificate) {
    /** Longest name, in characters. */
    public static final int MAX_NAME_LENGTH = 100;

    /** Longest description, in characters. */
    public static final int MAX_DESCRIPTION_LENGTH = 500;

    /** Longest name of a model, its provider or a framework, in characters. */
    public static final int MAX_MODEL_LENGTH = 100;

    /** Most audiences. */
    public static final int MAX_AUDIENCES = 50;

    /** Largest metadata, in bytes of JSON. */
    public static final int MAX_METADATA_BYTES = 2_048;

    /** Farthest expiry from now, in milliseconds: 3,650 days. */
    public static final long MAX_LIFETIME_MS = 3_650L * 86_400_000L;

    /** How long the longest-lived token of an agent lives, in milliseconds. */
    static final long LONGEST_TOKEN_MS = RealmSettings.MAX_TOKEN_TTL_SECONDS * 1_000L;

    /** What a create begins with. */
    static final AgentDetails NONE = new AgentDetails(
            "",
            null,
            null,
            null,
            null,
            List.of(),
            List.of(),
            null,
            null,
            null,
            Map.of(),
            null,
            AgentUpkeep.NONE,
            null,
            false,
            null,
            null);

    /** Copies the collections; metadata may hold nulls. */
    public AgentDetails {
        scopes = List.copyOf(scopes);
        audiences = List.copyOf(audiences);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** The same with other scopes. */
    AgentDetails withScopes(List<String> others) {
        return new AgentDetails(
                name,
                description,
                modelProvider,
                modelName,
                framework,
                others,
                audiences,
                sponsorId,
                expiresAtMs,
                maxTokenTtlSeconds,
                metadata,
                jwks,
                upkeep,
                jwksUri,
                isDpopBound,
                federated,
                certificate);
    }

    /** The scopes that are here and were not before. */
    List<String> scopesBeyond(AgentDetails before) {
        return scopes.stream().filter(scope -> !before.scopes.contains(scope)).toList();
    }

    /** The names in JSON of the members that differ. */
    List<String> changedSince(AgentDetails before) {
        List<String> changed = new ArrayList<>();
        note(changed, "name", name, before.name);
        note(changed, "description", description, before.description);
        note(changed, "model_provider", modelProvider, before.modelProvider);
        note(changed, "model_name", modelName, before.modelName);
        note(changed, "framework", framework, before.framework);
        note(changed, "scopes", scopes, before.scopes);
        note(changed, "audiences", audiences, before.audiences);
        note(changed, "sponsor", sponsorId, before.sponsorId);
        note(changed, "expires_at", expiresAtMs, before.expiresAtMs);
        note(changed, "max_token_ttl", maxTokenTtlSeconds, before.maxTokenTtlSeconds);
        note(changed, "metadata", metadata, before.metadata);
        if (jwksUri == null) {
            note(changed, "jwks", jwks, before.jwks);
        }
        note(changed, "jwks_uri", jwksUri, before.jwksUri);
        note(changed, "sponsor_review_at", upkeep.sponsorReviewAtMs(), before.upkeep.sponsorReviewAtMs());
        note(changed, "idle_expires_after_days", upkeep.idleExpiresAfterDays(), before.upkeep.idleExpiresAfterDays());
        note(changed, "dpop_bound_access_tokens", isDpopBound, before.isDpopBound);
        if (!Objects.equals(federated, before.federated)) {
            changed.add("federated_subject");
        }
        if (!Objects.equals(certificate, before.certificate)) {
            changed.add("tls_client_auth_subject_dn");
        }
        return List.copyOf(changed);
    }

    /**
     * Whether tokens issued before the change may say more than the agent may now: it lost a scope or an audience, its keys
     * changed (who held an old one may hold tokens), it now ends before such tokens do, or its tokens must be bound from now on.
     */
    boolean outdatesTokens(AgentDetails before, long nowMs) {
        boolean lostScope = !new HashSet<>(scopes).containsAll(before.scopes);
        boolean endsSooner = expiresAtMs != null
                && (before.expiresAtMs == null || expiresAtMs < before.expiresAtMs)
                && expiresAtMs < nowMs + LONGEST_TOKEN_MS;
        return lostScope
                || lostAudience(before)
                || endsSooner
                || changesKeys(before)
                || (isDpopBound && !before.isDpopBound);
    }

    /** Whether the agent proves itself otherwise than before. */
    boolean changesKeys(AgentDetails before) {
        return !Objects.equals(jwks, before.jwks)
                || !Objects.equals(jwksUri, before.jwksUri)
                || !Objects.equals(federated, before.federated)
                || !Objects.equals(certificate, before.certificate);
    }

    /** Whether the agent may reach more services, live longer, get longer tokens or such that are not bound any more. */
    boolean widensLimits(AgentDetails before) {
        return before.lostAudience(this)
                || (before.isDpopBound && !isDpopBound)
                || isLater(expiresAtMs, before.expiresAtMs)
                || isLater(maxTokenTtlSeconds, before.maxTokenTtlSeconds)
                || isLater(upkeep.idleExpiresAfterDays(), before.upkeep.idleExpiresAfterDays());
    }

    private boolean lostAudience(AgentDetails before) {
        if (audiences.isEmpty()) {
            return false;
        }
        return before.audiences.isEmpty() || !new HashSet<>(audiences).containsAll(before.audiences);
    }

    private static boolean isLater(@Nullable Long limit, @Nullable Long before) {
        return before != null && (limit == null || limit > before);
    }

    private static void note(List<String> changed, String name, @Nullable Object now, @Nullable Object before) {
        if (!Objects.equals(now, before)) {
            changed.add(name);
        }
    }
}
