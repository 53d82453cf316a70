package io.gatehouse.tests;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One-time codes of a user (RFC 6238) as Keycloak makes them unless told otherwise: SHA-1, six digits, half a minute.
 *
 * @param secret at least 20 characters
 */
record Totp(String secret) {
    private static final int STEP_SECONDS = 30;

    /** The credential as Keycloak's admin API takes it with a new user. */
    Map<String, Object> credential() {
        return Map.of(
                "type",
                "otp",
                "userLabel",
                "phone",
                "secretData",
                "{\"value\":\"" + secret + "\"}",
                "credentialData",
                "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}");
    }

    /** The code at a moment, in seconds since 1970. */
    String at(long seconds) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES)
                    .putLong(seconds / STEP_SECONDS)
                    .array());
            int offset = hash[hash.length - 1] & 0xf;
            int code = (ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fffffff) % 1_000_000;
            return String.format("%06d", code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
