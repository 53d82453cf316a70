package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent that is written with {@code openid-client}, the certified library for Node, as it comes. */
@Tag("postgresql") // once is enough: it is not about the database
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenIdClientIT {
    private JsonNode result;
    private TestAgent agent;
    private String user;

    @BeforeAll
    void run(Gatehouse gatehouse, TestRealm realm) throws Exception {
        Delegates delegates = new Delegates(gatehouse, realm);
        JWK pair = new OctetKeyPairGenerator(Curve.Ed25519).keyID("ed").generate();
        agent = new TestAgents(gatehouse, realm).withKey(pair, "mode", "both");
        user = realm.createUser("owen");
        delegates.app(agent);
        delegates.grant(agent.id(), user, "scopes", List.of("calendar.read")).expect(201);
        try (NodeProject project = NodeProject.ofResource("openid-client", "agent.mjs")) {
            String printed = project.run(
                    "agent.mjs",
                    Map.of(
                            "ISSUER", realm.issuer(),
                            "AGENT_ID", agent.id(),
                            "AGENT_JWK", pair.toJSONString(),
                            "USER_TOKEN", delegates.userToken("owen")));
            result = new ObjectMapper().readTree(printed);
        }
    }

    @Test
    void agentGetsTokensByClientCredentialsAndByTheGrantOfAgents() {
        assertThat(claims("clientCredentials").path("sub").asText()).isEqualTo(agent.id());
        assertThat(claims("agentGrant").path("aud").asText()).isEqualTo("demo-api");
        assertThat(result.at("/agentGrant/expires_in").asInt()).isEqualTo(60);
    }

    @Test
    void proofOfPossessionBindsTheToken() {
        assertThat(result.at("/bound/token_type").asText()).isEqualToIgnoringCase("dpop");
        assertThat(claims("bound").at("/cnf/jkt").asText()).isNotEmpty();
    }

    @Test
    void userTokenAndActorTokenAreExchangedForATokenThatNamesBoth() {
        assertThat(claims("exchanged").path("sub").asText()).isEqualTo(user);
        assertThat(claims("exchanged").at("/act/sub").asText()).isEqualTo(agent.id());
        assertThat(result.at("/exchangedIntrospected/active").asBoolean()).isTrue();
        assertThat(result.at("/exchangedIntrospected/act/sub").asText()).isEqualTo(agent.id());
    }

    @Test
    void tokenIsIntrospectedRevokedAndDead() {
        assertThat(result.at("/introspected/active").asBoolean()).isTrue();
        assertThat(result.at("/introspected/scope").asText()).isEqualTo("calendar.read");
        assertThat(result.path("introspectedAfterRevocation").toString()).isEqualTo("{\"active\":false}");
    }

    @Test
    void refusalIsOneThatTheLibraryUnderstands() {
        assertThat(result.path("refusal").asText()).isEqualTo("invalid_scope");
    }

    private JsonNode claims(String of) {
        return Jwt.parse(result.at("/" + of + "/access_token").asText()).claims();
    }
}
