package io.gatehouse.tests;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import java.net.URI;

/** DPoP proofs (RFC 9449 section 4.2) as Nimbus' OAuth SDK makes them. */
final class Proofs {
    private Proofs() {}

    /** A proof for a request without a token, signed with a P-256 key. */
    static SignedJWT of(JWK pair, String method, URI address) {
        try {
            return new DefaultDPoPProofFactory(pair, JWSAlgorithm.ES256).createDPoPJWT(method, address);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
