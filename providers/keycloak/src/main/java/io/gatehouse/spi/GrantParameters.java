package io.gatehouse.spi;

import io.gatehouse.core.token.AuthorizationDetails;
import io.gatehouse.core.token.Scopes;
import io.gatehouse.core.token.Targets;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.token.IssueRequest;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;

/**
 * The parameters of a token request for an agent. Refusals carry OAuth codes. Keycloak drops a parameter that is longer
 * than its own limit without a word, which is why the form as it was sent is looked at, too.
 *
 * @param form parameters as Keycloak hands them over
 * @param raw parameters as they were sent
 */
record GrantParameters(MultivaluedMap<String, String> form, MultivaluedMap<String, String> raw) {
    /** @throws GatehouseException with code invalid_request, invalid_scope, invalid_target */
    IssueRequest read(String agentId, Map<String, Object> confirmation, String grant) {
        requireUncut(List.of("scope", "ttl", "intent", "authorization_details", "resource", "audience"));
        return new IssueRequest(
                agentId, scopes(), ttlSeconds(), targets(), intent(), authorizationDetails(), confirmation, grant);
    }

    /** @throws GatehouseException invalid_request for a parameter that Keycloak has dropped for its length */
    void requireUncut(List<String> names) {
        for (String name : names) {
            if (raw.containsKey(name) && !form.containsKey(name)) {
                throw invalid(name + " is too long.");
            }
        }
    }

    /** Wanted scopes, empty for none in particular. */
    List<String> scopes() {
        String text = form.getFirst(OAuth2Constants.SCOPE);
        try {
            return Scopes.parse(text);
        } catch (IllegalArgumentException e) {
            throw GatehouseException.badRequest(
                    OAuthErrorException.INVALID_SCOPE, "scope must be a list of scope tokens (RFC 6749 3.3).");
        }
    }

    /** Wanted lifetime. */
    int ttlSeconds() {
        String text = form.getFirst("ttl");
        if (text == null) {
            return IssueRequest.DEFAULT_TTL_SECONDS;
        }
        boolean isNumber = text.matches("[0-9]{1,6}");
        int ttl = isNumber ? Integer.parseInt(text) : 0;
        if (ttl < 1 || ttl > IssueRequest.MAX_TTL_SECONDS) {
            throw invalid("ttl must be a whole number of seconds from 1 to " + IssueRequest.MAX_TTL_SECONDS + ".");
        }
        return ttl;
    }

    /** Wanted targets, each once. */
    List<String> targets() {
        Set<String> targets = new LinkedHashSet<>();
        for (String resource : form.getOrDefault(OAuth2Constants.RESOURCE, List.of())) {
            requireTarget(Targets.isResource(resource), "resource must be an absolute URI without fragment.");
            targets.add(resource);
        }
        for (String audience : form.getOrDefault(OAuth2Constants.AUDIENCE, List.of())) {
            boolean isName = Targets.isAudience(audience) && !audience.equals(Targets.ANY);
            requireTarget(isName, "audience must be the id of a client or an agent.");
            targets.add(audience);
        }
        requireTarget(
                targets.size() <= IssueRequest.MAX_TARGETS,
                "At most " + IssueRequest.MAX_TARGETS + " resources and audiences.");
        return List.copyOf(targets);
    }

    private static void requireTarget(boolean holds, String detail) {
        if (!holds) {
            throw GatehouseException.badRequest("invalid_target", detail);
        }
    }

    /** What the token is for, null when it is not said. */
    @Nullable
    String intent() {
        String intent = form.getFirst("intent");
        if (intent != null
                && (intent.isEmpty()
                        || intent.length() > IssueRequest.MAX_INTENT_LENGTH
                        || intent.chars().anyMatch(Character::isISOControl))) {
            throw invalid("intent must be 1 to " + IssueRequest.MAX_INTENT_LENGTH
                    + " characters without control characters.");
        }
        return intent;
    }

    private List<Map<String, Object>> authorizationDetails() {
        String text = form.getFirst(OAuth2Constants.AUTHORIZATION_DETAILS);
        if (text == null) {
            return List.of();
        }
        if (text.length() > IssueRequest.MAX_AUTHORIZATION_DETAILS_LENGTH) {
            throw invalid("authorization_details is too long.");
        }
        try {
            List<Map<String, Object>> details = AuthorizationDetails.parse(text);
            if (!details.isEmpty() && details.size() <= IssueRequest.MAX_AUTHORIZATION_DETAILS) {
                return details;
            }
        } catch (IllegalArgumentException e) {
            throw invalidDetails();
        }
        throw invalidDetails();
    }

    private static GatehouseException invalidDetails() {
        return GatehouseException.badRequest(
                "invalid_authorization_details",
                "authorization_details must be a JSON array of 1 to " + IssueRequest.MAX_AUTHORIZATION_DETAILS
                        + " objects, each with a type (RFC 9396).");
    }

    /** A refusal with code invalid_request. */
    static GatehouseException invalid(String detail) {
        return GatehouseException.badRequest(OAuthErrorException.INVALID_REQUEST, detail);
    }
}
