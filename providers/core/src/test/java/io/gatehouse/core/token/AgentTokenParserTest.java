package io.gatehouse.core.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gatehouse.core.token.TokenException.Reason;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTokenParserTest {

    private static final String TOKEN = SignedText.token();
    private static final String HEADER = SignedText.HEADER;
    private static final String PAYLOAD = SignedText.PAYLOAD;

    @Test
    void goodTokenIsAccepted() throws TokenException {
        assertThat(AgentTokenParser.parse(TOKEN).keyId()).isEqualTo("k1");
        assertThat(verify(TOKEN)).isEqualTo(SignedText.claims().build());
        assertThat(verify(SignedText.of(HEADER, PAYLOAD))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "AT+JWT", "application/at+jwt", "Application/AT+jwt"})
    void typeIsComparedLikeAMediaType(String type) throws TokenException {
        assertThat(verify(SignedText.of(HEADER.replace("at+jwt", type), PAYLOAD)))
                .isNotNull();
    }

    @Test
    void unknownClaimsAreIgnored() throws TokenException {
        String payload = with("\"status\":{\"other_mechanism\":{}},\"iss2\":null");

        assertThat(verify(SignedText.of(HEADER, payload)))
                .isEqualTo(SignedText.claims().build());
    }

    @Test
    void placeInAStatusListIsRead() throws TokenException {
        String payload = with("\"status\":{\"status_list\":{\"idx\":1,\"uri\":\"u\",\"more\":1}}");

        assertThat(verify(SignedText.of(HEADER, payload)).status()).isEqualTo(new StatusReference(1, "u"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "[]",
                "null",
                "{\"status_list\":null}",
                "{\"status_list\":{\"idx\":1}}",
                "{\"status_list\":{\"uri\":\"u\"}}",
                "{\"status_list\":{\"idx\":-1,\"uri\":\"u\"}}",
                "{\"status_list\":{\"idx\":1048576,\"uri\":\"u\"}}",
                "{\"status_list\":{\"idx\":4294967296,\"uri\":\"u\"}}",
                "{\"status_list\":{\"idx\":1.0,\"uri\":\"u\"}}",
                "{\"status_list\":{\"idx\":\"1\",\"uri\":\"u\"}}",
                "{\"status_list\":{\"idx\":1,\"uri\":\"\"}}",
                "{\"status_list\":{\"idx\":1,\"uri\":\"a b\"}}",
                "{\"status_list\":{\"idx\":1,\"uri\":7}}"
            })
    void badPlaceInAStatusListIsMalformed(String status) {
        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> verify(SignedText.of(HEADER, with("\"status\":" + status))))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }

    @Test
    void arrayOfOneAudienceIsAccepted() throws TokenException {
        assertThat(verify(SignedText.of(HEADER, claim("aud", "[\"payments\"]"))).audience())
                .containsExactly("payments");
    }

    static Stream<Arguments> badShapes() {
        String[] parts = TOKEN.split("\\.", -1);
        String signed = parts[0] + "." + parts[1] + ".";
        return Stream.of(
                arguments("empty", ""),
                arguments("no dot", "abc"),
                arguments("only dots", ".."),
                arguments("two parts", parts[0] + "." + parts[1]),
                arguments("four parts", TOKEN + "."),
                arguments("five parts", TOKEN + ".a.b"),
                arguments("8,192 dots", ".".repeat(8192)),
                arguments("empty header", "." + parts[1] + "." + parts[2]),
                arguments("empty payload", parts[0] + ".." + parts[2]),
                arguments("header padded", parts[0] + "=." + parts[1] + "." + parts[2]),
                arguments("signature padded", TOKEN + "=="),
                arguments("leading space", " " + TOKEN),
                arguments("trailing newline", TOKEN + "\n"),
                arguments("space inside", signed + " " + parts[2]),
                arguments("standard alphabet", signed + "+/" + parts[2].substring(2)),
                arguments("not ASCII", signed + "é" + parts[2].substring(1)),
                arguments("not ASCII with a Latin low byte", signed + "\u0141" + parts[2].substring(1)),
                arguments("NUL", signed + "\u0000" + parts[2].substring(1)),
                arguments("unused bits set", signed + unusedBitSet(parts[2])),
                arguments("dangling character", TOKEN + "AAA"),
                arguments("bearer prefix", "Bearer " + TOKEN),
                arguments("1 MB", signed + "A".repeat(1_000_000)),
                arguments("one character too long", "a".repeat(AgentTokenParser.MAX_TOKEN_LENGTH + 1)),
                arguments("header is no JSON", SignedText.of("x", PAYLOAD)),
                arguments("header is an array", SignedText.of("[" + HEADER + "]", PAYLOAD)),
                arguments("header is a string", SignedText.of("\"EdDSA\"", PAYLOAD)),
                arguments("header is null", SignedText.of("null", PAYLOAD)),
                arguments("payload is no JSON", SignedText.of(HEADER, "x")),
                arguments("payload is an array", SignedText.of(HEADER, "[" + PAYLOAD + "]")),
                arguments("payload is empty", SignedText.of(HEADER, "")),
                arguments("payload is an empty object", SignedText.of(HEADER, "{}")),
                arguments("payload with something after it", SignedText.of(HEADER, PAYLOAD + "{}")),
                arguments("payload with a comment", SignedText.of(HEADER, "/**/" + PAYLOAD)),
                arguments("payload with a byte order mark", SignedText.of(HEADER, "\ufeff" + PAYLOAD)),
                arguments("payload cut", SignedText.of(HEADER, PAYLOAD.substring(1))),
                arguments("payload in UTF-16", SignedText.of(HEADER.getBytes(UTF_8), PAYLOAD.getBytes(UTF_16))),
                arguments("payload in UTF-16LE", SignedText.of(HEADER.getBytes(UTF_8), PAYLOAD.getBytes(UTF_16LE))),
                arguments("header in UTF-16", SignedText.of(HEADER.getBytes(UTF_16), PAYLOAD.getBytes(UTF_8))),
                arguments("payload with broken UTF-8", SignedText.of(HEADER.getBytes(UTF_8), brokenUtf8())),
                arguments("duplicate claim", SignedText.of(HEADER, with("\"sub\":\"admin\""))),
                arguments("duplicate claim, escaped", SignedText.of(HEADER, with("\"s\\u0075b\":\"admin\""))),
                arguments(
                        "duplicate inside a claim",
                        SignedText.of(HEADER, with("\"act\":{\"sub\":\"a\",\"sub\":\"b\"}"))),
                arguments("duplicate header", SignedText.of(header("\"alg\":\"EdDSA\""), PAYLOAD)),
                arguments("deep", SignedText.of(HEADER, with("\"x\":" + "[".repeat(17) + "]".repeat(17)))),
                arguments("very deep", SignedText.of(HEADER, with("\"x\":" + "[".repeat(2500) + "]".repeat(2500)))),
                arguments("NaN", SignedText.of(HEADER, with("\"x\":NaN"))),
                arguments("long number", SignedText.of(HEADER, with("\"x\":" + "9".repeat(65)))),
                arguments("single quotes", SignedText.of(HEADER, PAYLOAD.replace('"', '\''))),
                arguments("kid missing", SignedText.of("{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\"}", PAYLOAD)),
                arguments("kid empty", SignedText.of(HEADER.replace("k1", ""), PAYLOAD)),
                arguments("kid null", SignedText.of(HEADER.replace("\"k1\"", "null"), PAYLOAD)),
                arguments("kid a number", SignedText.of(HEADER.replace("\"k1\"", "1"), PAYLOAD)),
                arguments("kid with a space", SignedText.of(HEADER.replace("k1", "' OR 1=1"), PAYLOAD)),
                arguments("kid with a line break", SignedText.of(HEADER.replace("k1", "k\\n1"), PAYLOAD)),
                arguments("kid too long", SignedText.of(HEADER.replace("k1", "k".repeat(256)), PAYLOAD)),
                arguments("kid 10 KB", SignedText.of(HEADER.replace("k1", "k".repeat(10_000)), PAYLOAD)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badShapes")
    void tokenOfAnotherShapeIsMalformed(String name, String token) {
        assertThat(reasonOf(token)).as(name).isEqualTo(Reason.MALFORMED);
    }

    static Stream<Arguments> otherTokens() {
        return Stream.of(
                        "{\"typ\":\"at+jwt\",\"kid\":\"k1\"}",
                        HEADER.replace("EdDSA", "none"),
                        HEADER.replace("EdDSA", "None"),
                        HEADER.replace("EdDSA", "NONE"),
                        HEADER.replace("EdDSA", "nOnE"),
                        HEADER.replace("EdDSA", "none "),
                        HEADER.replace("EdDSA", ""),
                        HEADER.replace("EdDSA", "eddsa"),
                        HEADER.replace("EdDSA", "EDDSA"),
                        HEADER.replace("EdDSA", "Ed25519"),
                        HEADER.replace("EdDSA", "Ed448"),
                        HEADER.replace("EdDSA", "HS256"),
                        HEADER.replace("EdDSA", "RS256"),
                        HEADER.replace("EdDSA", "ES256"),
                        HEADER.replace("\"EdDSA\"", "null"),
                        HEADER.replace("\"EdDSA\"", "[\"EdDSA\"]"),
                        HEADER.replace("\"EdDSA\"", "{\"EdDSA\":1}"),
                        "{\"alg\":\"EdDSA\",\"kid\":\"k1\"}",
                        HEADER.replace("at+jwt", "JWT"),
                        HEADER.replace("at+jwt", "Bearer"),
                        HEADER.replace("at+jwt", "at+jwt "),
                        HEADER.replace("at+jwt", "dpop+jwt"),
                        HEADER.replace("at+jwt", "text/at+jwt"),
                        HEADER.replace("\"at+jwt\"", "1"),
                        header("\"crit\":[\"exp\"]"),
                        header("\"crit\":[]"),
                        header("\"b64\":false"),
                        header("\"b64\":true"),
                        header("\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"}"),
                        header("\"jku\":\"https://evil.example/jwks\""),
                        header("\"x5u\":\"https://evil.example/cert\""),
                        header("\"x5c\":[\"AA\"]"),
                        header("\"x5t\":\"AA\""),
                        header("\"zip\":\"DEF\""),
                        header("\"cty\":\"JWT\""),
                        header("\"enc\":\"A256GCM\""))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("otherTokens")
    void tokenWithAnotherHeaderIsUnsupportedEvenWithARightSignature(String header) {
        assertThat(reasonOf(SignedText.of(header, PAYLOAD))).isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void unsignedTokenIsUnsupported() {
        String header = HEADER.replace("EdDSA", "none");

        assertThat(reasonOf(base64(header) + "." + base64(PAYLOAD) + ".")).isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void publicKeyAsHmacSecretIsUnsupported() throws Exception {
        String signed = base64(HEADER.replace("EdDSA", "HS256")) + "." + base64(PAYLOAD);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SignedText.KEY.publicKey().raw(), "HmacSHA256"));
        byte[] signature = mac.doFinal(signed.getBytes(US_ASCII));

        assertThat(reasonOf(signed + "." + SignedText.base64(signature))).isEqualTo(Reason.UNSUPPORTED);
    }

    static Stream<Arguments> badClaims() {
        Stream<Arguments> times = Stream.of("exp", "iat", "nbf").flatMap(name -> Stream.of(
                        "\"1780000000\"",
                        "1780000000.0",
                        "1.78e9",
                        "1e400",
                        "-1",
                        "9223372036854775808",
                        "null",
                        "true",
                        "[1780000000]",
                        "{}",
                        "253402300800",
                        "1780000000000")
                .map(value -> arguments(name, value)));
        Stream<Arguments> texts = Stream.of(
                        "iss", "sub", "client_id", "azp", "jti", "txn", "scope", "sub_profile", "target_service")
                .flatMap(name -> Stream.of("1", "null", "true", "[]", "{}", "[\"a\"]", "\"\\ud800\"", "\"a\\u0000b\"")
                        .map(value -> arguments(name, value)));
        Stream<Arguments> others = Stream.of(
                arguments("aud", "[]"),
                arguments("aud", "\"\""),
                arguments("aud", "1"),
                arguments("aud", "null"),
                arguments("aud", "{\"payments\":true}"),
                arguments("aud", "[1]"),
                arguments("aud", "[[\"payments\"]]"),
                arguments("aud", "[\"payments\",null]"),
                arguments("aud", "[\"payments\",\"payments\"]"),
                arguments("aud", "\"any\""),
                arguments("aud", "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\"]"),
                arguments("exp", "1780000000"),
                arguments("nbf", "1780000001"),
                arguments("iat", "1779999999"),
                arguments("azp", "\"other\""),
                arguments("jti", "\"" + SignedText.TOKEN_ID.substring(3) + "\""),
                arguments("scope", "\"a  b\""),
                arguments("scope", "\" a\""),
                arguments("target_service", "\"\""));
        return Stream.of(times, texts, others).flatMap(s -> s);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badClaims")
    void claimOfAnotherTypeOrRangeIsMalformed(String name, String value) {
        assertThat(reasonOf(SignedText.of(HEADER, claim(name, value)))).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"typ\":\"Bearer\"",
                "\"typ\":null",
                "\"act\":\"agent\"",
                "\"act\":null",
                "\"act\":[]",
                "\"act\":{\"sub\":null}",
                "\"act\":{\"sub\":\"\\udc00\"}",
                "\"cnf\":\"jkt\"",
                "\"cnf\":null",
                "\"cnf\":[{\"jkt\":\"a\"}]",
                "\"par\":\"gh-1\"",
                "\"par\":[1]",
                "\"par\":[\"1\",\"2\",\"3\",\"4\",\"5\"]",
                "\"gsid\":1",
                "\"gsid\":\"\"",
                "\"key_id\":1",
                "\"key_id\":null",
                "\"key_id\":\"\"",
                "\"authorization_details\":{}",
                "\"authorization_details\":null",
                "\"authorization_details\":[1]",
                "\"authorization_details\":[null]",
                "\"authorization_details\":[{\"amount\":1e999}]"
            })
    void claimThatMustNotBeThereIsMalformed(String member) {
        assertThat(reasonOf(SignedText.of(HEADER, with(member)))).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"iss", "sub", "client_id", "azp", "aud", "iat", "nbf", "exp", "jti", "txn", "target_service"})
    void missingClaimIsMalformed(String name) {
        assertThat(reasonOf(SignedText.of(HEADER, PAYLOAD.replace("\"" + name + "\":", "\"x_" + name + "\":"))))
                .isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scope", "sub_profile"})
    void optionalClaimMayBeMissing(String name) throws TokenException {
        assertThat(verify(SignedText.of(HEADER, PAYLOAD.replace("\"" + name + "\":", "\"x_" + name + "\":"))))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32, 63, 65, 66, 128})
    void signatureOfAnotherLengthIsRefused(int length) {
        byte[] signature = Arrays.copyOf(signature(), length);

        assertThat(reasonOf(signed() + "." + SignedText.base64(signature))).isEqualTo(Reason.BAD_SIGNATURE);
    }

    @Test
    void nonCanonicalScalarIsRefused() {
        byte[] signature = signature();
        BigInteger order = BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
        BigInteger shifted = BigInteger.ZERO;
        for (int i = 63; i >= 32; i--) {
            shifted = shifted.shiftLeft(8).add(BigInteger.valueOf(signature[i] & 0xff));
        }
        shifted = shifted.add(order);
        for (int i = 32; i < 64; i++) {
            signature[i] = shifted.shiftRight(8 * (i - 32)).byteValue();
        }

        assertThat(reasonOf(signed() + "." + SignedText.base64(signature))).isEqualTo(Reason.BAD_SIGNATURE);
    }

    @Property
    void anyChangedCharacterIsRefused(
            @ForAll @IntRange(max = 600) int position, @ForAll @IntRange(max = 63) int digit) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int index = position % TOKEN.length();
        StringBuilder changed = new StringBuilder(TOKEN);
        changed.setCharAt(index, alphabet.charAt(digit));

        if (TOKEN.charAt(index) != alphabet.charAt(digit)) {
            assertThat(reasonOf(changed.toString())).isIn((Object[]) Reason.values());
        }
    }

    @Property
    void noTextMakesAnythingButATokenException(@ForAll @StringLength(max = 300) String text) {
        assertThat(reasonOf(text)).isEqualTo(Reason.MALFORMED);
        assertThat(AgentTokenParser.looksLikeOurs(text)).isFalse();
    }

    @Property
    void noPayloadMakesAnythingButATokenException(@ForAll @StringLength(max = 100) String text) {
        String payload = with("\"act\":" + text);

        assertThat(reasonOf(SignedText.of(HEADER, payload))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void messageNeverHoldsAPartOfTheToken() {
        for (String token : List.of(
                TOKEN + "tail",
                SignedText.of(HEADER, claim("sub", "7")),
                SignedText.of(HEADER, claim("txn", "\"bad\\nvalue\"")),
                SignedText.of("{\"alg\":\"secret-alg\"}", PAYLOAD),
                SignedText.of(HEADER, "{\"secret-claim\":"))) {
            assertThatExceptionOfType(TokenException.class)
                    .isThrownBy(() -> AgentTokenParser.parse(token))
                    .withNoCause()
                    .satisfies(e -> assertThat(e.getMessage())
                            .doesNotContain("agent_")
                            .doesNotContain("secret")
                            .doesNotContain("value")
                            .doesNotContain(TOKEN.substring(0, 10)));
        }
    }

    @Test
    void parsedTokenDoesNotPrintItsClaims() throws TokenException {
        assertThat(AgentTokenParser.parse(TOKEN)).hasToString("ParsedToken[keyId=k1, unverified]");
    }

    @Test
    void otherKeyDoesNotVerify() throws TokenException {
        byte[] seed = new byte[32];
        seed[5] = 1;
        Ed25519PublicKey other = Ed25519PrivateKey.ofSeed(seed).publicKey();
        ParsedToken token = AgentTokenParser.parse(TOKEN);

        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> token.verify(other, SignedText.ISSUER, SignedText.NOW_MS, 0))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.BAD_SIGNATURE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://id.example.com/realms/other",
                "https://id.example.com/realms/demo/",
                "https://ID.example.com/realms/demo",
                "http://id.example.com/realms/demo"
            })
    void otherIssuerIsRefused(String issuer) throws TokenException {
        ParsedToken token = AgentTokenParser.parse(TOKEN);

        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> token.verify(SignedText.KEY.publicKey(), issuer, SignedText.NOW_MS, 0))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_ISSUER));
    }

    /** Milliseconds after the issue; the token lives for 300 seconds. */
    @ParameterizedTest
    @CsvSource({
        "0,0,",
        "-1,0,NOT_YET_VALID",
        "299999,0,",
        "300000,0,EXPIRED",
        "-5000,5,",
        "-5001,5,NOT_YET_VALID",
        "304999,5,",
        "305000,5,EXPIRED",
        "-300000,300,",
        "599999,300,",
        "600000,300,EXPIRED"
    })
    void timeCountsToTheMillisecondAndAllowsTheClockSkew(long afterIssueMs, long skewSeconds, @Nullable Reason expected)
            throws TokenException {
        ParsedToken token = AgentTokenParser.parse(TOKEN);
        long nowMs = SignedText.ISSUED_AT_SECONDS * 1000 + afterIssueMs;

        if (expected == null) {
            assertThat(token.verify(SignedText.KEY.publicKey(), SignedText.ISSUER, nowMs, skewSeconds))
                    .isNotNull();
        } else {
            assertThatExceptionOfType(TokenException.class)
                    .isThrownBy(() -> token.verify(SignedText.KEY.publicKey(), SignedText.ISSUER, nowMs, skewSeconds))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, ParsedToken.MAX_CLOCK_SKEW_SECONDS + 1})
    void clockSkewIsBounded(long skewSeconds) throws TokenException {
        ParsedToken token = AgentTokenParser.parse(TOKEN);

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        token.verify(SignedText.KEY.publicKey(), SignedText.ISSUER, SignedText.NOW_MS, skewSeconds));
    }

    @Test
    void looksLikeOursByTypeAndTokenIdAlone() {
        assertThat(AgentTokenParser.looksLikeOurs(TOKEN)).isTrue();
        assertThat(AgentTokenParser.looksLikeOurs(
                        base64("{\"typ\":\"at+jwt\"}") + "." + base64("{\"jti\":\"gh-\"}") + ".x"))
                .isTrue();
        assertThat(AgentTokenParser.looksLikeOurs(null)).isFalse();
        assertThat(AgentTokenParser.looksLikeOurs(SignedText.of(HEADER.replace("at+jwt", "JWT"), PAYLOAD)))
                .isTrue();
        assertThat(AgentTokenParser.looksLikeOurs(SignedText.of(HEADER.replace("at+jwt", "dpop+jwt"), PAYLOAD)))
                .isFalse();
        assertThat(AgentTokenParser.looksLikeOurs(SignedText.of(HEADER, claim("jti", "\"onrtac:1\""))))
                .isFalse();
        assertThat(AgentTokenParser.looksLikeOurs(SignedText.of(HEADER, "{}"))).isFalse();
        assertThat(AgentTokenParser.looksLikeOurs(SignedText.of("{}", PAYLOAD))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"RS256, JWT", "PS512, at+jwt", "ES256, jwt", "ES384, application/at+jwt"})
    void issuerTakesAnExchangedTokenAsItsClientWantsIt(String algorithm, String type) throws TokenException {
        TestSigner signer = new TestSigner(algorithm, type);
        String token = new AgentTokenWriter()
                .sign(SignedText.claims().keyId("key_0123456789ab").build(), signer);

        ParsedToken parsed = AgentTokenParser.parseForAnyClient(token);

        assertThat(parsed.algorithm()).isEqualTo(algorithm);
        assertThat(parsed.verify(signer, SignedText.ISSUER, SignedText.NOW_MS, 0)
                        .keyId())
                .isEqualTo("key_0123456789ab");
        assertThat(reasonOf(token)).isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void issuerTakesNoSuchTokenOfAnAgent() {
        String token = new AgentTokenWriter().sign(SignedText.claims().build(), new TestSigner("RS256", "JWT"));

        assertThat(reasonForAnyClient(token, new TestSigner("RS256", "JWT"))).isEqualTo(Reason.UNSUPPORTED);
    }

    @ParameterizedTest
    @CsvSource({
        "HS256, JWT",
        "none, JWT",
        "EdDSA, JWT",
        "Ed25519, at+jwt",
        "rs256, JWT",
        "RS256, dpop+jwt",
        "RS256, Bearer"
    })
    void issuerTakesNoOtherAlgorithmOrType(String algorithm, String type) {
        String header = HEADER.replace("EdDSA", algorithm).replace("at+jwt", type);
        String token = SignedText.of(header, with("\"key_id\":\"key_0123456789ab\""));

        assertThat(reasonForAnyClient(token, SignedText.KEY.publicKey())).isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void keyOfAnotherAlgorithmVerifiesNothing() {
        // The same bytes would be a right signature: only the algorithm differs.
        String token = SignedText.of(HEADER.replace("EdDSA", "RS256"), with("\"key_id\":\"key_0123456789ab\""));

        assertThat(reasonForAnyClient(token, SignedText.KEY.publicKey())).isEqualTo(Reason.BAD_SIGNATURE);
    }

    private static Reason reasonForAnyClient(String token, TokenKey key) {
        try {
            AgentTokenClaims ignored =
                    AgentTokenParser.parseForAnyClient(token).verify(key, SignedText.ISSUER, SignedText.NOW_MS, 0);
        } catch (TokenException e) {
            return e.reason();
        }
        throw new AssertionError("the token was accepted");
    }

    /** A key pair of whatever algorithm it is told to be of. */
    private record TestSigner(String algorithm, String type) implements TokenSigner, TokenKey {
        @Override
        public String keyId() {
            return "k2";
        }

        @Override
        public byte[] sign(byte[] message) {
            return SignedText.KEY.sign(message);
        }

        @Override
        public boolean verify(byte[] message, byte[] signature) {
            return SignedText.KEY.publicKey().verify(message, signature);
        }
    }

    private static AgentTokenClaims verify(String token) throws TokenException {
        return AgentTokenParser.parse(token)
                .verify(SignedText.KEY.publicKey(), SignedText.ISSUER, SignedText.NOW_MS, 0);
    }

    private static Reason reasonOf(String token) {
        try {
            verify(token);
        } catch (TokenException e) {
            return e.reason();
        }
        throw new AssertionError("the token was accepted");
    }

    /** The good payload with one claim's value replaced; every claim is in it but act, cnf and details. */
    private static String claim(String name, String value) {
        String changed = PAYLOAD.replaceFirst(
                "\"" + name + "\":(\"[^\"]*\"|[0-9]+)", Matcher.quoteReplacement("\"" + name + "\":" + value));
        assertThat(changed).isNotEqualTo(PAYLOAD);
        return changed;
    }

    private static String with(String member) {
        return PAYLOAD.substring(0, PAYLOAD.length() - 1) + "," + member + "}";
    }

    private static String header(String member) {
        return HEADER.substring(0, HEADER.length() - 1) + "," + member + "}";
    }

    private static String signed() {
        return TOKEN.substring(0, TOKEN.lastIndexOf('.'));
    }

    private static byte[] signature() {
        return Base64.getUrlDecoder().decode(TOKEN.substring(TOKEN.lastIndexOf('.') + 1));
    }

    private static String base64(String text) {
        return SignedText.base64(text.getBytes(UTF_8));
    }

    /** The same 64 bytes for a lenient decoder: four bits of the last character are not used. */
    private static String unusedBitSet(String signature) {
        char last = signature.charAt(signature.length() - 1);
        return signature.substring(0, signature.length() - 1) + (char) (last + 1);
    }

    private static byte[] brokenUtf8() {
        byte[] payload = PAYLOAD.getBytes(UTF_8);
        payload[payload.length - 3] = (byte) 0xff;
        return payload;
    }
}
