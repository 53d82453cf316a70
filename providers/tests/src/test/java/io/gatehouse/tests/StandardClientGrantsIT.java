package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionResponse;
import com.nimbusds.oauth2.sdk.TokenIntrospectionSuccessResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.JWTAuthenticationClaimsSet;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Actor;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.TokenTypeURI;
import com.nimbusds.oauth2.sdk.token.TypelessAccessToken;
import com.nimbusds.oauth2.sdk.tokenexchange.TokenExchangeGrant;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What else an agent needs, by Nimbus' OAuth SDK as it stands with an ES256 key: the grant of agents, the exchange for a token on
 * behalf of a user, introspection and revocation, each at the endpoint that the metadata names.
 */
@ExtendWith(GatehouseExtension.class)
class StandardClientGrantsIT {
    private static final GrantType AGENT_GRANT = new GrantType("urn:gatehouse:params:oauth:grant-type:agent");
    private static final Scope SCOPE = new Scope("calendar.read");

    private TestRealm realm;
    private Delegates delegates;
    private AuthorizationServerMetadata server;
    private JWK pair;
    private TestAgent agent;

    @BeforeEach
    void discover(Gatehouse gatehouse, TestRealm realm) throws Exception {
        this.realm = realm;
        this.delegates = new Delegates(gatehouse, realm);
        this.server = OIDCProviderMetadata.resolve(new Issuer(realm.issuer()));
        this.pair = new ECKeyGenerator(Curve.P_256).keyID("p256").generate();
        this.agent = new TestAgents(gatehouse, realm).withKey(pair, "mode", "both");
    }

    @Test
    void grantOfAgentsTakesItsParametersAsCustomOnes() throws Exception {
        AccessToken token = granted(new TokenRequest.Builder(
                        server.getTokenEndpointURI(), authentication(), new NamedGrant(AGENT_GRANT, SCOPE))
                .customParameter("audience", "demo-api")
                .customParameter("ttl", "60")
                .build());

        assertThat(token.getLifetime()).isEqualTo(60);
        assertThat(token.getScope()).isEqualTo(SCOPE);
        assertThat(Jwt.parse(token.getValue()).claims().path("aud").asText()).isEqualTo("demo-api");
    }

    @Test
    void exchangeWithAnActorTokenGivesATokenThatNamesUserAndAgent() throws Exception {
        String username = KeyRealm.unique("nimbus");
        String user = realm.createUser(username);
        delegates.app(agent);
        delegates.grant(agent.id(), user, "scopes", List.of("calendar.read")).expect(201);
        AccessToken own = own();

        AccessToken exchanged = granted(new TokenRequest.Builder(
                        server.getTokenEndpointURI(),
                        authentication(),
                        new TokenExchangeGrant(
                                new TypelessAccessToken(delegates.userToken(username)),
                                TokenTypeURI.ACCESS_TOKEN,
                                own,
                                TokenTypeURI.ACCESS_TOKEN,
                                TokenTypeURI.ACCESS_TOKEN,
                                null))
                .scope(SCOPE)
                .build());

        assertThat(exchanged.getIssuedTokenType()).isEqualTo(TokenTypeURI.ACCESS_TOKEN);
        TokenIntrospectionSuccessResponse found = introspected(exchanged);
        assertThat(found.isActive()).isTrue();
        assertThat(found.getSubject().getValue()).isEqualTo(user);
        assertThat(Actor.parseTopLevel(found.toJSONObject()).getSubject().getValue())
                .isEqualTo(agent.id());
    }

    @Test
    void tokenIsIntrospectedRevokedAndDead() throws Exception {
        AccessToken token = own();
        TokenIntrospectionSuccessResponse alive = introspected(token);
        assertThat(alive.isActive()).isTrue();
        assertThat(alive.getScope()).isEqualTo(SCOPE);
        assertThat(alive.getClientID().getValue()).isEqualTo(agent.id());

        HTTPResponse revoked = new TokenRevocationRequest(server.getRevocationEndpointURI(), authentication(), token)
                .toHTTPRequest()
                .send();

        assertThat(revoked.indicatesSuccess()).isTrue();
        assertThat(introspected(token).toJSONObject()).isEqualTo(Map.of("active", false));
    }

    private AccessToken own() throws Exception {
        return granted(
                new TokenRequest.Builder(server.getTokenEndpointURI(), authentication(), new ClientCredentialsGrant())
                        .scope(SCOPE)
                        .build());
    }

    /** A new one for each request, because the server takes each but once. */
    private ClientAuthentication authentication() throws Exception {
        return new PrivateKeyJWT(
                new JWTAuthenticationClaimsSet(new ClientID(agent.id()), new Audience(server.getIssuer())),
                JWSAlgorithm.ES256,
                pair.toECKey().toPrivateKey(),
                pair.getKeyID(),
                null);
    }

    private TokenIntrospectionSuccessResponse introspected(AccessToken token) throws Exception {
        return TokenIntrospectionResponse.parse(
                        new TokenIntrospectionRequest(server.getIntrospectionEndpointURI(), authentication(), token)
                                .toHTTPRequest()
                                .send())
                .toSuccessResponse();
    }

    private static AccessToken granted(TokenRequest request) throws Exception {
        HTTPResponse answer = request.toHTTPRequest().send();
        assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(200);
        return TokenResponse.parse(answer).toSuccessResponse().getTokens().getAccessToken();
    }

    /** A grant that the SDK does not know is its name and its scope, which the SDK sends by itself for grants that it knows only. */
    private static final class NamedGrant extends AuthorizationGrant {
        private final Scope scope;

        NamedGrant(GrantType type, Scope scope) {
            super(type);
            this.scope = scope;
        }

        @Override
        public Map<String, List<String>> toParameters() {
            return Map.of("grant_type", List.of(getType().getValue()), "scope", List.of(scope.toString()));
        }
    }
}
