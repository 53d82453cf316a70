package io.gatehouse.core.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519KeyTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final BigInteger FIELD_PRIME = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger GROUP_ORDER =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final byte[] MESSAGE = {1, 2, 3};

    private final Ed25519PrivateKey key = Ed25519PrivateKey.ofSeed(new byte[32]);
    private final byte[] signature = key.sign(MESSAGE);

    /** RFC 8032 section 7.1, tests 1 to 3. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                + "d25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                + "387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
                + "4a7c15e9716ed28dc027beceea1ec40a"
    })
    void signsAndVerifiesTheVectorsOfTheRfc(String seed, String raw, String message, String expected) {
        Ed25519PrivateKey vectorKey = Ed25519PrivateKey.ofSeed(HEX.parseHex(seed));

        assertThat(vectorKey.publicKey().raw()).isEqualTo(HEX.parseHex(raw));
        assertThat(vectorKey.sign(HEX.parseHex(message))).isEqualTo(HEX.parseHex(expected));
        assertThat(Ed25519PublicKey.ofRaw(HEX.parseHex(raw)).verify(HEX.parseHex(message), HEX.parseHex(expected)))
                .isTrue();
    }

    @Property(tries = 200)
    void everySignatureVerifiesAndNoneVerifiesAfterOneBitChanged(
            @ForAll @Size(32) byte[] seed,
            @ForAll @Size(max = 200) byte[] message,
            @ForAll @IntRange(max = 511) int bit) {
        Ed25519PrivateKey anyKey = Ed25519PrivateKey.ofSeed(seed);
        byte[] good = anyKey.sign(message);
        byte[] bad = good.clone();
        bad[bit / 8] ^= (byte) (1 << (bit % 8));

        assertThat(anyKey.publicKey().verify(message, good)).isTrue();
        assertThat(anyKey.publicKey().verify(message, bad)).isFalse();
    }

    @Test
    void verifiesForItsOwnMessageAndKeyOnly() {
        byte[] otherSeed = new byte[32];
        otherSeed[0] = 1;

        assertThat(key.publicKey().verify(new byte[] {1, 2, 4}, signature)).isFalse();
        assertThat(Ed25519PrivateKey.ofSeed(otherSeed).publicKey().verify(MESSAGE, signature))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32, 63, 65, 128})
    void signatureOfAnotherLengthDoesNotVerify(int length) {
        assertThat(key.publicKey().verify(MESSAGE, Arrays.copyOf(signature, length)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void signatureWithANonCanonicalScalarDoesNotVerify(int multiples) {
        BigInteger scalar = number(Arrays.copyOfRange(signature, 32, 64));
        byte[] shifted = littleEndian(scalar.add(GROUP_ORDER.multiply(BigInteger.valueOf(multiples))));
        byte[] malleated = signature.clone();
        System.arraycopy(shifted, 0, malleated, 32, 32);

        assertThat(key.publicKey().verify(MESSAGE, malleated)).isFalse();
    }

    /** The eight points of small order and their other spellings. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"
            })
    void pointsOfSmallOrderAreNoKeys(String raw) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ed25519PublicKey.ofRaw(HEX.parseHex(raw)))
                .withMessage("not a canonical Ed25519 point of full order");
    }

    @Test
    void pointOfMixedOrderIsNoKey() {
        // Adding the point (0, -1) of order two turns (x, y) into (-x, -y).
        byte[] raw = key.publicKey().raw();
        boolean isNegative = (raw[31] & 0x80) != 0;
        raw[31] &= 0x7f;
        byte[] mixed = littleEndian(FIELD_PRIME.subtract(number(raw)));
        mixed[31] |= (byte) (isNegative ? 0 : 0x80);

        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519PublicKey.ofRaw(mixed));
    }

    @Test
    void bytesThatAreNoPointAreNoKey() {
        byte[] raw = new byte[32];
        raw[0] = 2;

        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519PublicKey.ofRaw(raw));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 64})
    void keysOfAnotherLengthAreRefused(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519PrivateKey.ofSeed(new byte[length]));
        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519PublicKey.ofRaw(new byte[length]));
    }

    @Test
    void readsWhatTheJdkWritesAndIsVerifiedByIt() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519);
        KeyPair pair = generator.generateKeyPair();

        Ed25519PrivateKey ours = Ed25519PrivateKey.ofPkcs8(pair.getPrivate().getEncoded());
        Ed25519PublicKey ourPublic =
                Ed25519PublicKey.ofSubjectPublicKeyInfo(pair.getPublic().getEncoded());
        Signature jdk = Signature.getInstance("Ed25519");
        jdk.initVerify(pair.getPublic());
        jdk.update(MESSAGE);

        assertThat(ours.publicKey()).isEqualTo(ourPublic).hasSameHashCodeAs(ourPublic);
        assertThat(jdk.verify(ours.sign(MESSAGE))).isTrue();
    }

    @Test
    void encodedKeysOfAnotherKindAreRefused() throws GeneralSecurityException {
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        byte[] ed25519 = HEX.parseHex(
                "302a300506032b6570032100" + HEX.formatHex(key.publicKey().raw()));
        PublicKey readable = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(ed25519));
        byte[] otherHead = ed25519.clone();
        otherHead[8] = 0x6f;

        assertThat(Ed25519PublicKey.ofSubjectPublicKeyInfo(readable.getEncoded()))
                .isEqualTo(key.publicKey());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Ed25519PublicKey.ofSubjectPublicKeyInfo(rsa.getPublic().getEncoded()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ed25519PublicKey.ofSubjectPublicKeyInfo(Arrays.copyOf(ed25519, 45)));
        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519PublicKey.ofSubjectPublicKeyInfo(otherHead));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ed25519PrivateKey.ofPkcs8(rsa.getPrivate().getEncoded()))
                .withMessage("not an Ed25519 key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ed25519PrivateKey.ofPkcs8(new byte[] {1, 2, 3}))
                .withMessage("not a PKCS #8 private key")
                .withNoCause();
    }

    @Test
    void bytesHandedInAndOutAreCopies() {
        byte[] seed = new byte[32];
        Ed25519PrivateKey copied = Ed25519PrivateKey.ofSeed(seed);
        byte[] raw = copied.publicKey().raw();
        Ed25519PublicKey publicKey = Ed25519PublicKey.ofRaw(raw);

        Arrays.fill(seed, (byte) 1);
        Arrays.fill(raw, (byte) 1);
        Arrays.fill(publicKey.raw(), (byte) 1);

        assertThat(copied.sign(MESSAGE)).isEqualTo(signature);
        assertThat(publicKey).isEqualTo(key.publicKey());
    }

    @Test
    void differentKeysDifferInEqualsAndHash() {
        Ed25519PublicKey other = Ed25519PrivateKey.ofSeed("another seed of thirty-two bytes".getBytes(US_ASCII))
                .publicKey();

        assertThat(other).isNotEqualTo(key.publicKey()).doesNotHaveSameHashCodeAs(key.publicKey());
    }

    @Test
    void printsThePublicHalfOnly() {
        assertThat(key).hasToString("Ed25519PrivateKey[redacted]");
        assertThat(key.publicKey())
                .hasToString("Ed25519PublicKey[" + HEX.formatHex(key.publicKey().raw()) + "]")
                .isNotEqualTo(key);
    }

    private static BigInteger number(byte[] littleEndian) {
        return new BigInteger(1, reversed(littleEndian));
    }

    private static byte[] littleEndian(BigInteger number) {
        byte[] bigEndian = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(bigEndian.length, 32);
        System.arraycopy(bigEndian, bigEndian.length - length, fixed, 32 - length, length);
        return reversed(fixed);
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
