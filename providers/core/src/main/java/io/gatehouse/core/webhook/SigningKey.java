package io.gatehouse.core.webhook;

import io.gatehouse.core.key.Secret;
import io.gatehouse.core.token.Ed25519PrivateKey;
import java.util.Arrays;
import java.util.Base64;

/**
 * The private key of a sender, {@code whsk_…}: signs with Ed25519, version {@code v1a}. A receiver needs only the
 * {@link VerificationKey}, so that it cannot sign in the sender's name. Immutable and thread-safe; never shown by accident.
 */
public final class SigningKey implements Signer {

    /** What the text begins with. */
    public static final String PREFIX = "whsk_";

    private static final int PAIR_BYTES = 64;

    private final Ed25519PrivateKey key;
    private final byte[] seed;

    private SigningKey(byte[] seed) {
        this.seed = seed;
        this.key = Ed25519PrivateKey.ofSeed(seed);
    }

    /**
     * The key of a seed.
     *
     * @param seed exactly {@value Ed25519PrivateKey#SEED_BYTES} random bytes; copied
     * @throws IllegalArgumentException for any other length
     */
    public static SigningKey ofSeed(byte[] seed) {
        return new SigningKey(seed.clone());
    }

    /**
     * Reads {@code whsk_} and base64 of the seed, or of the seed and the public key after it, as libsodium writes a pair.
     *
     * @throws IllegalArgumentException when it is neither, and when the public key is not that of the seed
     */
    public static SigningKey parse(String text) {
        byte[] bytes = Serialized.bytes(PREFIX, text);
        if (bytes.length != PAIR_BYTES) {
            return new SigningKey(bytes);
        }
        SigningKey key = new SigningKey(Arrays.copyOf(bytes, Ed25519PrivateKey.SEED_BYTES));
        if (!Arrays.equals(key.pair(), bytes)) {
            throw new IllegalArgumentException("the public key is not that of the seed");
        }
        return key;
    }

    /** {@code whsk_} and base64 of seed and public key. */
    public Secret text() {
        return Secret.of(Serialized.text(PREFIX, pair()));
    }

    /** The half that verifies. */
    public VerificationKey verificationKey() {
        return VerificationKey.of(key.publicKey());
    }

    @Override
    public String sign(WebhookMessage message) {
        return VerificationKey.VERSION + "," + Base64.getEncoder().encodeToString(key.sign(message.signedContent()));
    }

    private byte[] pair() {
        byte[] pair = Arrays.copyOf(seed, PAIR_BYTES);
        byte[] raw = key.publicKey().raw();
        System.arraycopy(raw, 0, pair, seed.length, raw.length);
        return pair;
    }

    @Override
    public String toString() {
        return "SigningKey[redacted]";
    }
}
