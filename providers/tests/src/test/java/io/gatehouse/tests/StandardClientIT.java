package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.JWTAuthentication;
import com.nimbusds.oauth2.sdk.auth.JWTAuthenticationClaimsSet;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Agents need no library of ours: Nimbus' OAuth SDK as it stands gets their tokens, and Nimbus' JOSE library verifies them
 * with the keys that the realm publishes.
 */
@ExtendWith(GatehouseExtension.class)
class StandardClientIT {
    private TestRealm realm;
    private TestAgents agents;
    private AuthorizationServerMetadata server;

    @BeforeEach
    void discover(Gatehouse gatehouse, TestRealm realm) throws Exception {
        this.realm = realm;
        this.agents = new TestAgents(gatehouse, realm);
        this.server = OIDCProviderMetadata.resolve(new Issuer(realm.issuer()));
    }

    @Test
    void serverSaysThatItTakesTheMethodsAndAlgorithmsOfAgents() {
        assertThat(server.getTokenEndpointAuthMethods())
                .contains(
                        ClientAuthenticationMethod.PRIVATE_KEY_JWT,
                        ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                        ClientAuthenticationMethod.CLIENT_SECRET_POST);
        assertThat(server.getTokenEndpointJWSAlgs()).contains(JWSAlgorithm.EdDSA, JWSAlgorithm.ES256);
        assertThat(server.getGrantTypes().toString()).contains("urn:gatehouse:params:oauth:grant-type:agent");
    }

    @Test
    void agentWithAnEd25519KeyGetsATokenThatPlainNimbusVerifies() throws Exception {
        JWK pair = new OctetKeyPairGenerator(Curve.Ed25519).keyID("ed").generate();
        TestAgent agent = agents.withKey(pair);

        SignedJWT assertion = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID(pair.getKeyID()).build(),
                assertionClaims(agent).toJWTClaimsSet());
        assertion.sign(new Ed25519Signer(pair.toOctetKeyPair()));

        AccessToken token = token(new EdwardsPrivateKeyJwt(assertion));

        assertVerifies(token.getValue(), agent);
    }

    @Test
    void agentWithAP256KeyGetsATokenThatPlainNimbusVerifies() throws Exception {
        JWK pair = new ECKeyGenerator(Curve.P_256).keyID("p256").generate();
        TestAgent agent = agents.withKey(pair);

        AccessToken token = token(new PrivateKeyJWT(
                assertionClaims(agent), JWSAlgorithm.ES256, pair.toECKey().toPrivateKey(), pair.getKeyID(), null));

        assertVerifies(token.getValue(), agent);
    }

    @Test
    void agentWithASecretGetsATokenByBothWaysToSendIt() throws Exception {
        TestAgent agent = agents.withSecret();
        ClientID id = new ClientID(agent.id());
        Secret secret = new Secret(agent.secret());

        assertVerifies(token(new ClientSecretBasic(id, secret)).getValue(), agent);
        assertVerifies(token(new ClientSecretPost(id, secret)).getValue(), agent);
    }

    @Test
    void tokenAskedForWithAProofIsBoundToItsKey() throws Exception {
        TestAgent agent = agents.withSecret();
        JWK proofKey = new ECKeyGenerator(Curve.P_256).generate();
        HTTPRequest request = request(new ClientSecretBasic(new ClientID(agent.id()), new Secret(agent.secret())));
        request.setDPoP(Proofs.of(proofKey, request.getMethod().name(), server.getTokenEndpointURI()));

        AccessToken token = tokenOf(request);

        assertThat(token).isInstanceOf(DPoPAccessToken.class);
        assertThat(Jwt.parse(token.getValue()).claims().at("/cnf/jkt").asText())
                .isEqualTo(proofKey.computeThumbprint().toString());
    }

    @Test
    void tokenBoundToAKeyIsNotValidByItself() throws Exception {
        TestAgent agent = agents.withSecret();
        JWK proofKey = new ECKeyGenerator(Curve.P_256).generate();
        HTTPRequest request = request(new ClientSecretBasic(new ClientID(agent.id()), new Secret(agent.secret())));
        request.setDPoP(Proofs.of(proofKey, request.getMethod().name(), server.getTokenEndpointURI()));

        assertThat(agents.isValid(tokenOf(request).getValue())).isFalse();
    }

    /** As the SDK makes them for a client of this id and this server. */
    private JWTAuthenticationClaimsSet assertionClaims(TestAgent agent) {
        return new JWTAuthenticationClaimsSet(new ClientID(agent.id()), new Audience(server.getIssuer()));
    }

    private AccessToken token(ClientAuthentication authentication) throws Exception {
        return tokenOf(request(authentication));
    }

    private HTTPRequest request(ClientAuthentication authentication) {
        return new TokenRequest.Builder(server.getTokenEndpointURI(), authentication, new ClientCredentialsGrant())
                .scope(new Scope("calendar.read"))
                .build()
                .toHTTPRequest();
    }

    private static AccessToken tokenOf(HTTPRequest request) throws Exception {
        TokenResponse response = TokenResponse.parse(request.send());
        assertThat(response).as(response.toHTTPResponse().getBody()).isInstanceOf(AccessTokenResponse.class);
        return response.toSuccessResponse().getTokens().getAccessToken();
    }

    private void assertVerifies(String text, TestAgent agent) throws Exception {
        SignedJWT token = SignedJWT.parse(text);
        JWK key = JWKSet.load(server.getJWKSetURI().toURL())
                .getKeyByKeyId(token.getHeader().getKeyID());

        assertThat(token.verify(new Ed25519Verifier(key.toOctetKeyPair()))).isTrue();
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.EdDSA);
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo(realm.issuer());
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo(agent.id());
        assertThat(token.getJWTClaimsSet().getAudience()).isEqualTo(List.of(realm.issuer()));
        assertThat(token.getJWTClaimsSet().getStringClaim("scope")).isEqualTo("calendar.read");
    }

    /** The SDK's method as it stands, but for its own check that the algorithm is one of RSA or ECDSA. */
    private static final class EdwardsPrivateKeyJwt extends JWTAuthentication {
        EdwardsPrivateKeyJwt(SignedJWT assertion) {
            super(ClientAuthenticationMethod.PRIVATE_KEY_JWT, assertion);
        }
    }
}
