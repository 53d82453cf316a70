package io.gatehouse.core.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/**
 * The public key of somebody who reports leaked keys, such as GitHub's secret scanning: ECDSA on P-256 with SHA-256 over the
 * request's body as it came. Immutable and thread-safe.
 *
 * @param id what the sender calls the key ({@code Github-Public-Key-Identifier}), see {@link #isId}
 * @param pem the key as PEM ({@code BEGIN PUBLIC KEY}), at most {@value #MAX_PEM_LENGTH} characters
 */
public record ReporterKey(String id, String pem) {
    /** Longest id, in characters. */
    public static final int MAX_ID_LENGTH = 128;

    /** Longest PEM, in characters; a P-256 key has about 180. */
    public static final int MAX_PEM_LENGTH = 1_000;

    /** Longest signature in base64: DER of two 256-bit numbers has at most 72 bytes. */
    static final int MAX_SIGNATURE_LENGTH = 96;

    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";

    /** True for 1 to {@value #MAX_ID_LENGTH} letters, digits and {@code -_.}. */
    public static boolean isId(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_ID_LENGTH
                && text.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '-'
                                || c == '_'
                                || c == '.');
    }

    /** Whether the id and the key can be used: the PEM holds a public key on P-256. */
    public boolean isUsable() {
        return isId(id) && publicKey().isPresent();
    }

    /**
     * Whether the holder of the private key signed these bytes.
     *
     * @param body the bytes that were signed
     * @param signature base64 of the DER form, as the sender gave it, unchecked
     * @return false too for a key or signature that cannot be read
     */
    public boolean hasSigned(byte[] body, String signature) {
        if (signature.length() > MAX_SIGNATURE_LENGTH) {
            return false;
        }
        try {
            byte[] der = Base64.getDecoder().decode(signature.getBytes(US_ASCII));
            Optional<PublicKey> key = publicKey();
            if (key.isEmpty()) {
                return false;
            }
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key.get());
            verifier.update(body);
            return verifier.verify(der);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<PublicKey> publicKey() {
        String text = pem.strip();
        if (pem.length() > MAX_PEM_LENGTH || !text.startsWith(BEGIN) || !text.endsWith(END)) {
            return Optional.empty();
        }
        String base64 = text.substring(BEGIN.length(), Math.max(BEGIN.length(), text.length() - END.length()))
                .replaceAll("\\s", "");
        try {
            PublicKey key = KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
            return key instanceof ECPublicKey ec && isP256(ec.getParams()) ? Optional.of(key) : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isP256(ECParameterSpec curve) throws GeneralSecurityException {
        AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
        named.init(new ECGenParameterSpec("secp256r1"));
        ECParameterSpec p256 = named.getParameterSpec(ECParameterSpec.class);
        return curve.getOrder().equals(p256.getOrder())
                && curve.getCurve().equals(p256.getCurve())
                && curve.getGenerator().equals(p256.getGenerator());
    }
}
