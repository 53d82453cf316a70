package io.gatehouse.tests;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Signs client assertions (RFC 7523 section 3) as Nimbus does, good ones and bad ones. */
final class ClientAssertion {
    /** Value of {@code client_assertion_type}. */
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static final int LIFETIME_SECONDS = 60;

    private ClientAssertion() {}

    /** An assertion that is good when the key is one of the agent's. */
    static String of(TestAgent agent, JWK pair) {
        return of(agent, pair, claims -> claims);
    }

    /** An assertion that is good but for what is changed in its claims. */
    static String of(TestAgent agent, JWK pair, UnaryOperator<JWTClaimsSet.Builder> change) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(agent.id())
                .subject(agent.id())
                .audience(agent.realm().issuer())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(LIFETIME_SECONDS)));
        return sign(pair, change.apply(claims).build());
    }

    /** Signs with the algorithm of the key. */
    static String sign(JWK pair, JWTClaimsSet claims) {
        try {
            JWSSigner signer =
                    pair instanceof OctetKeyPair okp ? new Ed25519Signer(okp) : new ECDSASigner(pair.toECKey());
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(algorithm(pair))
                            .keyID(pair.getKeyID())
                            .build(),
                    claims);
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The P-256 key's algorithm is ES256, the Ed25519 key's EdDSA. */
    static JWSAlgorithm algorithm(JWK pair) {
        return pair instanceof ECKey ? JWSAlgorithm.ES256 : JWSAlgorithm.EdDSA;
    }
}
