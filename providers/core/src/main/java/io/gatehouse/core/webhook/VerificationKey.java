package io.gatehouse.core.webhook;

import io.gatehouse.core.token.Ed25519PublicKey;
import org.jspecify.annotations.Nullable;

/** The public key of a sender, {@code whpk_…}: verifies signatures of version {@code v1a}. Immutable and thread-safe. */
public final class VerificationKey implements SignatureKey {

    /** What the text begins with. */
    public static final String PREFIX = "whpk_";

    static final String VERSION = "v1a";

    private final Ed25519PublicKey key;

    private VerificationKey(Ed25519PublicKey key) {
        this.key = key;
    }

    static VerificationKey of(Ed25519PublicKey key) {
        return new VerificationKey(key);
    }

    /** @throws IllegalArgumentException when the text is not {@code whpk_} and base64 of an Ed25519 public key */
    public static VerificationKey parse(String text) {
        return new VerificationKey(Ed25519PublicKey.ofRaw(Serialized.bytes(PREFIX, text)));
    }

    /** {@code whpk_} and base64. */
    public String text() {
        return Serialized.text(PREFIX, key.raw());
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public boolean verifies(WebhookMessage message, byte[] signature) {
        return key.verify(message.signedContent(), signature);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerificationKey that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
