package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.Database;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * An agent proves itself by its JWT-SVID, which stock Keycloak verifies by the bundle of its trust domain. On servers of its own,
 * since Keycloak has that as a preview feature which the other tests leave off, as most servers do.
 * Long because the servers are started once for all of it.
 */
@Tag("own-server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentSpiffeIT {
    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-spiffe";
    private static final String ISSUER = "spire";
    private static final String TRUST_DOMAIN = "spiffe://agents.example";

    private final WebhookReceiver spire = new WebhookReceiver();
    private final SigningKey key = SigningKey.p256();
    private final SigningKey otherDomainsKey = SigningKey.p256();
    private Gatehouse gatehouse;
    private TestRealm realm;
    private TestAgents agents;

    /** Of which kind the database is; the class that extends this one has PostgreSQL. */
    String database() {
        return "h2";
    }

    @BeforeAll
    void start() {
        String database = database();
        PostgresServer postgres = database.equals("postgresql") ? new PostgresServer(false).start() : null;
        gatehouse = new Gatehouse(
                StockServers.describe("spiffe-" + database)
                        .database(postgres == null ? Database.h2Memory() : postgres.createDatabase("keycloak"))
                        .provider(Built.jar())
                        .option("--features=spiffe")
                        .build(),
                postgres);
        realm = gatehouse.realm("demo");
        agents = new TestAgents(gatehouse, realm);
        gatehouse.server().start();
        bundle("/bundle", key);
        bundle("/other", otherDomainsKey);
        provider(ISSUER, TRUST_DOMAIN, "/bundle", Map.of()).send().expect(201);
        provider("other", "spiffe://other.example", "/other", Map.of()).send().expect(201);
    }

    @AfterAll
    void close() {
        gatehouse.close();
        spire.close();
    }

    /** SPIFFE's documents ask for no {@code iss}, {@code jti} and {@code iat}; workloads keep one and use it often. */
    @Test
    void svidIsAllThatTheAgentNeedsAndIsGoodUntilItEnds() {
        String own = TRUST_DOMAIN + "/ns/agents/sa/good";
        String id = create(own);
        String svid = svid(own, Map.of());

        String token = present(svid).expect(200).text("access_token");

        assertThat(Jwt.parse(token).claims().path("client_id").asText()).isEqualTo(id);
        assertThat(Jwt.parse(token).claims().path("sub").asText()).isEqualTo(id);
        assertThat(agents.isValid(token)).isTrue();
        present(svid).expect(200);
        present(svid, "client_id", id).expect(200);
        long now = Instant.now().getEpochSecond();
        present(svid(own, Map.of("iss", "https://spire.example", "jti", "a", "iat", now - 60)))
                .expect(200);
    }

    @Test
    void svidThatIsNotTheAgentsForThisRealmOfThisDomainIsRefused() {
        String own = TRUST_DOMAIN + "/picky";
        String id = create(own);
        long now = Instant.now().getEpochSecond();

        present(svid(own, Map.of())).expect(200);
        assertRefused(present(svid(TRUST_DOMAIN + "/nobody", Map.of())));
        assertRefused(present(svid("spiffe://other.example/picky", Map.of())));
        assertRefused(present(svid(TRUST_DOMAIN, Map.of())));
        assertRefused(present(svid(id, Map.of())));
        assertRefused(present(svid(own, Map.of("aud", "https://another.example"))));
        assertRefused(present(svid(own, Map.of("aud", List.of(realm.issuer(), "https://another.example")))));
        assertRefused(present(svid(own, Map.of("exp", now - 60))));
        assertRefused(present(svid(own, Map.of("nbf", now + 60))));
        assertRefused(present(svid(own, Map.of("iat", now - 400))));
        assertRefused(present(svid(own, Map.of("exp", now + 3_600))));
        assertRefused(present(svid(own, Map.of()), "client_id", create(TRUST_DOMAIN + "/another")));
    }

    @Test
    void onlyTheKeysOfTheAgentsOwnTrustDomainCount() {
        String own = TRUST_DOMAIN + "/keys";
        String ignored = create(own);
        Map<String, Object> claims = claims(own, Map.of());

        present(key.sign(header(key, "jwt"), claims)).expect(200);
        assertRefused(present(otherDomainsKey.sign(header(key, "jwt"), claims)));
        assertRefused(present(otherDomainsKey.sign(header(otherDomainsKey, "unknown"), claims)));
        // A key that the bundle has for certificates is no key for tokens.
        assertRefused(present(key.sign(header(key, "x509"), claims)));
        assertNoToken(
                present(SigningKey.hmac("secret".getBytes(StandardCharsets.UTF_8), Map.of("alg", "HS256"), claims)));
        String[] parts = svid(own, Map.of()).split("\\.", -1);
        String none = SigningKey.base64(SigningKey.json(Map.of("alg", "none", "kid", "jwt")));
        assertNoToken(present(none + "." + parts[1] + "."));
        assertNoToken(present(none + "." + parts[1] + "." + parts[2]));
        assertRefused(present(parts[0] + "." + parts[1] + "." + SigningKey.base64(new byte[64])));
    }

    /** Neither kind of token is taken for the other, although both find the agent by its subject alone. */
    @Test
    void svidIsNoOtherAssertionAndOtherAssertionsAreNoSvids() {
        String own = TRUST_DOMAIN + "/kinds";
        String ignored = create(own);
        String svid = svid(own, Map.of("iss", spire.url("")));
        assertRefused(send(ClientAssertion.TYPE, svid));
        realm.admin("POST", "/identity-provider/instances")
                .json(Map.of(
                        "alias",
                        "cluster",
                        "providerId",
                        "kubernetes",
                        "enabled",
                        true,
                        "config",
                        Map.of("issuer", spire.url(""))))
                .send()
                .expect(201);
        assertRefused(send(ClientAssertion.TYPE, svid));
        String account = "system:serviceaccount:agents:kinds";
        assertThat(agents.create(body(account, "cluster"))
                        .path("federated_issuer")
                        .asText())
                .isEqualTo("cluster");
        assertRefused(present(svid(account, Map.of("iss", spire.url("")))));
    }

    @Test
    void agentThatMayNotActIsRefused() {
        String own = TRUST_DOMAIN + "/stopped";
        String id = create(own);
        String token = present(svid(own, Map.of())).expect(200).text("access_token");

        agents.act(id, "pause");
        assertThat(TestAgent.error(present(svid(own, Map.of())), 400)).isEqualTo("unauthorized_client");
        assertThat(agents.isValid(token)).isFalse();
        agents.act(id, "resume");
        present(svid(own, Map.of())).expect(200);
        agents.act(id, "revoke");
        assertRefused(present(svid(own, Map.of())));

        // The subject is free again.
        String next = create(own);
        String second = present(svid(own, Map.of())).expect(200).text("access_token");
        assertThat(Jwt.parse(second).claims().path("client_id").asText()).isEqualTo(next);
    }

    @Test
    void subjectIsASpiffeIdOfTheProvidersTrustDomain() {
        for (String subject : List.of(
                "spiffe://other.example/a", TRUST_DOMAIN, TRUST_DOMAIN + "/", TRUST_DOMAIN + ".evil/a", "a:b:c")) {
            JsonNode error = agents.admin("POST", "")
                    .json(body(subject, ISSUER))
                    .send()
                    .expect(422)
                    .json()
                    .at("/errors/0");
            assertThat(error.path("pointer").asText()).isEqualTo("/federated_subject");
            assertThat(error.path("code").asText()).isEqualTo("not_in_trust_domain");
        }
        String own = TRUST_DOMAIN + "/moved";
        String id = create(own);
        agents.admin("PATCH", "/" + id)
                .json(Map.of("federated_issuer", "other"))
                .send()
                .expect(422);
        agents.admin("PATCH", "/" + id)
                .json(Map.of("federated_issuer", "other", "federated_subject", "spiffe://other.example/moved"))
                .send()
                .expect(200);
        assertRefused(present(svid(own, Map.of())));
        present(otherDomainsKey.sign(header(otherDomainsKey, "jwt"), claims("spiffe://other.example/moved", Map.of())))
                .expect(200);
    }

    /** Keycloak asks each time what the provider says now: another trust domain or a longer age counts at once. */
    @Test
    void providerThatIsChangedOrSwitchedOffCountsAtOnce() {
        String domain = "spiffe://changing.example";
        provider("changing", domain, "/bundle", Map.of()).send().expect(201);
        String ignored =
                agents.create(body(domain + "/a", "changing")).path("id").asText();
        long now = Instant.now().getEpochSecond();
        String old = svid(domain + "/a", Map.of("iat", now - 400));
        assertRefused(present(old));

        change("changing", true, domain, Map.of("fedClientAssertionMaxExp", "3600"));
        present(old).expect(200);
        change("changing", true, "spiffe://changed.example", Map.of());
        assertRefused(present(svid(domain + "/a", Map.of())));
        change("changing", false, domain, Map.of());
        assertRefused(present(svid(domain + "/a", Map.of())));
        change("changing", true, domain, Map.of());
        present(svid(domain + "/a", Map.of())).expect(200);
        realm.admin("DELETE", "/identity-provider/instances/changing").send().expect(204);
        assertRefused(present(svid(domain + "/a", Map.of())));
    }

    /** What Keycloak demands of the address, by the realm's setting for TLS. */
    @Test
    void bundleComesOverTlsOrFromThisMachine() {
        realm.admin("PUT", "").json(Map.of("sslRequired", "external")).send().expect(204);
        provider("plain", "spiffe://plain.example", "/bundle", Map.of("bundleEndpoint", "http://203.0.113.1/bundle"))
                .send()
                .expect(400);
        provider("plain", "spiffe://plain.example", "/bundle", Map.of()).send().expect(201);
        provider("tls", "spiffe://tls.example", "/bundle", Map.of("bundleEndpoint", "https://203.0.113.1/bundle"))
                .send()
                .expect(201);
        realm.admin("PUT", "").json(Map.of("sslRequired", "none")).send().expect(204);
    }

    private String create(String subject) {
        JsonNode made = agents.create(body(subject, ISSUER));
        assertThat(made.path("federated_subject").asText()).isEqualTo(subject);
        assertThat(made.has("secret_key")).isFalse();
        return made.path("id").asText();
    }

    private static Map<String, Object> body(String subject, String issuer) {
        return TestAgents.body("credential", "federated", "federated_issuer", issuer, "federated_subject", subject);
    }

    private Request provider(String alias, String trustDomain, String bundle, Map<String, String> otherwise) {
        return realm.admin("POST", "/identity-provider/instances")
                .json(representation(alias, true, trustDomain, bundle, otherwise));
    }

    private void change(String alias, boolean isEnabled, String trustDomain, Map<String, String> otherwise) {
        realm.admin("PUT", "/identity-provider/instances/" + alias)
                .json(representation(alias, isEnabled, trustDomain, "/bundle", otherwise))
                .send()
                .expect(204);
    }

    private Map<String, Object> representation(
            String alias, boolean isEnabled, String trustDomain, String bundle, Map<String, String> otherwise) {
        Map<String, String> config =
                new HashMap<>(Map.of("trustDomain", trustDomain, "bundleEndpoint", spire.url(bundle)));
        config.putAll(otherwise);
        return Map.of("alias", alias, "providerId", "spiffe", "enabled", isEnabled, "config", config);
    }

    private Answer present(String svid, String... more) {
        return send(TYPE, svid, more);
    }

    private Answer send(String type, String assertion, String... more) {
        List<String> form = new ArrayList<>(List.of(
                "grant_type", "client_credentials", "client_assertion_type", type, "client_assertion", assertion));
        form.addAll(List.of(more));
        return realm.token(form.toArray(String[]::new)).send();
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(400, 401);
        assertThat(answer.text("error")).isEqualTo("invalid_client");
    }

    /** Which error it is for what is no JWS at all does not matter. */
    private static void assertNoToken(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(400, 401);
        assertThat(answer.json().has("access_token")).isFalse();
    }

    private String svid(String subject, Map<String, Object> otherwise) {
        return key.sign(header(key, "jwt"), claims(subject, otherwise));
    }

    private static Map<String, Object> header(SigningKey signer, String kid) {
        return Map.of("alg", signer.algorithm(), "kid", kid, "typ", "JWT");
    }

    /** What JWT-SVID 3 asks for. */
    private Map<String, Object> claims(String subject, Map<String, Object> otherwise) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims =
                new HashMap<>(Map.of("sub", subject, "aud", List.of(realm.issuer()), "exp", now + 240));
        claims.putAll(otherwise);
        return claims;
    }

    /** As SPIRE answers: keys for tokens without an algorithm, beside those for certificates (SPIFFE Trust Domain and Bundle 4). */
    private void bundle(String path, SigningKey jwtKey) {
        Map<String, Object> forTokens = new LinkedHashMap<>(jwtKey.jwk());
        forTokens.putAll(Map.of("kid", "jwt", "use", "jwt-svid"));
        Map<String, Object> forCertificates = new LinkedHashMap<>(jwtKey.jwk());
        forCertificates.putAll(Map.of("kid", "x509", "use", "x509-svid"));
        spire.reply(
                path,
                new WebhookReceiver.Reply(
                        200,
                        Map.of("Content-Type", "application/json"),
                        new String(
                                SigningKey.json(Map.of(
                                        "keys",
                                        List.of(forCertificates, forTokens),
                                        "spiffe_sequence",
                                        1,
                                        "spiffe_refresh_hint",
                                        300)),
                                StandardCharsets.UTF_8)));
    }
}
