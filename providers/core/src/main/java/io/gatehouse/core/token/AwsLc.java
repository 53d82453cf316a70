package io.gatehouse.core.token;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Ed25519 by AWS-LC, where somebody has put the Amazon Corretto Crypto Provider (from 2.5) on the class path: the same signatures,
 * computed a few times faster. It need not be among the JVM's providers. Where it is not there, does not load or fails a test of
 * RFC 8032, Bouncy Castle computes as ever.
 */
final class AwsLc {
    private static final String PROVIDER = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final String ALGORITHM = "Ed25519";

    /** RFC 8032 section 7.1, test 3: key, message, signature. */
    private static final String KEY =
            "302a300506032b6570032100fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025";

    private static final String MESSAGE = "af82";
    private static final String SIGNATURE = "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";

    private static final @Nullable AwsLc FOUND = find();

    private final Provider provider;

    private AwsLc(Provider provider) {
        this.provider = provider;
    }

    /** What computes, null where Bouncy Castle does. */
    static @Nullable AwsLc ifPresent() {
        return FOUND;
    }

    /** The key of a SubjectPublicKeyInfo that was found good. */
    static PublicKey publicKey(byte[] spki) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(spki));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 key");
        }
    }

    /** The key of a PKCS #8 structure. */
    static PrivateKey privateKey(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            // The cause is dropped on purpose: it might quote bytes of the key.
            throw new IllegalArgumentException("not an Ed25519 key");
        }
    }

    boolean verify(PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM, provider);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AWS-LC no longer verifies", e);
        }
    }

    byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signer = Signature.getInstance(ALGORITHM, provider);
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AWS-LC no longer signs", e);
        }
    }

    private static @Nullable AwsLc find() {
        try {
            Class<?> type = Class.forName(PROVIDER, true, AwsLc.class.getClassLoader());
            AwsLc found = new AwsLc((Provider) type.getDeclaredConstructor().newInstance());
            return found.isRight() ? found : null;
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            // Not there, or its library is not for this machine.
            return null;
        }
    }

    private boolean isRight() {
        HexFormat hex = HexFormat.of();
        PublicKey key = publicKey(hex.parseHex(KEY));
        byte[] message = hex.parseHex(MESSAGE);
        byte[] signature = hex.parseHex(SIGNATURE);
        boolean takesGood = verify(key, message, signature);
        signature[0] ^= 1;
        return takesGood && !verify(key, message, signature);
    }
}
