package io.gatehouse.rest;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.Agents;
import io.gatehouse.apikey.ApiKey;
import io.gatehouse.apikey.ApiKeyUse;
import io.gatehouse.apikey.ApiKeyVerdict;
import io.gatehouse.apikey.ApiKeyVerification;
import io.gatehouse.apikey.ExchangedKeys;
import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.token.PresentedProof;
import io.gatehouse.token.TokenVerifier;
import io.gatehouse.token.Verification;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * May the holder of this credential pass a proxy? The credential speaks for itself, as if it were presented to this API: the
 * proxy has none of its own. Unknown, dead and meant for another service look the same; only a credential that is good and
 * lacks a scope is told so.
 */
public final class ForwardAuth {
    /**
     * Who may pass.
     *
     * @param subject owner of the key, or {@code sub} of the token
     * @param scopes what the credential carries now
     * @param keyId the key, also behind a token; empty for an agent's token
     * @param organizationId organization that the key or agent is narrowed to, empty for none
     */
    public record Admitted(String subject, List<String> scopes, String keyId, String organizationId) {
        /** Copies the list. */
        public Admitted {
            scopes = List.copyOf(scopes);
        }

        static Admitted of(ApiKey key, List<String> scopes) {
            return new Admitted(key.owner().id(), scopes, key.id(), orEmpty(key.organizationId()));
        }
    }

    private final ApiKeyVerification keys;
    private final TokenVerifier tokens;
    private final ExchangedKeys exchangedKeys;
    private final Agents agents;
    private final Eligibility eligibility;

    /** Checks the credentials of one realm. */
    public ForwardAuth(
            ApiKeyVerification keys,
            TokenVerifier tokens,
            ExchangedKeys exchangedKeys,
            Agents agents,
            Eligibility eligibility) {
        this.keys = keys;
        this.tokens = tokens;
        this.exchangedKeys = exchangedKeys;
        this.agents = agents;
        this.eligibility = eligibility;
    }

    /**
     * The bearer of the credential in the headers. The use of a key that may pass is counted.
     *
     * @param ip the client's address as Keycloak knows it, which listens to proxies that it is told to trust alone
     * @param scopes scopes that it must carry now, empty for none
     * @param audience the service behind the proxy, null for no matter: a key must name it among its audiences, a token in
     *     {@code aud}, where {@code any} never does
     * @throws GatehouseException 400 for two credentials, 401 for none or one that is not good here, 403 for a missing
     *     scope or a forbidden address, 429 for a key that is used too often or has no credits left, 503 when this node's
     *     revocation state is stale
     */
    public Admitted check(HttpHeaders headers, @Nullable String ip, List<String> scopes, @Nullable String audience) {
        String credential = Authentication.credential(headers).orElseThrow(GatehouseException::unauthorized);
        return keys.mayBeKey(credential)
                ? ofKey(credential, ApiKeyUse.of(scopes).from(ip), audience)
                : ofToken(headers, credential, scopes, audience);
    }

    private Admitted ofKey(String credential, ApiKeyUse use, @Nullable String audience) {
        ApiKeyVerdict verdict = keys.verify(credential, use, key -> audience == null || key.hasAudience(audience));
        ApiKey key = verdict.knownKey().orElseThrow(ForwardAuth::notGood);
        KeyRefusal.requireNoLimit(verdict);
        return switch (verdict.code()) {
            case VALID -> Admitted.of(key, verdict.scopes());
            case INSUFFICIENT_SCOPE -> throw insufficient(use.requiredScopes());
            default -> throw notGood();
        };
    }

    /** A token that came as a bearer token is one: then a proof besides counts for nothing (RFC 9449 section 7.2). */
    private Admitted ofToken(HttpHeaders headers, String credential, List<String> scopes, @Nullable String audience) {
        if (!RequestProof.isAnnounced(headers)) {
            return ofToken(tokens.verify(credential, scopes, audience), scopes);
        }
        try {
            PresentedProof proof = RequestProof.forwarded(headers).orElseThrow(ForwardAuth::notGood);
            return ofToken(tokens.verify(credential, scopes, audience, proof), scopes);
        } catch (GatehouseException e) {
            throw e.status() == 401 ? e.withHeader(HttpHeaders.WWW_AUTHENTICATE, RequestProof.CHALLENGE) : e;
        }
    }

    private Admitted ofToken(Verification found, List<String> scopes) {
        AgentTokenClaims claims = found.claims();
        if (claims == null) {
            throw notGood();
        }
        return switch (found.code()) {
            case VALID -> admitted(claims).orElseThrow(ForwardAuth::notGood);
            case INSUFFICIENT_SCOPE -> throw insufficient(scopes);
            default -> throw notGood();
        };
    }

    private Optional<Admitted> admitted(AgentTokenClaims claims) {
        String keyId = claims.keyId();
        if (keyId != null) {
            return exchangedKeys.find(keyId).map(key -> Admitted.of(key, claims.scope()));
        }
        return agents.find(claims.clientId())
                .filter(agent -> eligibility.of(agent.acting()).isEmpty())
                .map(agent -> ofAgent(agent, claims));
    }

    private static Admitted ofAgent(Agent agent, AgentTokenClaims claims) {
        return new Admitted(claims.subject(), claims.scope(), "", orEmpty(agent.organizationId()));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static GatehouseException notGood() {
        return GatehouseException.unauthorized()
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
    }

    private static GatehouseException insufficient(List<String> scopes) {
        return GatehouseException.forbidden(
                        "insufficient_scope", "The credential does not carry every scope needed here.")
                .withHeader(
                        HttpHeaders.WWW_AUTHENTICATE,
                        "Bearer error=\"insufficient_scope\", scope=\"" + String.join(" ", scopes) + "\"");
    }
}
