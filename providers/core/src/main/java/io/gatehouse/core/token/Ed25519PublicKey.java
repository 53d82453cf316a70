package io.gatehouse.core.token;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * A key that verifies Ed25519 signatures (RFC 8032 section 5.1.7).
 *
 * <p>Stricter than the RFC demands, so that no two verifiers disagree: only canonical points of full order are keys, and
 * only signatures of exactly 64 bytes with a canonical S verify. Immutable and thread-safe. Computed by {@link AwsLc} where it
 * is present, else by Bouncy Castle.
 */
public final class Ed25519PublicKey implements TokenKey {

    /** Bytes of a public key. */
    public static final int RAW_BYTES = 32;

    /** What precedes the raw key in a SubjectPublicKeyInfo (RFC 8410 section 4): fixed, as there are no parameters. */
    private static final byte[] SPKI_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private final byte[] raw;
    private final Ed25519PublicKeyParameters key;
    private final @Nullable PublicKey awsLcKey;

    private Ed25519PublicKey(byte[] raw, Ed25519PublicKeyParameters key) {
        this.raw = raw;
        this.key = key;
        this.awsLcKey = AwsLc.ifPresent() == null ? null : AwsLc.publicKey(subjectPublicKeyInfo(raw));
    }

    /**
     * The key of a compressed point.
     *
     * @param raw exactly {@value #RAW_BYTES} bytes (member {@code x} of a JWK); copied
     * @throws IllegalArgumentException for another length, and for bytes that are no point, not its canonical form, or a
     *     point of small or mixed order (with these, signatures verify that nobody made)
     */
    public static Ed25519PublicKey ofRaw(byte[] raw) {
        if (raw.length != RAW_BYTES) {
            throw new IllegalArgumentException(
                    "an Ed25519 public key has %d bytes, got %d".formatted(RAW_BYTES, raw.length));
        }
        byte[] copy = raw.clone();
        Ed25519.@Nullable PublicPoint point = Ed25519.validatePublicKeyFullExport(copy, 0);
        if (point == null) {
            throw new IllegalArgumentException("not a canonical Ed25519 point of full order");
        }
        return new Ed25519PublicKey(copy, new Ed25519PublicKeyParameters(point));
    }

    /**
     * The key inside a SubjectPublicKeyInfo, as {@code java.security.PublicKey.getEncoded()} gives.
     *
     * @throws IllegalArgumentException when it is not exactly that structure, and as {@link #ofRaw}
     */
    public static Ed25519PublicKey ofSubjectPublicKeyInfo(byte[] der) {
        int head = SPKI_HEAD.length;
        if (der.length != head + RAW_BYTES || !Arrays.equals(der, 0, head, SPKI_HEAD, 0, head)) {
            throw new IllegalArgumentException("not the SubjectPublicKeyInfo of an Ed25519 key");
        }
        return ofRaw(Arrays.copyOfRange(der, head, der.length));
    }

    @Override
    public String algorithm() {
        return AgentTokenParser.ALGORITHM;
    }

    /**
     * True when the signature is one of this key over the message. Never throws.
     *
     * @param signature any length; only {@value Ed25519PrivateKey#SIGNATURE_BYTES} bytes can verify
     */
    @Override
    public boolean verify(byte[] message, byte[] signature) {
        // The JDK's verifier (17.0.15) accepts a trailing zero byte; a length check leaves no room for that here.
        if (signature.length != Ed25519PrivateKey.SIGNATURE_BYTES) {
            return false;
        }
        AwsLc awsLc = AwsLc.ifPresent();
        if (awsLc != null && awsLcKey != null) {
            return awsLc.verify(awsLcKey, message, signature);
        }
        return key.verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    }

    private static byte[] subjectPublicKeyInfo(byte[] raw) {
        byte[] der = Arrays.copyOf(SPKI_HEAD, SPKI_HEAD.length + RAW_BYTES);
        System.arraycopy(raw, 0, der, SPKI_HEAD.length, RAW_BYTES);
        return der;
    }

    /** The compressed point: a copy of {@value #RAW_BYTES} bytes. */
    public byte[] raw() {
        return raw.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ed25519PublicKey that && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return "Ed25519PublicKey[" + HexFormat.of().formatHex(raw) + "]";
    }
}
