package io.gatehouse.verifier;

import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.core.token.AgentTokenParser;
import io.gatehouse.core.token.ParsedToken;
import io.gatehouse.core.token.Scopes;
import io.gatehouse.core.token.Targets;
import io.gatehouse.core.token.TokenException;
import io.gatehouse.verifier.VerificationException.Reason;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Checks agent tokens in a Java service, without asking the server about each one.
 *
 * <pre>{@code
 * // Once, when the service starts. It fetches the realm's keys when the first token comes.
 * GatehouseTokenVerifier verifier = GatehouseTokenVerifier.builder()
 *         .issuer("https://id.example.com/realms/demo")
 *         .audience("payments")
 *         .build();
 *
 * // For every request, with what follows "Authorization: Bearer ".
 * try {
 *     VerifiedToken token = verifier.verify(bearer, "payments:read");
 *     log.info("{} acts for {}", token.clientId(), token.subject());
 * } catch (VerificationException e) {
 *     // 503 for KEYS_UNAVAILABLE, 403 for INSUFFICIENT_SCOPE, else 401
 * }
 * }</pre>
 *
 * <p>Checked are shape, signature, issuer, time, audience and scope. A token that was asked for without a target
 * ({@code target_service: any}) never fits, whatever its audience. A token bound to a key of its holder ({@code cnf})
 * is refused: accepting it without the proof would make it a bearer token.
 *
 * <p>Revocation is not seen here: a revoked token is accepted until it expires (300 seconds by default). A service that
 * cannot wait asks the server instead, with token introspection (RFC 7662) or {@code POST /tokens/verify}.
 *
 * <p>Thread-safe; use one for the whole service, because it keeps the realm's keys.
 */
public final class GatehouseTokenVerifier {

    private final String issuer;
    private final Set<String> audiences;
    private final long clockSkewSeconds;
    private final Clock clock;
    private final JwksCache keys;

    GatehouseTokenVerifier(String issuer, Set<String> audiences, long clockSkewSeconds, Clock clock, JwksCache keys) {
        this.issuer = issuer;
        this.audiences = audiences;
        this.clockSkewSeconds = clockSkewSeconds;
        this.clock = clock;
        this.keys = keys;
    }

    /** An empty builder; issuer and audience must be set. */
    public static GatehouseTokenVerifierBuilder builder() {
        return new GatehouseTokenVerifierBuilder();
    }

    /**
     * What the token says, when this service may act on it. May fetch the realm's keys, within the timeouts.
     *
     * @param token what the caller sent, unchecked and not trimmed
     * @param requiredScopes all of them must be granted; none is fine
     * @throws VerificationException for every token that is not acceptable, with the reason
     */
    public VerifiedToken verify(String token, String... requiredScopes) throws VerificationException {
        AgentTokenClaims claims = verifiedClaims(token);
        requireAudience(claims);
        if (claims.confirmation() != null) {
            throw new VerificationException(
                    Reason.PROOF_REQUIRED,
                    "the token is bound to a key (cnf); proof of possession is not supported yet, so it is refused");
        }
        if (!Scopes.containsAll(claims.scope(), List.of(requiredScopes))) {
            throw new VerificationException(Reason.INSUFFICIENT_SCOPE, "the token lacks a required scope");
        }
        return new VerifiedToken(claims);
    }

    private AgentTokenClaims verifiedClaims(String token) throws VerificationException {
        try {
            ParsedToken parsed = AgentTokenParser.parse(token);
            return parsed.verify(keys.key(parsed.keyId()), issuer, clock.millis(), clockSkewSeconds);
        } catch (TokenException e) {
            throw VerificationException.of(e);
        }
    }

    private void requireAudience(AgentTokenClaims claims) throws VerificationException {
        if (claims.targetService().equals(Targets.ANY) || Collections.disjoint(claims.audience(), audiences)) {
            throw new VerificationException(Reason.WRONG_AUDIENCE, "the token is not for this service");
        }
    }
}
