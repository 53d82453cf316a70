package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.platform.Json;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwksTest {
    // RFC 8037 appendix A.2
    private static final String ED_X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    // RFC 7517 appendix A.1
    private static final String EC_X = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4";
    private static final String EC_Y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM";
    private static final String ED = "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + ED_X + "\"";
    private static final String EC = "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + EC_X + "\",\"y\":\"" + EC_Y + "\"";

    @Test
    void anEd25519KeyIsKeptWithUseAndAlgorithm() {
        assertThat(parse(key(ED)).text())
                .isEqualTo("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + ED_X
                        + "\",\"alg\":\"EdDSA\",\"kid\":\"k1\",\"use\":\"sig\"}]}");
    }

    @Test
    void aP256KeyIsKeptWithUseAndAlgorithm() {
        assertThat(parse(key(EC)).text()).contains("\"alg\":\"ES256\"", "\"use\":\"sig\"", EC_X, EC_Y);
    }

    @Test
    void bothNamesOfTheEd25519AlgorithmAreOne() {
        assertThat(parse(key(ED + ",\"alg\":\"Ed25519\""))).isEqualTo(parse(key(ED + ",\"alg\":\"EdDSA\"")));
    }

    @Test
    void whatWebCryptoExportsIsTaken() {
        assertThat(parse(key(EC + ",\"key_ops\":[\"verify\"],\"ext\":true"))).isEqualTo(parse(key(EC)));
    }

    @Test
    void theCanonicalFormReadsAsItself() {
        Jwks jwks = parse(key(ED));
        assertThat(parse(jwks.text())).isEqualTo(jwks);
    }

    @Test
    void fiveKeysAreTakenAndSixAreNot() {
        assertThat(parse(keys(Jwks.MAX_KEYS)).text().split("kid")).hasSize(Jwks.MAX_KEYS + 1);
        assertRefused(keys(Jwks.MAX_KEYS + 1));
    }

    @Test
    void aSetOfTheGreatestSizeIsTakenAndAByteMoreIsNot() {
        int used = key(EC + ",\"ext\":\"\"").getBytes(StandardCharsets.UTF_8).length;
        String room = "a".repeat(Jwks.MAX_BYTES - used);
        assertThat(parse(key(EC + ",\"ext\":\"" + room + "\""))).isEqualTo(parse(key(EC)));
        assertRefused(key(EC + ",\"ext\":\"" + room + "a\""));
    }

    @Test
    void aKidOfTheGreatestLengthIsTakenAndACharacterMoreIsNot() {
        String kid = "k".repeat(Jwks.MAX_KID_LENGTH);
        assertThat(parse(set("{\"kid\":\"" + kid + "\"," + ED + "}")).text()).contains(kid);
        assertRefused(set("{\"kid\":\"" + kid + "k\"," + ED + "}"));
    }

    @Test
    void twoKeysWithOneKidAreRefused() {
        assertRefused(set("{\"kid\":\"a\"," + ED + "},{\"kid\":\"a\"," + EC + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
    void aPrivateMemberIsRefusedAndNotQuoted(String member) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(key(ED + ",\"" + member + "\":\"c2VjcmV0\"")))
                .withMessageContaining("public keys only")
                .withMessageNotContaining("c2VjcmV0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"use\":\"enc\"",
                "\"use\":null",
                "\"alg\":\"ES256\"",
                "\"alg\":\"none\"",
                "\"alg\":\"HS256\"",
                "\"alg\":7",
                "\"y\":\"AAAA\"",
                "\"key_ops\":[\"sign\"]",
                "\"key_ops\":[\"verify\",\"sign\"]",
                "\"key_ops\":\"verify\"",
                "\"x5u\":\"https://example.com\"",
                "\"jku\":\"https://example.com\"",
            })
    void anEd25519KeyForAnotherPurposeIsRefused(String member) {
        assertRefused(key(ED + "," + member));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // no set
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[]}",
                "{\"keys\":[7]}",
                "{\"keys\":[null]}",
                "{\"keys\":[{}]}",
                "{\"keys\":[],\"more\":1}",
                // no kid, or a bad one
                "{\"keys\":[{" + ED + "}]}",
                "{\"keys\":[{\"kid\":\"\"," + ED + "}]}",
                "{\"keys\":[{\"kid\":\"a b\"," + ED + "}]}",
                "{\"keys\":[{\"kid\":7," + ED + "}]}",
                "{\"keys\":[{\"kid\":\"\u00e4\"," + ED + "}]}",
                // other kinds of keys
                "{\"keys\":[{\"kid\":\"a\",\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
                "{\"keys\":[{\"kid\":\"a\",\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" + ED_X + "\"}]}",
                "{\"keys\":[{\"kid\":\"a\",\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"" + EC_X + "\",\"y\":\"" + EC_Y
                        + "\"}]}",
                "{\"keys\":[{\"kid\":\"a\",\"kty\":\"EC\",\"crv\":\"Ed25519\",\"x\":\"" + ED_X + "\"}]}",
                "{\"keys\":[{\"kid\":\"a\",\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"" + EC_X + "\",\"y\":\"" + EC_Y
                        + "\"}]}",
                // points that are none
                "{\"keys\":[{\"kid\":\"a\",\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}]}",
                "{\"keys\":[{\"kid\":\"a\",\"kty\":\"OKP\",\"crv\":\"Ed25519\","
                        + "\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}",
                "{\"keys\":[{\"kid\":\"a\",\"kty\":\"OKP\",\"crv\":\"Ed25519\","
                        + "\"x\":\"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}",
                "{\"keys\":[{\"kid\":\"a\",\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + ED_X + "=\"}]}",
                "{\"keys\":[{\"kid\":\"a\",\"kty\":\"OKP\",\"crv\":\"Ed25519\","
                        + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp\"}]}",
                "{\"keys\":[{\"kid\":\"a\",\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + EC_X + "\"}]}",
                "{\"keys\":[{\"kid\":\"a\",\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + EC_Y + "\",\"y\":\"" + EC_X
                        + "\"}]}",
                "{\"keys\":[{\"kid\":\"a\",\"kty\":\"EC\",\"crv\":\"P-256\","
                        + "\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
                        + "\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}",
            })
    void whatIsNoSetOfPublicSigningKeysIsRefused(String jwks) {
        assertRefused(jwks);
    }

    private static Jwks parse(String jwks) {
        ObjectNode wrapped = Json.readObject(("{\"jwks\":" + jwks + "}").getBytes(StandardCharsets.UTF_8));
        return Jwks.parse(wrapped.path("jwks"));
    }

    private static void assertRefused(String jwks) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(jwks));
    }

    private static String key(String members) {
        return set("{\"kid\":\"k1\"," + members + "}");
    }

    private static String keys(int count) {
        return set(IntStream.range(0, count)
                .mapToObj(i -> "{\"kid\":\"k" + i + "\"," + ED + "}")
                .collect(Collectors.joining(",")));
    }

    private static String set(String keys) {
        return "{\"keys\":[" + keys + "]}";
    }
}
