package io.gatehouse.core.webhook;

/** What a receiver verifies with: the shared {@link SigningSecret}, or the {@link VerificationKey} of the sender. */
public sealed interface SignatureKey permits SigningSecret, VerificationKey {

    /** The version of signatures that this key can verify. */
    String version();

    /** True when the bytes are this key's signature of the message. Takes the same time wherever they differ. */
    boolean verifies(WebhookMessage message, byte[] signature);
}
