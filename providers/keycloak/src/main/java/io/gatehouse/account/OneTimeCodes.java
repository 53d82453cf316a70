package io.gatehouse.account;

import io.gatehouse.core.key.Secret;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Port to the second factors of one realm's users as Keycloak keeps them, within one session. */
public interface OneTimeCodes {
    /**
     * An app that makes one-time codes.
     *
     * @param name what the user calls it, null for nothing
     */
    record Device(
            String id, @Nullable String name, @Nullable Long createdAtMs) {}

    /**
     * What an app needs to make codes.
     *
     * @param text the secret as people type it (base32, RFC 4648 6)
     * @param uri the same with the realm's settings, as an {@code otpauth} address
     * @param qrPng the address as a picture, a {@code data} address
     */
    record Offer(String text, String uri, String qrPng) {
        @Override
        public String toString() {
            return "Offer";
        }
    }

    /** What is left of a user's recovery codes. */
    record Recovery(int remaining, int total) {}

    /** What came of an enrolment. */
    enum Enrolment {
        DONE,
        NAME_TAKEN,
        REFUSED
    }

    /** Keycloak's names of the second factors that the user has, such as {@code otp} or {@code webauthn}. */
    List<String> methods(String userId);

    /** The user's apps. */
    List<Device> devices(String userId);

    /** A new secret. */
    Secret newSecret();

    /** What an app needs for a secret. */
    Offer offer(String userId, Secret secret);

    /** Whether a code was made with a secret a moment ago. */
    boolean fits(Secret secret, String code);

    /** Keeps a secret as an app of the user's, and uses the code up. */
    Enrolment enrol(String userId, Secret secret, String code, @Nullable String name);

    /** Whether a code is good and was not used yet, with any of the user's apps; a wrong one counts towards Keycloak's lock-out. */
    boolean verify(String userId, String code);

    /**
     * When the person last gave a second factor in the login session of the request's token, in milliseconds since the epoch.
     */
    Optional<Long> givenAtMs();

    /** Notes in that login session that the person gave a second factor now; false when the token has no such session. */
    boolean markGiven();

    /** What is left of the user's recovery codes; empty for who has none. */
    Optional<Recovery> recovery(String userId);

    /** Makes new recovery codes for the user; those from before are dead. */
    List<String> newRecovery(String userId);
}
