package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.WebhookReceiver.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent whose keys are where it publishes them. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class AgentJwksUriIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Keycloak asks for an unknown key of a client at most every 10 s. */
    private static final Duration UNKNOWN_KEY = Duration.ofSeconds(30);

    private final WebhookReceiver place = new WebhookReceiver();
    private Gatehouse gatehouse;
    private TestRealm realm;
    private TestAgents agents;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        this.agents = new TestAgents(gatehouse, realm);
    }

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void keysAreFetchedAndAnUnknownOneIsFetchedSoon() throws Exception {
        JWK first = pair("first");
        JWK second = pair("second");
        // What is no key for an agent is passed over.
        publish(new RSAKeyGenerator(2_048).keyID("rsa").generate(), first);
        TestAgent agent = agent();
        awaitFetched(agent);

        present(agent, first).expect(200);
        assertThat(present(agent, second).status()).isIn(400, 401);
        publish(first, second);

        Eventually.holds(
                UNKNOWN_KEY, "the new key is good", () -> present(agent, second).status() == 200);
        present(agent, first).expect(200);
        assertThat(place.at("/jwks")).allMatch(request -> request.method().equals("GET"));
    }

    @Test
    void keyThatIsWithdrawnIsRefusedAndTokensAreDeadAfterTheNextFetch() throws Exception {
        JWK first = pair("first");
        JWK second = pair("second");
        publish(first, second);
        TestAgent agent = agent();
        awaitFetched(agent);
        String token = present(agent, first, "ttl", "3600").expect(200).text("access_token");
        publish(second);

        gatehouse.moveClock(Duration.ofMinutes(11));

        Eventually.holds(LIMIT, "the tokens are dead", () -> !agents.isValid(token));
        AuditCalls audit = new AuditCalls(new RealmCalls(gatehouse, realm));
        JsonNode event = Eventually.value(
                LIMIT, "the log tells of it", () -> audit.items("?type=agent.updated&agent_id=" + agent.id()).stream()
                        .filter(found -> found.at("/data/tokens_revoked").asBoolean())
                        .findFirst());
        assertThat(event.path("cause").asText()).isEqualTo("jwks_uri");
        assertThat(agents.get(agent.id()).at("/jwks/keys")).hasSize(1);
        gatehouse.moveClock(Duration.ZERO);
        assertThat(present(agent, first).status()).isIn(400, 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"redirect", "failing", "garbage", "private", "empty", "huge"})
    void placeThatGivesNoGoodSetGivesNoKeys(String how) throws Exception {
        JWK key = pair("k");
        String good = new JWKSet(key.toPublicJWK()).toString();
        place.reply("/elsewhere", new Reply(200, Map.of(), good));
        place.reply(
                "/jwks",
                switch (how) {
                    case "redirect" -> new Reply(302, Map.of("Location", place.url("/elsewhere")), "");
                    case "failing" -> new Reply(500, Map.of(), good);
                    case "private" -> new Reply(200, Map.of(), new JWKSet(key).toString(false));
                    case "empty" -> new Reply(200, Map.of(), "{\"keys\":[]}");
                    case "huge" -> new Reply(200, Map.of(), good + " ".repeat(70_000));
                    default -> new Reply(200, Map.of(), good.substring(1));
                });
        TestAgent agent = agent();

        assertThat(place.await("/jwks", 1)).isNotEmpty();

        assertThat(present(agent, key).status()).isIn(400, 401);
        assertThat(agents.get(agent.id()).path("jwks").isNull()).isTrue();
        assertThat(place.at("/elsewhere")).isEmpty();
        agents.act(agent.id(), "revoke");
    }

    @Test
    void placeIsCheckedAndKeysAreSentOrPublishedNotBoth() throws Exception {
        for (String bad : List.of(
                "http://example.com/jwks",
                "https://localhost/jwks",
                "https://10.0.0.1/jwks",
                "https://u@example.com/jwks",
                "ftp://example.com/",
                "x".repeat(2_049))) {
            Map<String, Object> body = TestAgents.body("credential", "public_key", "jwks_uri", bad);
            assertThat(agents.admin("POST", "")
                            .json(body)
                            .send()
                            .expect(422)
                            .json()
                            .at("/errors/0/pointer")
                            .asText())
                    .isEqualTo("/jwks_uri");
        }
        Map<String, Object> keys =
                Map.of("keys", List.of(pair("k").toPublicJWK().toJSONObject()));
        String uri = "https://keys.example.com/jwks";
        agents.admin("POST", "")
                .json(TestAgents.body("credential", "public_key", "jwks_uri", uri, "jwks", keys))
                .send()
                .expect(422);
        agents.admin("POST", "")
                .json(TestAgents.body("credential", "secret", "jwks_uri", uri))
                .send()
                .expect(422);
        String id = agents.create(TestAgents.body("credential", "public_key", "jwks", keys))
                .path("id")
                .asText();
        Map<String, Object> over = new HashMap<>();
        over.put("jwks", null);
        over.put("jwks_uri", uri);
        JsonNode published =
                agents.admin("PATCH", "/" + id).json(over).send().expect(200).json();
        assertThat(published.path("jwks_uri").asText()).isEqualTo(uri);
        assertThat(published.path("jwks").isNull()).isTrue();
        over.put("jwks", keys);
        over.put("jwks_uri", null);
        assertThat(agents.admin("PATCH", "/" + id)
                        .json(over)
                        .send()
                        .expect(200)
                        .json()
                        .path("jwks_uri")
                        .isNull())
                .isTrue();
    }

    private static JWK pair(String kid) throws Exception {
        return new OctetKeyPairGenerator(Curve.Ed25519).keyID(kid).generate();
    }

    private void publish(JWK... keys) {
        place.reply(
                "/jwks",
                new Reply(
                        200,
                        Map.of(),
                        new JWKSet(List.of(keys)).toPublicJWKSet().toString()));
    }

    private TestAgent agent() {
        JsonNode made = agents.create(TestAgents.body("credential", "public_key", "jwks_uri", place.url("/jwks")));
        return new TestAgent(realm, made.path("id").asText(), "");
    }

    private void awaitFetched(TestAgent agent) {
        Eventually.holds(LIMIT, "the keys are fetched", () -> agents.get(agent.id())
                .path("jwks_fetched_at")
                .isTextual());
    }

    private Answer present(TestAgent agent, JWK pair, String... more) {
        List<String> form = new ArrayList<>(List.of(
                "grant_type",
                "client_credentials",
                "client_id",
                agent.id(),
                "client_assertion_type",
                ClientAssertion.TYPE,
                "client_assertion",
                ClientAssertion.of(agent, pair)));
        form.addAll(List.of(more));
        return realm.token(form.toArray(String[]::new)).send();
    }
}
