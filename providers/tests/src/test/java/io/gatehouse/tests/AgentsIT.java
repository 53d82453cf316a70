package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of an agent under an administrator's hand. */
@ExtendWith(GatehouseExtension.class)
class AgentsIT {
    private static final int LOG_LINES = 100_000;

    private Gatehouse gatehouse;
    private TestRealm realm;
    private TestAgents agents;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        this.agents = new TestAgents(gatehouse, realm);
    }

    @Test
    void agentNeedsANameAndAnOwnerOnly() {
        JsonNode made = agents.create(Map.of("name", "Calendar bot", "owner", "Team Calendar"));

        assertThat(made.path("id").asText()).matches("agent_[0-9a-f]{12}");
        assertThat(made.path("status").asText()).isEqualTo("active");
        assertThat(made.path("owner").asText()).isEqualTo("Team Calendar");
        assertThat(made.path("mode").asText()).isEqualTo("autonomous");
        assertThat(made.path("credential").asText()).isEqualTo("secret");
        assertThat(made.path("scopes")).isEmpty();
        assertThat(made.path("secret_key").asText()).matches("sk_live_[0-9A-Za-z]{50}");
    }

    @Test
    void agentIsShownAsItWasCreated() {
        Instant end = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        Map<String, Object> body = TestAgents.body(
                "description",
                "Books rooms",
                "model_provider",
                "anthropic",
                "model_name",
                "claude",
                "framework",
                "langgraph",
                "audiences",
                List.of("demo-api", "https://calendar.example"),
                "mode",
                "both",
                "sponsor",
                realm.userId("alice"),
                "expires_at",
                end.toString(),
                "max_token_ttl",
                600,
                "metadata",
                Map.of("team", "rooms", "tier", 2));

        JsonNode shown = agents.get(agents.create(body).path("id").asText());

        body.forEach((name, value) ->
                assertThat(shown.path(name)).as(name).isEqualTo(new ObjectMapper().valueToTree(value)));
        assertThat(shown.path("created_at").asText())
                .matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?Z");
    }

    @Test
    void creationIsAnsweredWithThePlaceOfTheAgentAndIsNotCached() {
        Answer answer = agents.admin("POST", "").json(TestAgents.body()).send().expect(201);

        assertThat(answer.header("Location"))
                .hasValueSatisfying(place -> assertThat(place).endsWith("/gatehouse/agents/" + answer.text("id")));
        assertThat(answer.header("Cache-Control")).contains("no-store");
        gatehouse
                .http()
                .get(answer.header("Location").orElseThrow())
                .bearer(gatehouse.adminToken())
                .send()
                .expect(200);
    }

    @Test
    void secretIsShownOnceAndNowhereEverAgain() {
        TestAgent agent = agents.withSecret("owner", "Team Secret");
        String token = agent.token();

        List<String> everywhere = new ArrayList<>();
        everywhere.add(agents.get(agent.id()).toString());
        everywhere.add(agents.admin("GET", "?owner=Team%20Secret").send().body());
        everywhere.add(agents.admin("PATCH", "/" + agent.id())
                .json(Map.of("description", "changed"))
                .send()
                .body());
        for (String what : List.of("pause", "resume", "revoke")) {
            everywhere.add(agents.act(agent.id(), what).toString());
        }
        everywhere.add(
                realm.admin("GET", "/clients?clientId=" + agent.id()).send().body());
        everywhere.add(realm.admin("GET", "/admin-events").send().body());
        everywhere.add(realm.admin("GET", "/events").send().body());
        everywhere.add(realm.admin("POST", "/partial-export?exportClients=true&exportGroupsAndRoles=true")
                .send()
                .body());
        everywhere.add(gatehouse.server().logTail(LOG_LINES));

        String random = agent.secret().substring("sk_live_".length());
        assertThat(everywhere).noneMatch(text -> text.contains(random));
        assertThat(everywhere).noneMatch(text -> text.contains(token));
    }

    @Test
    void repeatedCreationMakesOneAgentAndDoesNotShowTheSecretAgain() {
        String key = UUID.randomUUID().toString();
        Map<String, Object> body = TestAgents.body("owner", "Team Once " + key);

        Answer first = create(key, body).expect(201);
        Answer second = create(key, body).expect(201);

        assertThat(second.text("id")).isEqualTo(first.text("id"));
        assertThat(first.json().path("secret_key").asText()).startsWith("sk_live_");
        assertThat(second.json().path("secret_key").isNull()).isTrue();
        assertThat(agents.admin("GET", "?owner=Team%20Once%20" + key)
                        .send()
                        .expect(200)
                        .json()
                        .path("items"))
                .hasSize(1);
    }

    @Test
    void agentWithKeysHasNoSecretAndShowsItsPublicKeysInOneForm() throws Exception {
        JWK edwards = new OctetKeyPairGenerator(Curve.Ed25519).keyID("ed").generate();
        JWK p256 = new ECKeyGenerator(Curve.P_256).keyID("p256").generate();
        Map<String, Object> body = TestAgents.body("credential", "public_key");
        body.put(
                "jwks",
                Map.of(
                        "keys",
                        List.of(
                                edwards.toPublicJWK().toJSONObject(),
                                p256.toPublicJWK().toJSONObject())));

        JsonNode made = agents.create(body);

        assertThat(made.has("secret_key")).isFalse();
        JsonNode keys = made.path("jwks").path("keys");
        assertThat(keys.path(0).path("alg").asText()).isEqualTo("EdDSA");
        assertThat(keys.path(1).path("alg").asText()).isEqualTo("ES256");
        assertThat(keys).allMatch(key -> key.path("use").asText().equals("sig"));
        assertThat(keys).noneMatch(key -> key.has("d"));
    }

    @Test
    void patchChangesWhatItNamesAndNothingElse() {
        String id = agents.withSecret("description", "before", "metadata", Map.of("a", 1, "b", 2))
                .id();
        JsonNode before = agents.get(id);

        Map<String, Object> patch = new HashMap<>();
        patch.put("description", null);
        patch.put("name", "Renamed");
        patch.put("metadata", new HashMap<>(Map.of("b", 3)));
        JsonNode after =
                agents.admin("PATCH", "/" + id).json(patch).send().expect(200).json();

        assertThat(after.path("name").asText()).isEqualTo("Renamed");
        assertThat(after.path("description").isNull()).isTrue();
        assertThat(after.path("metadata")).isEqualTo(new ObjectMapper().valueToTree(Map.of("a", 1, "b", 3)));
        for (String name : List.of("id", "owner", "scopes", "mode", "credential", "status", "created_at")) {
            assertThat(after.path(name)).as(name).isEqualTo(before.path(name));
        }
        assertThat(agents.get(id)).isEqualTo(after);
    }

    static Stream<Arguments> immutable() {
        return Stream.of(
                Arguments.of("owner", "Team Elsewhere"),
                Arguments.of("organization_id", UUID.randomUUID().toString()),
                Arguments.of("mode", "both"),
                Arguments.of("credential", "none"),
                Arguments.of("id", "agent_000000000000"),
                Arguments.of("status", "revoked"),
                Arguments.of("created_at", "2026-01-01T00:00:00Z"),
                Arguments.of("secret_key", "sk_live_mine"));
    }

    @ParameterizedTest
    @MethodSource("immutable")
    void memberThatNeverChangesIsRefusedByNameAndNothingChanges(String name, String value) {
        String id = agents.withSecret().id();
        JsonNode before = agents.get(id);

        JsonNode problem = agents.admin("PATCH", "/" + id)
                .json(Map.of("description", "smuggled", name, value))
                .send()
                .expect(422)
                .json();

        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/" + name);
        assertThat(agents.get(id)).isEqualTo(before);
    }

    @Test
    void scopesThatAreTakenAwayTakeTheTokensWithThem() {
        TestAgent agent = agents.withSecret();
        String token = agent.token();

        agents.admin("PATCH", "/" + agent.id())
                .json(Map.of("scopes", List.of("calendar.read")))
                .send()
                .expect(200);

        assertThat(agents.isValid(token)).isFalse();
        assertThat(Jwt.parse(agent.token()).claim("scope")).isEqualTo("calendar.read");
    }

    @Test
    void renamingLeavesTheTokensAlive() {
        TestAgent agent = agents.withSecret();
        String token = agent.token();

        agents.admin("PATCH", "/" + agent.id())
                .json(Map.of("name", "Renamed"))
                .send()
                .expect(200);

        assertThat(agents.isValid(token)).isTrue();
    }

    @Test
    void pausingAndResumingTwiceIsLikeOnce() {
        String id = agents.withSecret().id();

        assertThat(agents.act(id, "pause").path("status").asText()).isEqualTo("paused");
        assertThat(agents.act(id, "pause").path("status").asText()).isEqualTo("paused");
        assertThat(agents.act(id, "resume").path("status").asText()).isEqualTo("active");
        assertThat(agents.act(id, "resume").path("status").asText()).isEqualTo("active");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume"})
    void nothingLeadsBackFromRevoked(String what) {
        String id = agents.withSecret().id();
        agents.act(id, "revoke");

        assertThat(agents.admin("POST", "/" + id + "/" + what)
                        .send()
                        .expect(409)
                        .text("code"))
                .isEqualTo("agent_revoked");
        assertThat(agents.admin("PATCH", "/" + id)
                        .json(Map.of("name", "Again"))
                        .send()
                        .expect(409)
                        .text("code"))
                .isEqualTo("agent_revoked");
        assertThat(agents.get(id).path("status").asText()).isEqualTo("revoked");
    }

    @Test
    void revokingTwiceIsLikeOnce() {
        String id = agents.withSecret().id();
        agents.act(id, "revoke");

        assertThat(agents.act(id, "revoke").path("status").asText()).isEqualTo("revoked");
        agents.admin("DELETE", "/" + id).send().expect(204);
    }

    @Test
    void deletionShowsTheRevokedAgentToWhoPrefersIt() {
        String id = agents.withSecret().id();

        Answer answer = agents.admin("DELETE", "/" + id)
                .header("Prefer", "return=representation")
                .send()
                .expect(200);

        assertThat(answer.header("Preference-Applied")).contains("return=representation");
        assertThat(answer.text("status")).isEqualTo("revoked");
        assertThat(answer.text("id")).isEqualTo(id);
    }

    @Test
    void deletedAgentStaysVisible() {
        String id = agents.withSecret().id();

        Answer answer = agents.admin("DELETE", "/" + id).send().expect(204);

        assertThat(answer.body()).isEmpty();
        assertThat(agents.get(id).path("status").asText()).isEqualTo("revoked");
    }

    @Test
    void agentPastItsExpiryIsShownAsExpiredUntilALaterOneIsSet() {
        String id = agents.withSecret(
                        "expires_at", Instant.now().plus(1, ChronoUnit.HOURS).toString())
                .id();

        gatehouse.moveClock(Duration.ofHours(2));

        assertThat(agents.get(id).path("status").asText()).isEqualTo("expired");
        String later = Instant.now().plus(3, ChronoUnit.HOURS).toString();
        assertThat(agents.admin("PATCH", "/" + id)
                        .json(Map.of("expires_at", later))
                        .send()
                        .expect(200)
                        .text("status"))
                .isEqualTo("active");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent_000000000000",
                "agent_",
                "nobody",
                "AGENT_000000000000",
                "agent_00000000000g",
                "%00",
                "%25"
            })
    void absentAgentIsNotFoundByAnyCall(String id) {
        String body =
                agents.admin("GET", "/agent_ffffffffffff").send().expect(404).text("detail");
        List<Answer> answers = List.of(
                agents.admin("GET", "/" + id).send(),
                agents.admin("PATCH", "/" + id).json(Map.of("name", "x")).send(),
                agents.admin("DELETE", "/" + id).send(),
                agents.admin("POST", "/" + id + "/pause").send(),
                agents.admin("POST", "/" + id + "/resume").send(),
                agents.admin("POST", "/" + id + "/revoke").send());

        assertThat(answers).allMatch(answer -> answer.expect(404).text("detail").equals(body));
    }

    /** The same 404 as for an agent that is nowhere, and nothing happens to it. */
    @Test
    void agentOfAnotherRealmIsNotFoundByAnyCall() {
        TestAgent agent = agents.withSecret();
        TestAgents demo = new TestAgents(gatehouse, gatehouse.realm("demo"));
        String absent = bodyOf(demo.admin("GET", "/agent_ffffffffffff").send(), "agent_ffffffffffff");

        List<Answer> answers = List.of(
                demo.admin("GET", "/" + agent.id()).send(),
                demo.admin("PATCH", "/" + agent.id()).json(Map.of("name", "x")).send(),
                demo.admin("DELETE", "/" + agent.id()).send(),
                demo.admin("POST", "/" + agent.id() + "/pause").send(),
                demo.admin("POST", "/" + agent.id() + "/revoke").send());

        assertThat(answers).allMatch(answer -> answer.status() == 404);
        assertThat(bodyOf(answers.get(0), agent.id())).isEqualTo(absent);
        assertThat(agents.isValid(agent.token())).isTrue();
    }

    private Answer create(String idempotencyKey, Map<String, Object> body) {
        return agents.admin("POST", "")
                .header("Idempotency-Key", idempotencyKey)
                .json(body)
                .send();
    }

    /** A problem without what differs from call to call. */
    private static String bodyOf(Answer answer, String id) {
        return answer.body()
                .replace(id, "ID")
                .replace(answer.json().path("request_id").asText(), "REQUEST");
    }
}
