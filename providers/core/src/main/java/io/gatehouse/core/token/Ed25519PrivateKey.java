package io.gatehouse.core.token;

import java.io.IOException;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs with Ed25519 (RFC 8032 section 5.1).
 *
 * <p>Immutable and thread-safe: keep one for as long as the key lives, the public half is computed only once. Bouncy
 * Castle does the arithmetic because it is several times faster than the JDK's, and {@link AwsLc} where it is present.
 */
public final class Ed25519PrivateKey {

    /** Bytes of a seed, which is what RFC 8032 calls the private key. */
    public static final int SEED_BYTES = 32;

    /** Bytes of every signature. */
    public static final int SIGNATURE_BYTES = 64;

    /** What precedes the seed in a PKCS #8 structure (RFC 8410 section 7) without attributes. */
    private static final byte[] PKCS8_HEAD = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private final Ed25519PrivateKeyParameters key;
    private final @Nullable PrivateKey awsLcKey;
    private final Ed25519PublicKey publicKey;

    private Ed25519PrivateKey(Ed25519PrivateKeyParameters key) {
        this.key = key;
        this.awsLcKey = AwsLc.ifPresent() == null ? null : AwsLc.privateKey(pkcs8(key));
        this.publicKey = Ed25519PublicKey.ofRaw(key.generatePublicKey().getEncoded());
    }

    /**
     * The key of a seed.
     *
     * @param seed exactly {@value #SEED_BYTES} bytes (member {@code d} of a JWK); copied
     * @throws IllegalArgumentException for any other length
     */
    public static Ed25519PrivateKey ofSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException(
                    "an Ed25519 seed has %d bytes, got %d".formatted(SEED_BYTES, seed.length));
        }
        return new Ed25519PrivateKey(new Ed25519PrivateKeyParameters(seed));
    }

    /**
     * The key inside a PKCS #8 structure (RFC 8410 section 7), as {@code java.security.PrivateKey.getEncoded()} gives.
     *
     * @throws IllegalArgumentException when it is no such structure or holds another kind of key
     */
    public static Ed25519PrivateKey ofPkcs8(byte[] der) {
        try {
            if (PrivateKeyFactory.createKey(der) instanceof Ed25519PrivateKeyParameters key) {
                return new Ed25519PrivateKey(key);
            }
        } catch (IOException | RuntimeException e) {
            // The cause is dropped on purpose: it might quote bytes of the key.
            throw new IllegalArgumentException("not a PKCS #8 private key");
        }
        throw new IllegalArgumentException("not an Ed25519 key");
    }

    /** The signature of the message, {@value #SIGNATURE_BYTES} bytes; the same message always gives the same one. */
    public byte[] sign(byte[] message) {
        AwsLc awsLc = AwsLc.ifPresent();
        if (awsLc != null && awsLcKey != null) {
            return awsLc.sign(awsLcKey, message);
        }
        byte[] signature = new byte[SIGNATURE_BYTES];
        key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
        return signature;
    }

    private static byte[] pkcs8(Ed25519PrivateKeyParameters key) {
        byte[] der = Arrays.copyOf(PKCS8_HEAD, PKCS8_HEAD.length + SEED_BYTES);
        key.encode(der, PKCS8_HEAD.length);
        return der;
    }

    /** The half that verifies. */
    public Ed25519PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public String toString() {
        return "Ed25519PrivateKey[redacted]";
    }
}
