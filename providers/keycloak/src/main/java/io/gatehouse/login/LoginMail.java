package io.gatehouse.login;

import io.gatehouse.core.key.Digest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody asked that a letter be sent to an address, by which whoever reads it logs in: a row of GATEHOUSE_LOGIN_MAIL. There is
 * one for every such request, whether or not anybody has that address.
 *
 * @param kind which {@link LoginLetter} is written
 * @param address the e-mail address, lower-case
 * @param network where the request came from, see {@link io.gatehouse.platform.AddressThrottle#networkOf}
 * @param payload what the kind wants to know when it writes, and when the letter comes back
 * @param nonceHash SHA-256 of what the asking browser holds, see {@link LoginNonce}; null for none
 * @param digest of what the letter hands out; null while no letter was written
 * @param userId whom the letter was written to; null for nobody
 * @param writtenAtMs when its turn came, whether or not a letter was written then; null while it waits
 * @param expiresAtMs from when on it is worth nothing
 * @param guesses how often somebody tried what the letter hands out
 * @param usedAtMs when that was used; null for never
 */
public record LoginMail(
        String id,
        String kind,
        String address,
        String network,
        Map<String, Object> payload,
        @Nullable String nonceHash,
        @Nullable Digest digest,
        @Nullable String userId,
        long createdAtMs,
        @Nullable Long writtenAtMs,
        long expiresAtMs,
        int sendTries,
        int guesses,
        @Nullable Long usedAtMs) {
    /** Copies the map. */
    public LoginMail {
        payload = Map.copyOf(payload);
    }

    /** Whether it still waits for its turn. */
    boolean isWaiting() {
        return writtenAtMs == null;
    }

    @Override
    public String toString() {
        return "LoginMail[" + id + ", " + kind + "]";
    }
}
