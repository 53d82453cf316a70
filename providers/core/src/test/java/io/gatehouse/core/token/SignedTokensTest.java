package io.gatehouse.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatehouse.core.token.TokenException.Reason;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignedTokensTest {
    private static final String REALM = "realm-1";
    private final AtomicInteger parsed = new AtomicInteger();
    private final SignedTokens tokens = new SignedTokens(jwt -> {
        parsed.incrementAndGet();
        return AgentTokenParser.parse(jwt);
    });
    private @Nullable TokenKey key = SignedText.KEY.publicKey();

    @Test
    void tokenThatComesAgainIsNotParsedAgainAndSaysTheSame() throws TokenException {
        String token = SignedText.token();

        AgentTokenClaims first = claims(token);
        AgentTokenClaims again = claims(token);

        assertThat(parsed).hasValue(1);
        assertThat(again).isEqualTo(first);
    }

    @Test
    void keyThatTheIssuerHasNoMoreEndsItAtOnce() throws TokenException {
        String token = SignedText.token();
        AgentTokenClaims ignored = claims(token);

        key = null;

        assertRefused(token, Reason.BAD_SIGNATURE);
    }

    @Test
    void otherKeyOfTheSameIdEndsItAtOnce() throws TokenException {
        String token = SignedText.token();
        AgentTokenClaims ignored = claims(token);

        byte[] seed = new byte[Ed25519PrivateKey.SEED_BYTES];
        seed[0] = 99;
        key = Ed25519PrivateKey.ofSeed(seed).publicKey();

        assertRefused(token, Reason.BAD_SIGNATURE);
    }

    @Test
    void sameKeyReadAnewIsTheSame() throws TokenException {
        String token = SignedText.token();
        AgentTokenClaims ignored = claims(token);

        key = Ed25519PublicKey.ofRaw(SignedText.KEY.publicKey().raw());
        ignored = claims(token);

        assertThat(parsed).hasValue(1);
    }

    @Test
    void tokenOfOneRealmIsNotKnownInAnotherEvenWithTheSameKey() throws TokenException {
        String token = SignedText.token();
        SignedToken ignored = tokens.signed(REALM, token, this::key);

        ignored = tokens.signed("realm-2", token, this::key);

        assertThat(parsed).hasValue(2);
        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> tokens.signed("realm-3", token, (keyId, algorithm) -> null));
    }

    @Test
    void timeIsLookedAtEachTime() throws TokenException {
        SignedToken token = tokens.signed(REALM, SignedText.token(), this::key);

        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> token.claims(SignedText.ISSUER, SignedText.EXPIRES_AT_SECONDS * 1000, 0))
                .extracting(TokenException::reason)
                .isEqualTo(Reason.EXPIRED);
        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> token.claims(SignedText.ISSUER, SignedText.ISSUED_AT_SECONDS * 1000 - 1, 0))
                .extracting(TokenException::reason)
                .isEqualTo(Reason.NOT_YET_VALID);
        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> token.claims("https://other.example", SignedText.NOW_MS, 0))
                .extracting(TokenException::reason)
                .isEqualTo(Reason.WRONG_ISSUER);
    }

    @Test
    void changedSignatureOfAKnownTokenIsRefusedEachTimeAndNotKept() throws TokenException {
        String token = SignedText.token();
        AgentTokenClaims ignored = claims(token);
        int place = token.lastIndexOf('.') + 10;
        String changed =
                token.substring(0, place) + (token.charAt(place) == 'A' ? 'B' : 'A') + token.substring(place + 1);

        assertRefused(changed, Reason.BAD_SIGNATURE);
        assertRefused(changed, Reason.BAD_SIGNATURE);

        assertThat(tokens.size()).isEqualTo(1);
    }

    @Test
    void textAroundAKnownTokenIsRefused() throws TokenException {
        String token = SignedText.token();
        AgentTokenClaims ignored = claims(token);

        assertRefused(token + " ", Reason.MALFORMED);
        assertRefused(token + "=", Reason.MALFORMED);
        assertRefused(token + "\ud800", Reason.MALFORMED);
    }

    @Test
    void tooLongTextIsRefusedUnread() {
        assertRefused("a".repeat(AgentTokenParser.MAX_TOKEN_LENGTH + 1), Reason.MALFORMED);
    }

    @Test
    void tokensBeyondTheBoundPushOutThoseUsedLongestAgo() throws TokenException {
        int length = token(0).length();
        int most = SignedTokens.MAX_CHARACTERS / length;
        String used = token(0);

        for (int i = 0; i < most * 2; i++) {
            AgentTokenClaims ignored = claims(token(i));
            ignored = claims(used);
        }

        assertThat(tokens.size()).isLessThanOrEqualTo(most).isGreaterThan(most / 2);
        // Those that were made, and the one in use the first time only.
        assertThat(parsed).hasValue(most * 2);
    }

    @Test
    void tokensAreBoundedInNumberToo() throws TokenException {
        for (int i = 0; i < SignedTokens.MAX_TOKENS; i++) {
            SignedToken ignored = tokens.signed("realm-" + i, SignedText.token(), this::key);
        }

        // The same text is always in the same of the sixteen parts.
        assertThat(tokens.size()).isEqualTo(SignedTokens.MAX_TOKENS / 16);
    }

    @Test
    void tokenWhoseKeyIsNoneByValueIsNotKept() throws TokenException {
        TokenKey real = SignedText.KEY.publicKey();
        key = new TokenKey() {
            @Override
            public String algorithm() {
                return real.algorithm();
            }

            @Override
            public boolean verify(byte[] message, byte[] signature) {
                return real.verify(message, signature);
            }
        };

        AgentTokenClaims ignored = claims(SignedText.token());

        assertThat(tokens.size()).isZero();
    }

    private static String token(int number) {
        AgentTokenClaims claims = SignedText.claims()
                .transactionId("txn-%08d".formatted(number))
                .act(Map.of("sub", "x".repeat(5_000)))
                .build();
        return new AgentTokenWriter().sign(claims, "k1", SignedText.KEY);
    }

    private AgentTokenClaims claims(String token) throws TokenException {
        return tokens.signed(REALM, token, this::key).claims(SignedText.ISSUER, SignedText.NOW_MS, 0);
    }

    private @Nullable TokenKey key(String keyId, String algorithm) {
        assertThat(keyId).isEqualTo("k1");
        assertThat(algorithm).isEqualTo("EdDSA");
        return key;
    }

    private void assertRefused(String token, Reason reason) {
        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> claims(token))
                .extracting(TokenException::reason)
                .isEqualTo(reason);
    }
}
