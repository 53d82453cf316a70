package io.gatehouse.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.net.OutboundUrl;
import io.gatehouse.core.token.Scopes;
import io.gatehouse.core.token.Targets;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.RealmSettings;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the details of an agent out of a request body as a merge patch (RFC 7396): a member that is absent stays, one that
 * is null is removed. A create is a patch of {@link AgentDetails#NONE}. Errors are left with the fields.
 */
final class AgentDetailsReader {
    private final Fields fields;
    private final long nowMs;

    AgentDetailsReader(Fields fields, long nowMs) {
        this.fields = fields;
        this.nowMs = nowMs;
    }

    /** The details afterwards; to be used only when {@link Fields#done} finds no fault. */
    AgentDetails patched(AgentDetails before, AgentCredential credential) {
        Keys keys = keys(before, credential);
        AgentNamesReader names = new AgentNamesReader(fields, before, credential);
        return new AgentDetails(
                name(before.name()),
                text("description", AgentDetails.MAX_DESCRIPTION_LENGTH, before.description()),
                text("model_provider", AgentDetails.MAX_MODEL_LENGTH, before.modelProvider()),
                text("model_name", AgentDetails.MAX_MODEL_LENGTH, before.modelName()),
                text("framework", AgentDetails.MAX_MODEL_LENGTH, before.framework()),
                scopes(before.scopes()),
                audiences(before.audiences()),
                text("sponsor", 255, before.sponsorId()),
                expiresAtMs(before.expiresAtMs()),
                maxTokenTtlSeconds(before.maxTokenTtlSeconds()),
                metadata(before.metadata()),
                keys.jwks(),
                upkeep(before.upkeep()),
                keys.jwksUri(),
                isDpopBound(before.isDpopBound()),
                names.federated(),
                names.certificate());
    }

    /** What a blueprint has of them: its own name, and what its agents take; the rest is each agent's own. */
    AgentDetails template(AgentDetails before) {
        return new AgentDetails(
                name(before.name()),
                text("description", AgentDetails.MAX_DESCRIPTION_LENGTH, before.description()),
                text("model_provider", AgentDetails.MAX_MODEL_LENGTH, before.modelProvider()),
                text("model_name", AgentDetails.MAX_MODEL_LENGTH, before.modelName()),
                text("framework", AgentDetails.MAX_MODEL_LENGTH, before.framework()),
                scopes(before.scopes()),
                audiences(before.audiences()),
                null,
                null,
                maxTokenTtlSeconds(before.maxTokenTtlSeconds()),
                metadata(before.metadata()),
                null,
                new AgentUpkeep(null, idleExpiresAfterDays(before.upkeep())),
                null,
                isDpopBound(before.isDpopBound()),
                null,
                null);
    }

    private boolean isDpopBound(boolean before) {
        return fields.has("dpop_bound_access_tokens")
                ? fields.bool("dpop_bound_access_tokens").orElse(false)
                : before;
    }

    private String name(String before) {
        boolean isWanted = fields.has("name") || before.isEmpty();
        return isWanted ? fields.requiredName("name", AgentDetails.MAX_NAME_LENGTH) : before;
    }

    private @Nullable String text(String name, int max, @Nullable String before) {
        if (!fields.has(name)) {
            return before;
        }
        return fields.text(name, 0, max).filter(text -> !text.isEmpty()).orElse(null);
    }

    private List<String> scopes(List<String> before) {
        if (!fields.has("scopes")) {
            return before;
        }
        List<String> scopes = fields.texts("scopes", Scopes.MAX_SCOPES, Scopes.MAX_SCOPE_LENGTH)
                .orElse(List.of());
        if (!scopes.stream().allMatch(Scopes::isScopeToken)) {
            fields.reject(
                    "scopes",
                    "invalid_value",
                    "Each scope must be visible ASCII characters without quote and backslash (RFC 6749 3.3).");
        }
        return scopes;
    }

    private List<String> audiences(List<String> before) {
        if (!fields.has("audiences")) {
            return before;
        }
        List<String> audiences = fields.texts("audiences", AgentDetails.MAX_AUDIENCES, Targets.MAX_AUDIENCE_LENGTH)
                .orElse(List.of());
        if (!audiences.stream().allMatch(Targets::isAudience)) {
            fields.reject(
                    "audiences",
                    "invalid_value",
                    "Each audience must be visible ASCII characters, and none may be \"any\"; leave audiences empty for no"
                            + " restriction.");
        }
        return audiences;
    }

    private @Nullable Long expiresAtMs(@Nullable Long before) {
        return fields.has("expires_at") ? future("expires_at") : before;
    }

    /** A time in the future, null when it is to be removed. */
    private @Nullable Long future(String name) {
        Optional<Long> wanted = fields.time(name);
        wanted.filter(ms -> ms <= nowMs || ms > nowMs + AgentDetails.MAX_LIFETIME_MS)
                .ifPresent(ms -> fields.reject(
                        name, "out_of_range", name + " must lie in the future, at most 3650 days from now."));
        return wanted.orElse(null);
    }

    private AgentUpkeep upkeep(AgentUpkeep before) {
        return new AgentUpkeep(sponsorReviewAtMs(before.sponsorReviewAtMs()), idleExpiresAfterDays(before));
    }

    private @Nullable Long sponsorReviewAtMs(@Nullable Long before) {
        return fields.has("sponsor_review_at") ? future("sponsor_review_at") : before;
    }

    private @Nullable Long idleExpiresAfterDays(AgentUpkeep before) {
        if (!fields.has("idle_expires_after_days")) {
            return before.idleExpiresAfterDays();
        }
        return fields.integer("idle_expires_after_days", 1, AgentUpkeep.MAX_IDLE_DAYS)
                .orElse(null);
    }

    private @Nullable Long maxTokenTtlSeconds(@Nullable Long before) {
        if (!fields.has("max_token_ttl")) {
            return before;
        }
        return fields.integer("max_token_ttl", 1, RealmSettings.MAX_TOKEN_TTL_SECONDS)
                .orElse(null);
    }

    private Map<String, Object> metadata(Map<String, Object> before) {
        if (!fields.has("metadata")) {
            return before;
        }
        Map<String, Object> patch =
                fields.freeObject("metadata", AgentDetails.MAX_METADATA_BYTES).orElse(Map.of());
        Map<String, Object> merged = fields.isNull("metadata") ? Map.of() : merge(before, patch);
        if (Json.write(merged).getBytes(StandardCharsets.UTF_8).length > AgentDetails.MAX_METADATA_BYTES) {
            fields.reject(
                    "metadata",
                    "too_long",
                    "metadata may have at most " + AgentDetails.MAX_METADATA_BYTES
                            + " bytes of JSON with what it had before.");
        }
        return merged;
    }

    /** RFC 7396 section 2: objects are merged member by member, null removes, anything else replaces. */
    static Map<String, Object> merge(Map<?, ?> target, Map<?, ?> patch) {
        Map<String, Object> merged = new LinkedHashMap<>();
        target.forEach((name, value) -> merged.put(String.valueOf(name), value));
        patch.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (value == null) {
                merged.remove(name);
            } else if (value instanceof Map<?, ?> inner) {
                Map<?, ?> old = merged.get(name) instanceof Map<?, ?> map ? map : Map.of();
                merged.put(name, merge(old, inner));
            } else {
                merged.put(name, value);
            }
        });
        return merged;
    }

    /** By what the agent proves itself: keys that were sent, or where its keys are, with those that were fetched from there. */
    private record Keys(@Nullable Jwks jwks, @Nullable String jwksUri) {}

    private Keys keys(AgentDetails before, AgentCredential credential) {
        JsonNode sent = fields.member("jwks");
        String sentUri = fields.text("jwks_uri", 1, OutboundUrl.MAX_LENGTH).orElse(null);
        if (credential != AgentCredential.PUBLIC_KEY) {
            rejectKeys("jwks", sent != null);
            rejectKeys("jwks_uri", sentUri != null);
            return new Keys(null, null);
        }
        String uri = fields.has("jwks_uri") ? sentUri : before.jwksUri();
        if (uri != null) {
            if (sent != null) {
                fields.reject(
                        "jwks", "conflicting", "Give jwks or jwks_uri; to change over, set the other one to null.");
            }
            return new Keys(uri.equals(before.jwksUri()) ? before.jwks() : null, uri);
        }
        if (sent != null) {
            return new Keys(parsed(sent).orElse(before.jwks()), null);
        }
        // An agent that was handed over has none until its new owner sets some; that must not hinder other changes.
        boolean isCreate = before.name().isEmpty() && before.jwks() == null;
        if (fields.has("jwks") || before.jwksUri() != null || isCreate) {
            fields.reject("jwks", "required", "An agent with the credential public_key needs jwks or jwks_uri.");
        }
        return new Keys(before.jwks(), null);
    }

    private void rejectKeys(String name, boolean isSent) {
        if (isSent) {
            fields.reject(name, "not_applicable", "Only agents with the credential public_key have " + name + ".");
        }
    }

    private Optional<Jwks> parsed(JsonNode sent) {
        try {
            return Optional.of(Jwks.parse(sent));
        } catch (IllegalArgumentException e) {
            fields.reject("jwks", "invalid_value", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
