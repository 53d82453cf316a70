package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent in a Kubernetes cluster proves itself by its service account's token, which stock Keycloak verifies. */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentFederatedIT {
    private static final String ISSUER = "cluster";

    private final WebhookReceiver cluster = new WebhookReceiver();
    private final SigningKey key = SigningKey.p256();
    private final String subject = "system:serviceaccount:agents:" + UUID.randomUUID();
    private KeyRealm keys;
    private RealmCalls calls;
    private TestRealm realm;
    private TestAgents agents;

    @BeforeAll
    void trust(Gatehouse gatehouse, TestRealm testRealm) {
        realm = testRealm;
        keys = new KeyRealm(gatehouse, testRealm);
        calls = new RealmCalls(gatehouse, testRealm);
        agents = new TestAgents(gatehouse, testRealm);
        Map<String, Object> jwk = new LinkedHashMap<>(key.jwk());
        jwk.putAll(Map.of("kid", "test", "alg", key.algorithm(), "use", "sig"));
        answer(
                "/.well-known/openid-configuration",
                Map.of("issuer", cluster.url(""), "jwks_uri", cluster.url("/jwks")));
        answer("/jwks", Map.of("keys", List.of(jwk)));
        realm.admin("POST", "/identity-provider/instances")
                .json(Map.of(
                        "alias",
                        ISSUER,
                        "providerId",
                        "kubernetes",
                        "enabled",
                        true,
                        "config",
                        Map.of("issuer", cluster.url(""))))
                .send()
                .expect(201);
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    @Test
    void serviceAccountsTokenIsAllThatTheAgentNeeds() {
        String own = subject + "-good";
        String id = create(own);

        String token = present(assertion(own, Map.of())).expect(200).text("access_token");

        assertThat(Jwt.parse(token).claims().path("client_id").asText()).isEqualTo(id);
        assertThat(agents.isValid(token)).isTrue();
        agents.act(id, "pause");
        assertThat(TestAgent.error(present(assertion(own, Map.of())), 400)).isEqualTo("unauthorized_client");
        agents.act(id, "resume");
        present(assertion(own, Map.of())).expect(200);
        agents.act(id, "revoke");
        assertRefused(present(assertion(own, Map.of())));
    }

    @Test
    void tokenThatIsNotTheAgentsForThisRealmByThisIssuerIsRefused() {
        String own = subject + "-picky";
        String ignored = create(own);
        long now = Instant.now().getEpochSecond();

        assertRefused(present(assertion(subject + "-nobody", Map.of())));
        assertRefused(present(assertion(own, Map.of("aud", "https://another.example"))));
        assertRefused(present(assertion(own, Map.of("iss", cluster.url("/another")))));
        assertRefused(present(assertion(own, Map.of("iat", now - 120, "exp", now - 60))));
        assertRefused(present(assertion(own, Map.of("iat", now - 7_200, "exp", now + 60))));
        assertRefused(present(SigningKey.p256().sign(header(), claims(own, Map.of()))));
        assertRefused(realm.token("grant_type", "client_credentials", "client_id", "agent_000000000000")
                .send());
    }

    @Test
    void anotherSubjectOrOwnerEndsWhatTheOldOneGot() {
        String own = subject + "-old";
        String next = subject + "-next";
        String id = create(own);
        String token = present(assertion(own, Map.of("jti", "a"))).expect(200).text("access_token");

        agents.admin("PATCH", "/" + id)
                .json(Map.of("federated_subject", next))
                .send()
                .expect(200);

        assertThat(agents.isValid(token)).isFalse();
        assertRefused(present(assertion(own, Map.of())));
        String second = present(assertion(next, Map.of())).expect(200).text("access_token");
        JsonNode handedOver = agents.admin("POST", "/" + id + "/transfer")
                .json(Map.of("owner", "Another team"))
                .send()
                .expect(200)
                .json();
        assertThat(handedOver.path("federated_subject").isNull()).isTrue();
        assertThat(agents.isValid(second)).isFalse();
        assertRefused(present(assertion(next, Map.of())));
    }

    @Test
    void subjectIsOneAgentsAndGivenByAdministratorsToIssuersThatThereAre() {
        String own = subject + "-one";
        String id = create(own);

        assertFault(body(own, ISSUER), "/federated_subject", "already_used");
        assertFault(body(subject + "-two", "nobody"), "/federated_issuer", "unknown_issuer");
        Map<String, Object> mine = new HashMap<>(body(subject + "-three", ISSUER));
        KeyRealm.Person person = keys.person();
        mine.put("owner", Map.of("type", "user", "id", person.id()));
        mine.put("scopes", List.of());
        agents.person(keys.token(person.username()), "POST", "")
                .json(mine)
                .send()
                .expect(403);
        present(assertion(own, Map.of())).expect(200);
        agents.act(id, "revoke");
        String next = create(own);
        String token = present(assertion(own, Map.of())).expect(200).text("access_token");
        assertThat(Jwt.parse(token).claims().path("client_id").asText()).isEqualTo(next);
    }

    @Test
    void policiesDecideItsTokens() {
        String own = subject + "-decided";
        String ignored = create(own);
        calls.admin("POST", "/policies")
                .json(Map.of(
                        "name",
                        "P",
                        "rules",
                        List.of(Map.of("effect", "deny", "when", Map.of("auth_method", "federated_jwt")))))
                .send()
                .expect(201);
        try {
            assertThat(TestAgent.error(present(assertion(own, Map.of())), 400)).isEqualTo("access_denied");
        } finally {
            calls.deletePolicies();
        }
        present(assertion(own, Map.of("jti", "again"))).expect(200);
    }

    private String create(String name) {
        JsonNode made = agents.create(body(name, ISSUER));
        assertThat(made.path("federated_issuer").asText()).isEqualTo(ISSUER);
        assertThat(made.path("federated_subject").asText()).isEqualTo(name);
        assertThat(made.has("secret_key")).isFalse();
        return made.path("id").asText();
    }

    private static Map<String, Object> body(String name, String issuer) {
        return TestAgents.body("credential", "federated", "federated_issuer", issuer, "federated_subject", name);
    }

    private void assertFault(Map<String, Object> body, String pointer, String code) {
        JsonNode error =
                agents.admin("POST", "").json(body).send().expect(422).json().at("/errors/0");
        assertThat(error.path("pointer").asText()).isEqualTo(pointer);
        assertThat(error.path("code").asText()).isEqualTo(code);
    }

    private Answer present(String assertion) {
        return realm.token(
                        "grant_type",
                        "client_credentials",
                        "client_assertion_type",
                        ClientAssertion.TYPE,
                        "client_assertion",
                        assertion)
                .send();
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(400, 401);
        assertThat(answer.text("error")).isEqualTo("invalid_client");
    }

    private String assertion(String name, Map<String, Object> otherwise) {
        return key.sign(header(), claims(name, otherwise));
    }

    private Map<String, Object> header() {
        return Map.of("alg", key.algorithm(), "kid", "test");
    }

    private Map<String, Object> claims(String name, Map<String, Object> otherwise) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new HashMap<>(
                Map.of("iss", cluster.url(""), "sub", name, "aud", realm.issuer(), "iat", now, "exp", now + 600));
        claims.putAll(otherwise);
        return claims;
    }

    private void answer(String path, Map<String, Object> body) {
        cluster.reply(
                path,
                new WebhookReceiver.Reply(
                        200,
                        Map.of("Content-Type", "application/json"),
                        new String(SigningKey.json(body), StandardCharsets.UTF_8)));
    }
}
