package io.gatehouse.token;

import io.gatehouse.apikey.ExchangedKeys;
import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.core.token.Scopes;
import io.gatehouse.core.token.SignedToken;
import io.gatehouse.core.token.SignedTokens;
import io.gatehouse.core.token.Targets;
import io.gatehouse.core.token.TokenException;
import io.gatehouse.core.token.TokenKey;
import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.eligibility.Ineligible;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.token.Verification.Code;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;

/**
 * Verifies the realm's tokens, agents' and those exchanged for API keys: signature, issuer, times, revocation, the key behind
 * it, audience, scope. Makes no query, but for a key that this node has not cached.
 */
public final class TokenVerifier {
    private final RealmScope scope;
    private final Eligibility eligibility;
    private final ExchangedKeys keys;
    private final SignedTokens signedTokens;
    private final ProofCheck proofs;

    /**
     * A verifier for the scope's realm.
     *
     * @param signedTokens the node's
     */
    public TokenVerifier(RealmScope scope, Eligibility eligibility, ExchangedKeys keys, SignedTokens signedTokens) {
        this.scope = scope;
        this.eligibility = eligibility;
        this.keys = keys;
        this.signedTokens = signedTokens;
        this.proofs = new ProofCheck(scope);
    }

    /** As {@link #verify(String, Collection, String, PresentedProof)} for a token that came without a proof. */
    public Verification verify(String token, Collection<String> requiredScopes, @Nullable String audience) {
        return verify(token, requiredScopes, audience, null);
    }

    /**
     * Verifies a token of this realm. One that is bound to a key is valid with its proof alone, and one that is bound to none
     * is not valid with a proof: somebody took off what bound it.
     *
     * @param token the text as presented
     * @param requiredScopes scopes that it must carry, empty for none
     * @param audience an audience that it must be meant for, null for no matter; {@code any} never satisfies it
     * @param proof what came with the token, null for none; it is used up when nothing but a scope is missing
     * @throws io.gatehouse.platform.GatehouseException 503 when the revocation state is stale
     */
    public Verification verify(
            String token,
            Collection<String> requiredScopes,
            @Nullable String audience,
            @Nullable PresentedProof proof) {
        Verification genuine = genuine(token);
        AgentTokenClaims claims = genuine.claims();
        if (!genuine.isValid() || claims == null) {
            return genuine;
        }
        if (claims.confirmation() != null && proof == null) {
            return new Verification(Code.PROOF_REQUIRED, claims);
        }
        boolean isForAny = Targets.ANY.equals(claims.targetService());
        if (audience != null && (isForAny || !claims.audience().contains(audience))) {
            return new Verification(Code.WRONG_AUDIENCE, claims);
        }
        if (proof != null && !proofs.take(token, claims, proof)) {
            return new Verification(Code.BAD_PROOF, claims);
        }
        return Scopes.containsAll(claims.scope(), requiredScopes)
                ? genuine
                : new Verification(Code.INSUFFICIENT_SCOPE, claims);
    }

    /**
     * Whether a token is one of this realm's and alive, whoever it is meant for and whatever it carries; what a revocation
     * or an introspection, which do not act on the token's authority, need to know.
     *
     * @throws io.gatehouse.platform.GatehouseException 503 when the revocation state is stale
     */
    public Verification genuine(String token) {
        try {
            SignedToken signed = signedTokens.signed(scope.realm().getId(), token, this::key);
            return alive(signed.claims(scope.issuer(), Clock.nowMs(), 0));
        } catch (TokenException e) {
            Code code = e.reason() == TokenException.Reason.EXPIRED ? Code.EXPIRED : Code.INVALID;
            return new Verification(code, null);
        }
    }

    private @Nullable TokenKey key(String keyId, String algorithm) {
        return scope.ports()
                .realmKeys()
                .verificationKey(scope.session(), scope.realm(), keyId, algorithm)
                .orElse(null);
    }

    private Verification alive(AgentTokenClaims claims) {
        long issuedAtMs = AgentTokenClaims.tokenIdEpochMs(claims.tokenId()).orElse(0);
        Optional<Ineligible> ineligible = eligibility.ofToken(claims.tokenId(), claims.clientId(), issuedAtMs);
        boolean isAlive = ineligible.isEmpty()
                && isActingAlive(claims)
                && (claims.keyId() == null || isKeyAlive(claims, claims.keyId()));
        return new Verification(isAlive ? Code.VALID : Code.REVOKED, claims);
    }

    /** A token on behalf of a user dies with the user, the login, every agent of the chain and what allowed it. */
    private boolean isActingAlive(AgentTokenClaims claims) {
        return claims.act() == null
                || DelegatedTokens.read(claims)
                        .filter(token -> eligibility.ofDelegated(token).isEmpty())
                        .isPresent();
    }

    /** A token that was exchanged dies with its key, with each of its scopes, and with the client that holds it. */
    private boolean isKeyAlive(AgentTokenClaims claims, String keyId) {
        ClientModel client = scope.session().clients().getClientByClientId(scope.realm(), claims.clientId());
        return client != null
                && client.isEnabled()
                && keys.alive(keyId, claims.scope()).isPresent();
    }
}
