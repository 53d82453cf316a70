package io.gatehouse.login;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.RealmScope;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The nonces that pages give Google, of one realm. Each is kept from when it is issued until it is used, and no longer than ten
 * minutes, in Keycloak's own store of things that are good once: of calls on any nodes at once, one gets it. A store that was lost
 * knows none of them, so that nothing is good twice.
 */
final class OneTapNonces {
    /** How long one is good. */
    static final Duration LIFETIME = Duration.ofMinutes(10);

    /** How often one may be used in all, when it was given back. */
    static final int MAX_TRIES = 5;

    private static final String PREFIX = "gatehouse:one_tap:";
    private static final String EXPIRES = "expires_at_ms";
    private static final String TRIES = "tries";

    private final RealmScope scope;

    OneTapNonces(RealmScope scope) {
        this.scope = scope;
    }

    /**
     * A nonce that was taken.
     *
     * @param tries how often that happened
     */
    record Taken(String nonce, long expiresAtMs, int tries) {
        @Override
        public String toString() {
            return "Taken";
        }
    }

    /** A new one, which is good when the transaction has committed. */
    String issue() {
        String nonce = LoginNonce.make();
        keep(nonce, Clock.nowMs() + LIFETIME.toMillis(), 0);
        return nonce;
    }

    /** Takes one away, at once and for everybody; empty for one that is not there, or too old. */
    Optional<Taken> take(String nonce) {
        if (!LoginNonce.isWellFormed(nonce)) {
            return Optional.empty();
        }
        Map<String, String> notes = scope.session().singleUseObjects().remove(key(nonce));
        if (notes == null) {
            return Optional.empty();
        }
        Taken taken = new Taken(nonce, Long.parseLong(notes.get(EXPIRES)), Integer.parseInt(notes.get(TRIES)) + 1);
        return taken.expiresAtMs() > Clock.nowMs() ? Optional.of(taken) : Optional.empty();
    }

    /** Makes it good again when the transaction has committed, unless it was taken too often. */
    void giveBack(Taken taken) {
        if (taken.tries() < MAX_TRIES) {
            keep(taken.nonce(), taken.expiresAtMs(), taken.tries());
        }
    }

    private void keep(String nonce, long expiresAtMs, int tries) {
        long seconds = Math.max(1, (expiresAtMs - Clock.nowMs()) / 1_000);
        scope.session()
                .singleUseObjects()
                .put(key(nonce), seconds, Map.of(EXPIRES, Long.toString(expiresAtMs), TRIES, Integer.toString(tries)));
    }

    private String key(String nonce) {
        return PREFIX + scope.realmId() + ":" + LoginNonce.hash(nonce);
    }
}
