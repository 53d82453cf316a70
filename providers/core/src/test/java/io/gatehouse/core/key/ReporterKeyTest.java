package io.gatehouse.core.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReporterKeyTest {
    private static final byte[] BODY = "[{\"token\":\"x\"}]".getBytes(UTF_8);

    private final KeyPair pair = pair("EC", "secp256r1");
    private final ReporterKey key = new ReporterKey("f9525bf0", pem(pair));

    @Test
    void signatureOverTheBodyIsAccepted() {
        assertThat(key.isUsable()).isTrue();
        assertThat(key.hasSigned(BODY, sign(pair, BODY))).isTrue();
    }

    @Test
    void anyOtherBodyOrKeyIsRefused() {
        String signature = sign(pair, BODY);

        assertThat(key.hasSigned("[{\"token\":\"y\"}]".getBytes(UTF_8), signature))
                .isFalse();
        assertThat(key.hasSigned(new byte[0], signature)).isFalse();
        assertThat(key.hasSigned(BODY, sign(pair("EC", "secp256r1"), BODY))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "MAYCAQACAQA=", "MAYCAQECAQE=", "%%%", "AAAA", "-", "é"})
    void whatIsNoSignatureIsRefused(String signature) {
        assertThat(key.hasSigned(BODY, signature)).isFalse();
        assertThat(key.hasSigned(BODY, "A".repeat(ReporterKey.MAX_SIGNATURE_LENGTH + 4)))
                .isFalse();
    }

    @Test
    void otherKindsOfKeysAreOfNoUse() {
        assertThat(new ReporterKey("a", pem(pair("EC", "secp384r1"))).isUsable())
                .isFalse();
        assertThat(new ReporterKey("a", pem(pair("RSA", null))).isUsable()).isFalse();
        assertThat(new ReporterKey("a", "").isUsable()).isFalse();
        assertThat(new ReporterKey("a", "-----BEGIN PUBLIC KEY-----").isUsable())
                .isFalse();
        assertThat(new ReporterKey("a", "-----BEGIN PUBLIC KEY-----\n*\n-----END PUBLIC KEY-----").isUsable())
                .isFalse();
        assertThat(new ReporterKey("a", pem(pair) + " ".repeat(ReporterKey.MAX_PEM_LENGTH)).isUsable())
                .isFalse();
        assertThat(new ReporterKey("a", pem(pair("EC", "secp384r1"))).hasSigned(BODY, sign(pair, BODY)))
                .isFalse();
    }

    @Test
    void idIsAShortWord() {
        assertThat(ReporterKey.isId("a".repeat(ReporterKey.MAX_ID_LENGTH))).isTrue();
        assertThat(ReporterKey.isId("a".repeat(ReporterKey.MAX_ID_LENGTH + 1))).isFalse();
        assertThat(ReporterKey.isId("")).isFalse();
        assertThat(ReporterKey.isId("a b")).isFalse();
        assertThat(new ReporterKey("a b", pem(pair)).isUsable()).isFalse();
    }

    private static KeyPair pair(String algorithm, @org.jspecify.annotations.Nullable String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (curve != null) {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static String sign(KeyPair pair, byte[] body) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(pair.getPrivate());
            signer.update(body);
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
