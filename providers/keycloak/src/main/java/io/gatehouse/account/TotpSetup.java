package io.gatehouse.account;

import io.gatehouse.core.key.Secret;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An enrolment that has begun. Its secret is nowhere but in the id that the person brings back, sealed for the realm and the
 * user; the id is good for ten minutes, and for one enrolment on the whole cluster.
 */
final class TotpSetup {
    /** How long an enrolment may take, in milliseconds. */
    static final long LIFETIME_MS = 600_000;

    /** Longest id that is read, in characters. */
    static final int MAX_ID_LENGTH = 500;

    private static final String COLUMN = "account.totp_setup";
    private static final String USED = "gatehouse:account:totp-setup:";

    private final RealmScope scope;

    TotpSetup(RealmScope scope) {
        this.scope = scope;
    }

    /** An id for a secret. */
    String begin(String userId, Secret secret, long nowMs) {
        return box().seal(Secret.of((nowMs + LIFETIME_MS) + ":" + secret.reveal()), userId, COLUMN);
    }

    /** The secret of an id; empty when it is too old, was made for somebody else, or was not made here. */
    Optional<Secret> open(String userId, String id, long nowMs) {
        try {
            String text = box().open(id, userId, COLUMN).reveal();
            int colon = text.indexOf(':');
            boolean isAlive = nowMs < Long.parseLong(text.substring(0, colon));
            return isAlive ? Optional.of(Secret.of(text.substring(colon + 1))) : Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** Uses the id up; false when it was already. */
    boolean use(String id) {
        return scope.session()
                .singleUseObjects()
                .putIfAbsent(USED + digest(scope.realmId() + ":" + id), LIFETIME_MS / 1_000);
    }

    private SecretBox box() {
        return new SecretBox(scope.ports().realmKeys().peppers(scope.session(), scope.realm()), scope.realmId());
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
