package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that call the algorithm {@code Ed25519} (RFC 9864) are understood as those that call it {@code EdDSA}. */
@ExtendWith(GatehouseExtension.class)
class Ed25519NameIT {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final SigningKey KEY =
            new SigningKey("Ed25519", SigningKey.ed25519().pair());

    private Gatehouse gatehouse;
    private TestRealm realm;
    private TestAgents agents;

    @BeforeEach
    void realm(Gatehouse server, TestRealm testRealm) {
        gatehouse = server;
        realm = testRealm;
        agents = new TestAgents(server, testRealm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "EdDSA"})
    void agentSignsItsAssertionUnderEitherNameWhateverItsKeySays(String nameInKey) {
        String agent = agent(KEY, nameInKey);
        SigningKey oldName = new SigningKey("EdDSA", KEY.pair());

        asks(agent, KEY.assertion(agent, realm.issuer())).send().expect(200);
        asks(agent, oldName.assertion(agent, realm.issuer())).send().expect(200);
    }

    @Test
    void assertionIsStillGoodOnceOnly() {
        String agent = agent(KEY, "Ed25519");
        String assertion = KEY.assertion(agent, realm.issuer());
        asks(agent, assertion).send().expect(200);

        assertThat(asks(agent, assertion).send().text("error")).isEqualTo("invalid_client");
    }

    @Test
    void keyOfAnotherKindOrOfSomebodyElseIsRefused() {
        String agent = agent(KEY, "Ed25519");
        SigningKey stranger = new SigningKey("Ed25519", SigningKey.ed25519().pair());
        SigningKey curve = SigningKey.p256();
        String other = agent(curve, "ES256");
        String misnamed = curve.sign(Map.of("alg", "Ed25519", "kid", "test"), Map.of("sub", other, "iss", other));

        assertThat(asks(agent, stranger.assertion(agent, realm.issuer())).send().text("error"))
                .isEqualTo("invalid_client");
        assertThat(asks(other, misnamed).send().text("error")).isEqualTo("invalid_client");
        String assertion = KEY.assertion(agent, realm.issuer());
        assertThat(asks(agent, assertion + "AA").send().text("error")).isEqualTo("invalid_client");
    }

    @Test
    void proofOfPossessionBindsTheToken() {
        String agent = agent(KEY, "Ed25519");
        String endpoint = realm.issuer() + "/protocol/openid-connect/token";

        Answer answer = asks(agent, KEY.assertion(agent, realm.issuer()))
                .header("DPoP", KEY.dpopProof(endpoint))
                .send()
                .expect(200);

        assertThat(answer.text("token_type")).isEqualTo("DPoP");
        assertThat(Jwt.parse(answer.text("access_token"))
                        .claims()
                        .at("/cnf/jkt")
                        .asText())
                .isEqualTo(KEY.thumbprint());
        String forged = KEY.dpopProof(endpoint).replaceFirst("\\.[^.]{8}", ".AAAAAAAA");
        asks(agent, KEY.assertion(agent, realm.issuer()))
                .header("DPoP", forged)
                .send()
                .expect(400);
    }

    @Test
    void discoveryListsBothNames() {
        JsonNode metadata = gatehouse
                .http()
                .get(realm.path("/.well-known/openid-configuration"))
                .send()
                .expect(200)
                .json();

        for (String member :
                List.of("token_endpoint_auth_signing_alg_values_supported", "dpop_signing_alg_values_supported")) {
            assertThat(metadata.path(member).toString()).as(member).contains("\"EdDSA\"", "\"Ed25519\"");
        }
    }

    /** The name can be chosen wherever Keycloak lists algorithms, so it has to work there. */
    @Test
    void keycloaksOwnTokensMayBeSignedUnderTheName() {
        KeyRealm keys = new KeyRealm(gatehouse, realm);
        String client = keys.client("attributes", Map.of("access.token.signed.response.alg", "Ed25519"));

        String token = keys.serviceAccountToken(client);

        // Keycloak writes the older name.
        assertThat(Jwt.parse(token).header().path("alg").asText()).isEqualTo("EdDSA");
        keys.v1("GET", "/api-keys").bearer(token).send().expect(200);
    }

    private String agent(SigningKey key, String algorithm) {
        Map<String, Object> jwk = new LinkedHashMap<>(key.jwk());
        jwk.put("kid", "test");
        jwk.put("alg", algorithm);
        Map<String, Object> body = TestAgents.body("credential", "public_key");
        body.put("jwks", Map.of("keys", List.of(jwk)));
        return agents.create(body).path("id").asText();
    }

    private Request asks(String agent, String assertion) {
        return realm.token(
                "grant_type",
                "client_credentials",
                "client_id",
                agent,
                "client_assertion_type",
                ASSERTION_TYPE,
                "client_assertion",
                assertion);
    }
}
