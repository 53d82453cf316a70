package io.gatehouse.core.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatehouse.core.webhook.WebhookVerifier.Verdict;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {

    /** The example that the official libraries are tested with. */
    private static final WebhookMessage EXAMPLE =
            new WebhookMessage("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}".getBytes(UTF_8));

    private static final SigningSecret SECRET = SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final String SECRET_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static final SigningKey KEY = SigningKey.parse(
            "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==");
    private static final String PUBLIC_KEY = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";

    /** The example signature of the specification, section "Webhook headers". */
    private static final String KEY_SIGNATURE =
            "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";

    @Test
    void signsTheKnownMessageWithBothSchemes() {
        assertThat(SECRET.sign(EXAMPLE)).isEqualTo(SECRET_SIGNATURE);
        assertThat(KEY.sign(EXAMPLE)).isEqualTo(KEY_SIGNATURE);
        assertThat(Signer.header(List.of(SECRET, KEY), EXAMPLE)).isEqualTo(SECRET_SIGNATURE + " " + KEY_SIGNATURE);
    }

    @Test
    void textOfAKeyIsReadBack() {
        assertThat(SigningSecret.parse(SECRET.text().reveal()).sign(EXAMPLE)).isEqualTo(SECRET_SIGNATURE);
        assertThat(SigningKey.parse(KEY.text().reveal()).sign(EXAMPLE)).isEqualTo(KEY_SIGNATURE);
        assertThat(KEY.verificationKey().text()).isEqualTo(PUBLIC_KEY);
        assertThat(KEY.verificationKey()).isEqualTo(VerificationKey.parse(PUBLIC_KEY));
    }

    @Test
    void seedAloneIsASigningKeyToo() {
        byte[] seed = Arrays.copyOf(
                Base64.getDecoder().decode(KEY.text().reveal().substring(SigningKey.PREFIX.length())), 32);

        assertThat(SigningKey.parse("whsk_" + Base64.getEncoder().encodeToString(seed))
                        .sign(EXAMPLE))
                .isEqualTo(KEY_SIGNATURE);
    }

    @Test
    void publicKeyThatIsNotTheSeedsIsRefused() {
        byte[] pair = Base64.getDecoder().decode(KEY.text().reveal().substring(SigningKey.PREFIX.length()));
        pair[63] ^= 1;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.parse("whsk_" + Base64.getEncoder().encodeToString(pair)));
    }

    @Test
    void keysAreNotShownByAccident() {
        assertThat(SECRET.toString() + KEY + SECRET.text() + KEY.text() + EXAMPLE)
                .doesNotContain("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .doesNotContain("6Xb/dCcHpPea21PS1N9VY")
                .doesNotContain("2432232314");
    }

    @Property(tries = 200)
    void whatIsSignedIsVerified(
            @ForAll @Size(max = 200) byte[] body, @ForAll @Size(value = 32) byte[] key, @ForAll @Size(32) byte[] seed) {
        WebhookMessage message = new WebhookMessage("msg_1", 1_000, body);
        SigningKey signingKey = SigningKey.ofSeed(seed);
        String secretOnly = SigningSecret.of(key).sign(message);
        String keyOnly = signingKey.sign(message);

        assertThat(verify(SigningSecret.of(key), secretOnly, body)).isEqualTo(Verdict.VALID);
        assertThat(verify(signingKey.verificationKey(), keyOnly, body)).isEqualTo(Verdict.VALID);
        assertThat(verify(SigningSecret.of(key), keyOnly, body)).isEqualTo(Verdict.NO_MATCH);
        assertThat(verify(signingKey.verificationKey(), secretOnly, body)).isEqualTo(Verdict.NO_MATCH);
    }

    @Property(tries = 200)
    void oneChangedBitIsNoticed(@ForAll @Size(min = 1, max = 50) byte[] body, @ForAll @IntRange(max = 399) int bit) {
        WebhookMessage message = new WebhookMessage("msg_1", 1_000, body);
        byte[] changed = body.clone();
        changed[bit / 8 % body.length] ^= (byte) (1 << bit % 8);
        String header = Signer.header(List.of(SECRET, KEY), message);

        assertThat(verify(SECRET, header, changed)).isEqualTo(Verdict.NO_MATCH);
        assertThat(verify(KEY.verificationKey(), header, changed)).isEqualTo(Verdict.NO_MATCH);
    }

    @Test
    void idAndTimestampAreSignedToo() {
        WebhookVerifier verifier = WebhookVerifier.of(SECRET);

        assertThat(verifier.verify("msg_other", "1614265330", SECRET_SIGNATURE, EXAMPLE.body(), 1614265330))
                .isEqualTo(Verdict.NO_MATCH);
        assertThat(verifier.verify(EXAMPLE.id(), "1614265331", SECRET_SIGNATURE, EXAMPLE.body(), 1614265330))
                .isEqualTo(Verdict.NO_MATCH);
    }

    @Test
    void oneOfSeveralSignaturesIsEnough() {
        SigningSecret next = filled(1);
        SigningSecret other = filled(2);
        WebhookMessage message = new WebhookMessage("msg_1", 1_000, new byte[0]);
        String both = Signer.header(List.of(next, SECRET), message);

        assertThat(verify(SECRET, both, new byte[0])).isEqualTo(Verdict.VALID);
        assertThat(verify(next, both, new byte[0])).isEqualTo(Verdict.VALID);
        assertThat(verify(other, both, new byte[0])).isEqualTo(Verdict.NO_MATCH);
        assertThat(new WebhookVerifier(List.of(other, SECRET), 1)
                        .verify("msg_1", "1000", SECRET.sign(message), new byte[0], 1_000))
                .isEqualTo(Verdict.VALID);
    }

    @ParameterizedTest
    @CsvSource({"700,VALID", "699,TOO_OLD", "1300,VALID", "1301,TOO_NEW", "0,TOO_OLD", "999999999999,TOO_NEW"})
    void timestampMustBeNearTheReceiversClock(long sentSeconds, Verdict expected) {
        WebhookMessage message = new WebhookMessage("msg_1", sentSeconds, new byte[0]);

        assertThat(WebhookVerifier.of(SECRET)
                        .verify("msg_1", "" + sentSeconds, SECRET.sign(message), new byte[0], 1_000))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", " 1", "1 ", "1e3", "0x1", "1.0", "١", "9999999999999"})
    void whatIsNoTimestampIsMalformed(String timestamp) {
        assertThat(WebhookVerifier.of(SECRET).verify("msg_1", timestamp, SECRET_SIGNATURE, new byte[0], 1_000))
                .isEqualTo(Verdict.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a b", "ä", "a\n"})
    void whatIsNoIdIsMalformedAndNotSigned(String id) {
        assertThat(WebhookVerifier.of(SECRET).verify(id, "1000", SECRET_SIGNATURE, new byte[0], 1_000))
                .isEqualTo(Verdict.MALFORMED);
        assertThatIllegalArgumentException().isThrownBy(() -> new WebhookMessage(id, 1, new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "v1", "v1,", ",", "v1,%%%", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="})
    void whatIsNoSignatureMatchesNothing(String signatures) {
        assertThat(WebhookVerifier.of(SECRET)
                        .verify(EXAMPLE.id(), "1614265330", signatures, EXAMPLE.body(), 1614265330))
                .isEqualTo(Verdict.NO_MATCH);
    }

    @Test
    void onlySoManySignaturesAreLookedAt() {
        String tooLong =
                "a".repeat(WebhookVerifier.MAX_HEADER_LENGTH - SECRET_SIGNATURE.length()) + " " + SECRET_SIGNATURE;
        String others = String.join(" ", Collections.nCopies(WebhookVerifier.MAX_SIGNATURES - 1, "v1,AA=="));

        assertThat(verifyExample(others + " " + SECRET_SIGNATURE)).isEqualTo(Verdict.VALID);
        assertThat(verifyExample("v1,AA== " + others + " " + SECRET_SIGNATURE)).isEqualTo(Verdict.NO_MATCH);
        assertThat(verifyExample(tooLong)).isEqualTo(Verdict.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {23, 65})
    void secretHasTwentyFourToSixtyFourBytes(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> SigningSecret.of(new byte[length]));
        assertThat(SigningSecret.of(new byte[24]).text().reveal()).startsWith("whsec_");
        assertThat(SigningSecret.of(new byte[64]).text().reveal()).startsWith("whsec_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "whsk_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_%MfKQ9r8GKYqrTwj"})
    void whatIsNoSecretIsRefusedWithoutQuotingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningSecret.parse(text))
                .satisfies(e -> assertThat(e).hasNoCause().message().doesNotContain("MfKQ9r8GKYqrTwj"));
    }

    @Test
    void messageHasOneToFourSigners() {
        assertThatIllegalArgumentException().isThrownBy(() -> Signer.header(List.of(), EXAMPLE));
        assertThatIllegalArgumentException().isThrownBy(() -> Signer.header(Collections.nCopies(5, SECRET), EXAMPLE));
        assertThat(Signer.header(Collections.nCopies(4, SECRET), EXAMPLE).split(" "))
                .hasSize(4);
    }

    @Test
    void verifierHasOneToEightKeysAndABoundedTolerance() {
        assertThatIllegalArgumentException().isThrownBy(() -> new WebhookVerifier(List.of(), 300));
        assertThatIllegalArgumentException().isThrownBy(() -> new WebhookVerifier(Collections.nCopies(9, SECRET), 300));
        assertThatIllegalArgumentException().isThrownBy(() -> new WebhookVerifier(List.of(SECRET), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new WebhookVerifier(List.of(SECRET), 86_401));
        assertThat(new WebhookVerifier(Collections.nCopies(8, SECRET), 86_400).keys())
                .hasSize(8);
    }

    @Test
    void changingTheBytesOutsideChangesNothing() {
        byte[] body = {1, 2, 3};
        WebhookMessage message = new WebhookMessage("msg_1", 1, body);
        String before = SECRET.sign(message);
        body[0] = 9;
        message.body()[1] = 9;

        assertThat(SECRET.sign(message)).isEqualTo(before);
        assertThat(message).isEqualTo(new WebhookMessage("msg_1", 1, new byte[] {1, 2, 3}));
    }

    private static SigningSecret filled(int fill) {
        byte[] key = new byte[SigningSecret.NEW_BYTES];
        Arrays.fill(key, (byte) fill);
        return SigningSecret.of(key);
    }

    private static Verdict verifyExample(String header) {
        return WebhookVerifier.of(SECRET).verify(EXAMPLE.id(), "1614265330", header, EXAMPLE.body(), 1614265330);
    }

    private static Verdict verify(SignatureKey key, String header, byte[] body) {
        return WebhookVerifier.of(key).verify("msg_1", "1000", header, body, 1_000);
    }
}
