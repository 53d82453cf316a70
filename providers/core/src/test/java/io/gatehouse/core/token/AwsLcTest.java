package io.gatehouse.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;

/**
 * Where AWS-LC is on the class path it computes, and everybody else verifies what it signs. Run with it, as are the tests of keys.
 */
@Tag("aws-lc")
class AwsLcTest {
    private static final String SPKI_HEAD = "302a300506032b6570032100";

    @Property(tries = 1)
    void isUsedHere() {
        assertThat(AwsLc.ifPresent()).isNotNull();
    }

    @Property(tries = 100)
    void theJdkVerifiesWhatItSigns(@ForAll @Size(32) byte[] seed, @ForAll @Size(max = 200) byte[] message)
            throws GeneralSecurityException {
        Ed25519PrivateKey key = Ed25519PrivateKey.ofSeed(seed);
        HexFormat hex = HexFormat.of();
        PublicKey jdkKey = KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(
                        hex.parseHex(SPKI_HEAD + hex.formatHex(key.publicKey().raw()))));
        Signature jdk = Signature.getInstance("Ed25519", "SunEC");
        jdk.initVerify(jdkKey);
        jdk.update(message);

        assertThat(jdk.verify(key.sign(message))).isTrue();
    }
}
