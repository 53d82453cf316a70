package io.gatehouse.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTokenWriterTest {

    private final AgentTokenWriter writer = new AgentTokenWriter();

    @Property(tries = 200)
    void everyTokenWrittenIsReadBackAlike(
            @ForAll @AlphaChars @StringLength(min = 1, max = 30) String subject,
            @ForAll @Size(max = 5) List<@AlphaChars @StringLength(min = 1, max = 9) String> scope,
            @ForAll @IntRange(min = 11, max = 86_400) int ttlSeconds,
            @ForAll boolean isDelegated)
            throws TokenException {
        AgentTokenClaims claims = SignedText.claims()
                .subject(subject)
                .scope(scope)
                .expiresAtSeconds(SignedText.ISSUED_AT_SECONDS + ttlSeconds)
                .act(isDelegated ? Map.of("sub", "agent_0123456789ab", "act", Map.of("sub", "b")) : null)
                .build();

        String token = writer.sign(claims, "k1", SignedText.KEY);

        assertThat(AgentTokenParser.looksLikeOurs(token)).isTrue();
        assertThat(verified(token)).isEqualTo(claims);
    }

    @Test
    void everyClaimSurvives() throws TokenException {
        AgentTokenClaims claims = fullClaims();

        assertThat(verified(writer.sign(claims, "k1", SignedText.KEY))).isEqualTo(claims);
    }

    @Test
    void plainJoseLibraryAndTheJdkAcceptTheToken() throws Exception {
        SignedJWT jwt = SignedJWT.parse(writer.sign(fullClaims(), "k1", SignedText.KEY));

        assertThat(jwt.verify(new JdkVerifier(SignedText.KEY.publicKey()))).isTrue();
        assertThat(jwt.getHeader().toJSONObject()).isEqualTo(Map.of("alg", "EdDSA", "typ", "at+jwt", "kid", "k1"));
        assertClaims(jwt.getJWTClaimsSet());
    }

    private static void assertClaims(JWTClaimsSet claims) throws ParseException {
        Date issuedAt = Date.from(Instant.ofEpochSecond(SignedText.ISSUED_AT_SECONDS));
        assertThat(claims.getIssuer()).isEqualTo(SignedText.ISSUER);
        assertThat(claims.getSubject()).isEqualTo("user-1");
        assertThat(claims.getAudience()).containsExactly("payments", "https://api.example.com/v1");
        assertThat(claims.getIssueTime()).isEqualTo(issuedAt);
        assertThat(claims.getNotBeforeTime()).isEqualTo(issuedAt);
        assertThat(claims.getExpirationTime())
                .isEqualTo(Date.from(Instant.ofEpochSecond(SignedText.EXPIRES_AT_SECONDS)));
        assertThat(claims.getJWTID()).isEqualTo(SignedText.TOKEN_ID);
        assertThat(claims.getStringClaim("client_id")).isEqualTo("agent_0123456789ab");
        assertThat(claims.getStringClaim("azp")).isEqualTo("agent_0123456789ab");
        assertThat(claims.getStringClaim("scope")).isEqualTo("payments:read payments:write");
        assertThat(claims.getStringClaim("txn")).isEqualTo("txn-1");
        assertThat(claims.getStringClaim("sub_profile")).isEqualTo("agent");
        assertThat(claims.getStringClaim("target_service")).isEqualTo("payments");
        assertThat(claims.getJSONObjectClaim("act")).isEqualTo(Map.of("sub", "agent_0123456789ab"));
        assertThat(claims.getJSONObjectClaim("cnf")).isEqualTo(Map.of("jkt", "thumbprint"));
        assertThat(claims.getListClaim("authorization_details")).isEqualTo(List.of(Map.of("type", "payment")));
        assertThat(claims.getClaims()).hasSize(18);
    }

    @Test
    void claimsWithoutAValueAreLeftOutAndOneAudienceIsAString() {
        String payload = SignedText.PAYLOAD;

        assertThat(payload)
                .isEqualTo("{\"iss\":\"https://id.example.com/realms/demo\",\"sub\":\"agent_0123456789ab\","
                        + "\"client_id\":\"agent_0123456789ab\",\"azp\":\"agent_0123456789ab\",\"aud\":\"payments\","
                        + "\"scope\":\"payments:read payments:write\",\"iat\":1780000000,\"nbf\":1780000000,"
                        + "\"exp\":1780000300,\"jti\":\"" + SignedText.TOKEN_ID + "\",\"txn\":\"txn-1\","
                        + "\"sub_profile\":\"agent\",\"target_service\":\"payments\"}");
    }

    @Test
    void emptyScopeIsLeftOut() throws TokenException, ParseException {
        String token = writer.sign(SignedText.claims().scope(List.of()).build(), "k1", SignedText.KEY);

        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getClaims()).doesNotContainKey("scope");
        assertThat(verified(token).scope()).isEmpty();
    }

    @Test
    void longestTokenFitsAndNothingBeyond() throws TokenException {
        int max = AgentTokenParser.MAX_TOKEN_LENGTH;
        int free = max - writer.sign(padded(0), "k1", SignedText.KEY).length();
        int padding = free / 4 * 3;
        // Base64url grows by one or two characters a byte; one of these key ids fills the token to the last one.
        String longest = Stream.of("k1", "k12", "k123", "k1234")
                .flatMap(keyId -> IntStream.rangeClosed(padding - 9, padding)
                        .mapToObj(length -> writer.sign(padded(length), keyId, SignedText.KEY)))
                .filter(token -> token.length() == max)
                .findFirst()
                .orElseThrow();

        assertThat(verified(longest)).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.sign(padded(padding + 4), "k1", SignedText.KEY))
                .withMessageContaining("at most 8192");
    }

    @Test
    void keyIdMayHaveEveryVisibleAsciiCharacter() throws TokenException {
        assertThat(AgentTokenParser.parse(writer.sign(fullClaims(), "!\"\\~", SignedText.KEY))
                        .keyId())
                .isEqualTo("!\"\\~");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "k\n", "k\u007f", "\u00e9"})
    void unusableKeyIdsAreRefused(String keyId) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.sign(fullClaims(), keyId, SignedText.KEY))
                .withMessage("the key id must have 1..255 visible ASCII characters");
    }

    @Test
    void longestKeyIdFitsAndNothingBeyond() throws TokenException {
        String keyId = "k".repeat(255);

        assertThat(AgentTokenParser.parse(writer.sign(fullClaims(), keyId, SignedText.KEY))
                        .keyId())
                .isEqualTo(keyId);
        assertThatIllegalArgumentException().isThrownBy(() -> writer.sign(fullClaims(), keyId + "k", SignedText.KEY));
    }

    private static AgentTokenClaims padded(int length) {
        return SignedText.claims().act(Map.of("sub", "x".repeat(length))).build();
    }

    private static AgentTokenClaims fullClaims() {
        return SignedText.claims()
                .subject("user-1")
                .audience(List.of("payments", "https://api.example.com/v1"))
                .act(Map.of("sub", "agent_0123456789ab"))
                .confirmation(Map.of("jkt", "thumbprint"))
                .authorizationDetails(List.of(Map.of("type", "payment")))
                .parents(List.of("gh-parent", "onrtac:root"))
                .login("session-1")
                .build();
    }

    private static AgentTokenClaims verified(String token) throws TokenException {
        return AgentTokenParser.parse(token)
                .verify(SignedText.KEY.publicKey(), SignedText.ISSUER, SignedText.NOW_MS, 0);
    }

    /** Verifies with nothing but the JDK. */
    private static final class JdkVerifier extends BaseJWSProvider implements JWSVerifier {

        private final PublicKey key;

        JdkVerifier(Ed25519PublicKey key) throws GeneralSecurityException {
            super(Set.of(JWSAlgorithm.EdDSA));
            HexFormat hex = HexFormat.of();
            byte[] encoded = hex.parseHex("302a300506032b6570032100" + hex.formatHex(key.raw()));
            this.key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        }

        @Override
        public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) throws JOSEException {
            try {
                Signature verifier = Signature.getInstance("Ed25519");
                verifier.initVerify(key);
                verifier.update(signed);
                return verifier.verify(signature.decode());
            } catch (GeneralSecurityException e) {
                throw new JOSEException(e.getMessage(), e);
            }
        }
    }
}
