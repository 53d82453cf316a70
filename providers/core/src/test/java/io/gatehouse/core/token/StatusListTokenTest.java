package io.gatehouse.core.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jwt.SignedJWT;
import io.gatehouse.core.token.TokenException.Reason;
import java.util.Base64;
import java.util.BitSet;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatusListTokenTest {

    private static final String URI = "https://id.example.com/realms/demo/gatehouse/v1/status-lists/1";
    private static final long NOW_SECONDS = 1_780_000_000L;
    private static final String HEADER = "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"typ\":\"statuslist+jwt\"}";
    private static final String TEXT = list(false).sign("k1", SignedText.KEY);
    private static final String PAYLOAD = new String(Base64.getUrlDecoder().decode(TEXT.split("\\.", -1)[1]), UTF_8);

    private static StatusListToken list(boolean hasAggregation) {
        BitSet invalid = new BitSet();
        invalid.set(9);
        return new StatusListToken(
                URI,
                NOW_SECONDS,
                NOW_SECONDS + 300,
                15,
                hasAggregation ? "https://id.example.com/all" : null,
                StatusList.of(invalid, 64));
    }

    private static StatusListToken read(String jwt) throws TokenException {
        return StatusListToken.<RuntimeException>verified(
                jwt, keyId -> SignedText.KEY.publicKey(), URI, NOW_SECONDS * 1000, 10);
    }

    @Test
    void listIsReadAsItWasWritten() throws TokenException {
        StatusListToken read = read(TEXT);

        assertThat(read.uri()).isEqualTo(URI);
        assertThat(read.issuedAtSeconds()).isEqualTo(NOW_SECONDS);
        assertThat(read.expiresAtSeconds()).isEqualTo(NOW_SECONDS + 300);
        assertThat(read.ttlSeconds()).isEqualTo(15);
        assertThat(read.list().isInvalid(9)).isTrue();
        assertThat(read.list().isInvalid(8)).isFalse();
    }

    @Test
    void textIsThatOfTheDraft() throws Exception {
        SignedJWT jwt = SignedJWT.parse(list(true).sign("k1", SignedText.KEY));

        assertThat(jwt.getHeader().toJSONObject())
                .isEqualTo(Map.of("alg", "EdDSA", "typ", "statuslist+jwt", "kid", "k1"));
        Map<String, Object> claims = jwt.getPayload().toJSONObject();
        assertThat(claims).containsOnlyKeys("sub", "iat", "exp", "ttl", "status_list");
        assertThat(jwt.getJWTClaimsSet().getJSONObjectClaim("status_list"))
                .containsEntry("bits", 1L)
                .containsEntry("aggregation_uri", "https://id.example.com/all")
                .containsKey("lst");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("other type", Reason.UNSUPPORTED, HEADER.replace("statuslist", "at"), PAYLOAD),
                refused("no type", Reason.UNSUPPORTED, "{\"alg\":\"EdDSA\",\"kid\":\"k1\"}", PAYLOAD),
                refused("no algorithm", Reason.UNSUPPORTED, HEADER.replace("EdDSA", "none"), PAYLOAD),
                refused("HMAC", Reason.UNSUPPORTED, HEADER.replace("EdDSA", "HS256"), PAYLOAD),
                refused("key in the header", Reason.UNSUPPORTED, HEADER.replace("}", ",\"jwk\":{}}"), PAYLOAD),
                refused("critical", Reason.UNSUPPORTED, HEADER.replace("}", ",\"crit\":[\"x\"]}"), PAYLOAD),
                refused("no key id", Reason.MALFORMED, "{\"alg\":\"EdDSA\",\"typ\":\"statuslist+jwt\"}", PAYLOAD),
                refused("other list", Reason.WRONG_ISSUER, HEADER, PAYLOAD.replace("status-lists/1", "status-lists/2")),
                refused("expired", Reason.EXPIRED, HEADER, claim("exp", NOW_SECONDS + 300, NOW_SECONDS - 10)),
                refused("future", Reason.NOT_YET_VALID, HEADER, claim("iat", NOW_SECONDS, NOW_SECONDS + 11)),
                refused("milliseconds", Reason.MALFORMED, HEADER, claim("exp", NOW_SECONDS + 300, NOW_SECONDS * 1000)),
                refused("no ttl", Reason.MALFORMED, HEADER, PAYLOAD.replace("\"ttl\":15,", "")),
                refused("ttl 0", Reason.MALFORMED, HEADER, claim("ttl", 15, 0)),
                refused("two bits", Reason.UNSUPPORTED, HEADER, claim("bits", 1, 2)),
                refused("no bits", Reason.UNSUPPORTED, HEADER, PAYLOAD.replace("\"bits\":1,", "")),
                refused("no list", Reason.MALFORMED, HEADER, PAYLOAD.replace("\"lst\"", "\"tsl\"")),
                refused(
                        "not compressed",
                        Reason.MALFORMED,
                        HEADER,
                        PAYLOAD.replaceAll("\"lst\":\"[^\"]+", "\"lst\":\"AAAA")),
                refused("twice", Reason.MALFORMED, HEADER, PAYLOAD.replace("\"ttl\":15", "\"ttl\":15,\"ttl\":15")));
    }

    private static Arguments refused(String what, Reason reason, String header, String payload) {
        return Arguments.of(what, reason, header, payload);
    }

    private static String claim(String name, long from, long to) {
        return PAYLOAD.replace("\"" + name + "\":" + from, "\"" + name + "\":" + to);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void listThatIsNotRightIsRefusedAlthoughItIsSigned(String what, Reason reason, String header, String payload) {
        assertThat(SignedText.of(header, payload)).isNotEqualTo(TEXT);
        assertRefused(SignedText.of(header, payload), reason);
    }

    @Test
    void listSignedByAnotherKeyIsRefused() {
        byte[] seed = new byte[Ed25519PrivateKey.SEED_BYTES];
        seed[0] = 1;

        assertRefused(list(false).sign("k1", Ed25519PrivateKey.ofSeed(seed)), Reason.BAD_SIGNATURE);
        assertRefused(TEXT.substring(0, TEXT.lastIndexOf('.') + 1), Reason.BAD_SIGNATURE);
    }

    @Test
    void listThatIsTooLongIsRefusedUnread() {
        assertRefused("a".repeat(StatusListToken.MAX_TOKEN_LENGTH + 1), Reason.MALFORMED);
        assertRefused("a.b", Reason.MALFORMED);
    }

    private static void assertRefused(String jwt, Reason reason) {
        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> read(jwt))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
