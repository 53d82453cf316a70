package io.gatehouse.token;

import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.core.token.DpopProof;
import io.gatehouse.core.token.TokenException;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.RealmScope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Takes proofs of possession for the tokens of one realm, each once (RFC 9449 sections 4.3 and 11.1). What was taken is
 * remembered where Keycloak remembers the proofs of its own endpoints: in memory, on all nodes, until the proof is too old. A
 * restart of all nodes forgets it, so that a proof may then come a second time within its {@link #MAX_AGE_SECONDS}.
 */
final class ProofCheck {
    /** How old a proof may be. */
    static final long MAX_AGE_SECONDS = 60;

    /** How far the clock of whoever made it may be off; Keycloak's own value. */
    static final long CLOCK_SKEW_SECONDS = 15;

    private static final String PREFIX = "gatehouse:dpop:";

    private final RealmScope scope;

    ProofCheck(RealmScope scope) {
        this.scope = scope;
    }

    /** Whether the proof belongs to the token and its request, and comes for the first time; from then on it is used up. */
    boolean take(String token, AgentTokenClaims claims, PresentedProof proof) {
        DpopProof.Request request = new DpopProof.Request(
                proof.method(), proof.url(), token, Clock.nowMs(), MAX_AGE_SECONDS, CLOCK_SKEW_SECONDS);
        try {
            DpopProof verified = DpopProof.ofHolder(claims.confirmation(), proof.jwt(), request);
            long secondsLeft = Math.max(1, verified.endsAtSeconds(request) - request.nowMs() / 1000);
            return scope.session().singleUseObjects().putIfAbsent(name(verified), secondsLeft);
        } catch (TokenException e) {
            return false;
        }
    }

    /** Another key, or another realm, may use the same id. */
    private String name(DpopProof proof) {
        String text = scope.realmId() + '\n' + proof.thumbprint() + '\n' + proof.id();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
