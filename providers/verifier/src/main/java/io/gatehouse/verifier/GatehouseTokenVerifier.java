package io.gatehouse.verifier;

import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.core.token.AgentTokenParser;
import io.gatehouse.core.token.DpopProof;
import io.gatehouse.core.token.Scopes;
import io.gatehouse.core.token.SignedTokens;
import io.gatehouse.core.token.StatusReference;
import io.gatehouse.core.token.Targets;
import io.gatehouse.core.token.TokenException;
import io.gatehouse.verifier.VerificationException.Reason;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
 *     // 503 for KEYS_UNAVAILABLE and STATUS_UNAVAILABLE, 403 for INSUFFICIENT_SCOPE, else 401
 * }
 * }</pre>
 *
 * <p>Checked are shape, signature, issuer, time, audience, revocation and scope. A token that was asked for without a target
 * ({@code target_service: any}) never fits, whatever its audience. A token bound to a key of its holder ({@code cnf})
 * is accepted by {@link #verifyWithProof} only: without the proof it would be a bearer token.
 *
 * <p>Revocation is read from the realm's status lists, of which copies are kept: a revoked token is refused within the
 * list's {@code ttl} (15 seconds) and the time that fetching takes. When the realm cannot be reached, copies are used up to
 * the {@linkplain GatehouseTokenVerifierBuilder#maxStatusAge greatest age} (60 seconds); after that every token is refused
 * with {@code STATUS_UNAVAILABLE}. A service that cannot wait that long asks the server instead, with token introspection
 * (RFC 7662) or {@code POST /tokens/verify}.
 *
 * <p>A token that comes again is neither parsed nor its signature computed again: some thousands of those seen last are known
 * by their SHA-256. The key, the time, the audience, revocation and the scopes are looked at each time.
 *
 * <p>Thread-safe; use one for the whole service, because it keeps the realm's keys and lists.
 */
public final class GatehouseTokenVerifier {

    private final String issuer;
    private final Set<String> audiences;
    private final long clockSkewSeconds;
    private final long proofMaxAgeSeconds;
    private final Clock clock;
    private final JwksCache keys;
    private final @Nullable StatusListCache statuses;
    private final boolean isUnknownStatusAccepted;
    private final SignedTokens signedTokens = new SignedTokens(AgentTokenParser::parse);
    private final SeenProofs seenProofs = new SeenProofs();

    GatehouseTokenVerifier(
            GatehouseTokenVerifierBuilder settings, String issuer, JwksCache keys, @Nullable StatusListCache statuses) {
        this.issuer = issuer;
        this.audiences = settings.audiences();
        this.clockSkewSeconds = settings.clockSkewSeconds();
        this.proofMaxAgeSeconds = settings.proofMaxAgeSeconds();
        this.clock = settings.clock();
        this.isUnknownStatusAccepted = settings.isUnknownStatusAccepted();
        this.keys = keys;
        this.statuses = statuses;
    }

    /** An empty builder; issuer and audience must be set. */
    public static GatehouseTokenVerifierBuilder builder() {
        return new GatehouseTokenVerifierBuilder();
    }

    /**
     * What the token says, when this service may act on it. May fetch the realm's keys and the token's status list, within
     * the timeouts.
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
                    Reason.PROOF_REQUIRED, "the token is bound to a key (cnf) and came without a proof of possession");
        }
        return permitted(claims, requiredScopes);
    }

    /**
     * The same for a token that was sent as {@code Authorization: DPoP …} with a proof in the header {@code DPoP} (RFC 9449
     * section 7). The proof must be for this request, made within the last {@linkplain
     * GatehouseTokenVerifierBuilder#proofMaxAgeSeconds seconds} with the key that the token is bound to, and is accepted
     * once by this verifier.
     *
     * @param token what followed {@code DPoP}, unchecked and not trimmed
     * @param proof the header {@code DPoP}, of which there must be exactly one
     * @param method the request's method
     * @param url the request's URL as the caller sees it, with scheme and host; query and fragment do not count
     * @param requiredScopes all of them must be granted; none is fine
     * @throws VerificationException for every token that is not acceptable, with the reason; {@code BAD_PROOF} also for a
     *     token that is bound to no key
     */
    public VerifiedToken verifyWithProof(
            String token, String proof, String method, String url, String... requiredScopes)
            throws VerificationException {
        AgentTokenClaims claims = verifiedClaims(token);
        requireAudience(claims);
        requireProof(claims, proof, method, url, token);
        return permitted(claims, requiredScopes);
    }

    private VerifiedToken permitted(AgentTokenClaims claims, String... requiredScopes) throws VerificationException {
        requireNotRevoked(claims);
        if (!Scopes.containsAll(claims.scope(), List.of(requiredScopes))) {
            throw new VerificationException(Reason.INSUFFICIENT_SCOPE, "the token lacks a required scope");
        }
        return new VerifiedToken(claims);
    }

    private void requireNotRevoked(AgentTokenClaims claims) throws VerificationException {
        StatusReference place = claims.status();
        if (statuses == null || place == null) {
            return;
        }
        StatusListClient.requireBelow(issuer, place.uri());
        try {
            if (statuses.isRevoked(place)) {
                throw new VerificationException(Reason.REVOKED, "the token is revoked");
            }
        } catch (VerificationException e) {
            if (e.reason() != Reason.STATUS_UNAVAILABLE || !isUnknownStatusAccepted) {
                throw e;
            }
        }
    }

    private void requireProof(AgentTokenClaims claims, String proof, String method, String url, String token)
            throws VerificationException {
        DpopProof.Request request =
                new DpopProof.Request(method, url, token, clock.millis(), proofMaxAgeSeconds, clockSkewSeconds);
        try {
            DpopProof verified = DpopProof.ofHolder(claims.confirmation(), proof, request);
            long untilMs = verified.endsAtSeconds(request) * 1000;
            seenProofs.take(verified.thumbprint(), verified.id(), request.nowMs(), untilMs);
        } catch (TokenException e) {
            throw new VerificationException(Reason.BAD_PROOF, "the DPoP proof is not good: " + e.getMessage(), e);
        }
    }

    private AgentTokenClaims verifiedClaims(String token) throws VerificationException {
        try {
            return signedTokens
                    .signed(issuer, token, (keyId, algorithm) -> keys.key(keyId))
                    .claims(issuer, clock.millis(), clockSkewSeconds);
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
