package io.gatehouse.verifier;

import io.gatehouse.verifier.VerificationException.Reason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The DPoP proofs that were taken of late, so that each is taken once (RFC 9449 section 11.1). Bounded: when it is full of
 * proofs that could still be replayed, new ones are refused. Knows of this process alone. Thread-safe.
 */
final class SeenProofs {

    /** Most proofs remembered. */
    static final int MAX_PROOFS = 100_000;

    private static final long SWEEP_INTERVAL_MS = 1_000;

    private final Map<String, Long> forgetAtMs = new ConcurrentHashMap<>();
    private final int maxProofs;
    private long sweptAtMs;

    SeenProofs() {
        this(MAX_PROOFS);
    }

    SeenProofs(int maxProofs) {
        this.maxProofs = maxProofs;
    }

    /**
     * Takes a proof that was verified.
     *
     * @param thumbprint of the key that made it; another key may use the same id
     * @param untilMs when it would be refused for its age
     * @throws VerificationException {@code BAD_PROOF} when it was taken before, or there is no room
     */
    void take(String thumbprint, String id, long nowMs, long untilMs) throws VerificationException {
        sweep(nowMs);
        if (forgetAtMs.size() >= maxProofs) {
            throw new VerificationException(
                    Reason.BAD_PROOF, "more DPoP proofs came than can be remembered; try again later");
        }
        if (forgetAtMs.putIfAbsent(thumbprint + ' ' + id, untilMs) != null) {
            throw new VerificationException(Reason.BAD_PROOF, "the DPoP proof was used before");
        }
    }

    private synchronized void sweep(long nowMs) {
        if (Math.abs(nowMs - sweptAtMs) >= SWEEP_INTERVAL_MS) {
            sweptAtMs = nowMs;
            forgetAtMs.values().removeIf(untilMs -> untilMs < nowMs);
        }
    }
}
