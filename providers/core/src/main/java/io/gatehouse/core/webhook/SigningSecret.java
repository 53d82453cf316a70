package io.gatehouse.core.webhook;

import io.gatehouse.core.key.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that sender and receiver share, {@code whsec_…}: signs and verifies with HMAC-SHA256, version {@code v1}
 * (Standard Webhooks 1.0, "Signature scheme"). Immutable and thread-safe; never shown by accident.
 */
public final class SigningSecret implements Signer, SignatureKey {

    /** What the text begins with. */
    public static final String PREFIX = "whsec_";

    /** Fewest bytes of a secret. */
    public static final int MIN_BYTES = 24;

    /** Most bytes of a secret. */
    public static final int MAX_BYTES = 64;

    /** Bytes of the secrets that Gatehouse makes. */
    public static final int NEW_BYTES = 32;

    private static final String VERSION = "v1";
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    private SigningSecret(byte[] key) {
        this.key = key;
    }

    /**
     * The secret of these bytes.
     *
     * @param key {@value #MIN_BYTES}..{@value #MAX_BYTES} random bytes; copied
     * @throws IllegalArgumentException for fewer or more
     */
    public static SigningSecret of(byte[] key) {
        if (key.length < MIN_BYTES || key.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a signing secret has %d..%d bytes, got %d".formatted(MIN_BYTES, MAX_BYTES, key.length));
        }
        return new SigningSecret(key.clone());
    }

    /** @throws IllegalArgumentException when the text is not {@code whsec_} and base64 of a permitted length */
    public static SigningSecret parse(String text) {
        return of(Serialized.bytes(PREFIX, text));
    }

    /** {@code whsec_} and base64. */
    public Secret text() {
        return Secret.of(Serialized.text(PREFIX, key));
    }

    @Override
    public String sign(WebhookMessage message) {
        return VERSION + "," + Base64.getEncoder().encodeToString(hmac(message));
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public boolean verifies(WebhookMessage message, byte[] signature) {
        return MessageDigest.isEqual(hmac(message), signature);
    }

    private byte[] hmac(WebhookMessage message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(message.signedContent());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "SigningSecret[redacted]";
    }
}
