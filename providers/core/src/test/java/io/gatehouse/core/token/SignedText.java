package io.gatehouse.core.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.core.id.Ids;
import java.util.Base64;
import java.util.List;

/** Tokens for the tests: good ones, and ones with one defect whose signature is right nevertheless. */
final class SignedText {

    static final Ed25519PrivateKey KEY = Ed25519PrivateKey.ofSeed(new byte[32]);
    static final String ISSUER = "https://id.example.com/realms/demo";
    static final long ISSUED_AT_SECONDS = 1_780_000_000L;
    static final long EXPIRES_AT_SECONDS = ISSUED_AT_SECONDS + 300;
    static final long NOW_MS = (ISSUED_AT_SECONDS + 10) * 1000;
    static final String TOKEN_ID =
            AgentTokenClaims.tokenId(Ids.uuidV7(ISSUED_AT_SECONDS * 1000 + 123, new byte[Ids.UUID_RANDOM_BYTES]));
    static final String HEADER = "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"k1\"}";
    static final String PAYLOAD = new String(Base64.getUrlDecoder().decode(token().split("\\.", -1)[1]), UTF_8);

    private SignedText() {}

    static AgentTokenClaimsBuilder claims() {
        return AgentTokenClaims.builder()
                .issuer(ISSUER)
                .subject("agent_0123456789ab")
                .clientId("agent_0123456789ab")
                .audience(List.of("payments"))
                .scope(List.of("payments:read", "payments:write"))
                .issuedAtSeconds(ISSUED_AT_SECONDS)
                .expiresAtSeconds(EXPIRES_AT_SECONDS)
                .tokenId(TOKEN_ID)
                .transactionId("txn-1")
                .subjectProfile("agent")
                .targetService("payments");
    }

    static String token() {
        return new AgentTokenWriter().sign(claims().build(), "k1", KEY);
    }

    /** A token of these texts, whatever they are, with the right signature. */
    static String of(String header, String payload) {
        return of(header.getBytes(UTF_8), payload.getBytes(UTF_8));
    }

    static String of(byte[] header, byte[] payload) {
        String signed = base64(header) + "." + base64(payload);
        return signed + "." + base64(KEY.sign(signed.getBytes(US_ASCII)));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
