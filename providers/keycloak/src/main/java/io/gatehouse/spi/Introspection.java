package io.gatehouse.spi;

import io.gatehouse.apikey.ApiKey;
import io.gatehouse.apikey.ApiKeyUse;
import io.gatehouse.apikey.ApiKeyVerdict;
import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.core.token.AgentTokenParser;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Json;
import io.gatehouse.token.Verification;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProvider;
import org.keycloak.representations.AccessToken;

/**
 * Token introspection (RFC 7662) of agent tokens and API keys. The client has been authenticated; it learns of a token that
 * is meant for it or for the issuer, and of a key that names it or that it may verify. Everything else is exactly
 * {@code {"active":false}}.
 *
 * <p>A subclass of the stock provider, not a wrapper: the account console's loader casts the provider to it.
 */
final class Introspection extends AccessTokenIntrospectionProvider<AccessToken> {
    private static final String INACTIVE = "{\"active\":false}";

    Introspection(KeycloakSession session) {
        super(session);
    }

    @Override
    public Response introspect(String text, EventBuilder event) {
        try {
            if (Rooms.of(session, realm).keyVerification().mayBeKey(text)) {
                return answer(ofKey(text), event);
            }
            if (AgentTokenParser.looksLikeOurs(text)) {
                return answer(ofToken(text), event);
            }
        } catch (GatehouseException e) {
            return Response.status(e.status())
                    .entity(Json.write(Map.of("error", "temporarily_unavailable", "error_description", e.detail())))
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .header("Retry-After", e.headers().get("Retry-After"))
                    .build();
        }
        return super.introspect(text, event);
    }

    private static Response answer(Optional<Map<String, Object>> active, EventBuilder event) {
        event.success();
        return Response.ok(active.map(Json::write).orElse(INACTIVE))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private Optional<Map<String, Object>> ofToken(String text) {
        Rooms rooms = Rooms.of(session, realm);
        Verification found = rooms.tokenVerifier().genuine(text);
        AgentTokenClaims claims = found.claims();
        String clientId = requester().getClientId();
        if (claims == null || !found.isValid()) {
            return Optional.empty();
        }
        boolean isForRequester = claims.audience().contains(clientId)
                || claims.audience().contains(rooms.scope().issuer());
        if (!isForRequester) {
            return Optional.empty();
        }
        Map<String, Object> members = members(claims);
        Optional.ofNullable(claims.keyId())
                .flatMap(rooms.exchangedKeys()::find)
                .ifPresent(key -> putUnlessNull(members, "organization_id", key.organizationId()));
        return Optional.of(members);
    }

    private static Map<String, Object> members(AgentTokenClaims claims) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("active", true);
        members.put("token_type", claims.confirmation() == null ? "Bearer" : "DPoP");
        members.put("iss", claims.issuer());
        members.put("sub", claims.subject());
        members.put("client_id", claims.clientId());
        members.put("aud", claims.audience().size() == 1 ? claims.audience().get(0) : claims.audience());
        members.put("scope", String.join(" ", claims.scope()));
        members.put("iat", claims.issuedAtSeconds());
        members.put("nbf", claims.notBeforeSeconds());
        members.put("exp", claims.expiresAtSeconds());
        members.put("jti", claims.tokenId());
        members.put("txn", claims.transactionId());
        members.put("target_service", claims.targetService());
        putUnlessNull(members, "key_id", claims.keyId());
        putUnlessNull(members, "act", claims.act());
        putUnlessNull(members, "cnf", claims.confirmation());
        putUnlessNull(members, "authorization_details", claims.authorizationDetails());
        return members;
    }

    private static void putUnlessNull(
            Map<String, Object> members, String name, @org.jspecify.annotations.Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    private Optional<Map<String, Object>> ofKey(String text) {
        ApiKeyVerdict verdict = Rooms.of(session, realm)
                .keyVerification()
                .verify(text, ApiKeyUse.of(List.of()), key -> ClientKeyRight.mayKnow(session, realm, requester(), key));
        return verdict.isValid() ? verdict.knownKey().map(key -> members(key, verdict.scopes())) : Optional.empty();
    }

    private static Map<String, Object> members(ApiKey key, List<String> scopes) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("active", true);
        members.put("token_type", "api_key");
        members.put("sub", key.owner().id());
        members.put("client_id", key.id());
        members.put("scope", String.join(" ", scopes));
        members.put("exp", key.expiresAtMs() / 1000);
        members.put("iat", key.createdAtMs() / 1000);
        members.put("environment", key.environment().text());
        putUnlessNull(members, "organization_id", key.organizationId());
        return members;
    }

    private ClientModel requester() {
        return session.getContext().getClient();
    }
}
