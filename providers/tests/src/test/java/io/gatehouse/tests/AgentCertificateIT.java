package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.testkit.Database;
import io.gatehouse.testkit.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * An agent proves itself by a certificate in the TLS connection, which stock Keycloak verifies. On servers of its own, since
 * whether a server asks for certificates is fixed when it is built.
 */
@Tag("own-server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentCertificateIT {
    private static final String SUBJECT = "CN=report-bot,O=Agents";
    private static final String AUTHORITY = "CN=Authority of agents";
    private static final String OTHER_AUTHORITY = "CN=Another authority";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final TestCertificates certificates = new TestCertificates();
    private final int tlsPort = Ports.freePort();
    private Gatehouse gatehouse;
    private TestRealm realm;
    private TestAgents agents;
    private SSLContext good;

    /** Of which kind the database is; the class that extends this one has PostgreSQL. */
    String database() {
        return "h2";
    }

    @BeforeAll
    void start() {
        String database = database();
        String trusted =
                certificates.authority("agents", AUTHORITY) + "," + certificates.authority("other", OTHER_AUTHORITY);
        assertThat(certificates.authority("impostor", AUTHORITY)).exists();
        good = certificates.client("agents", SUBJECT);
        PostgresServer postgres = database.equals("postgresql") ? new PostgresServer(false).start() : null;
        gatehouse = new Gatehouse(
                StockServers.describe("certificate-" + database)
                        .database(postgres == null ? Database.h2Memory() : postgres.createDatabase("keycloak"))
                        .provider(Built.jar())
                        .option("--https-port=" + tlsPort)
                        .option("--https-key-store-file=" + certificates.serverKeys())
                        .option("--https-key-store-password=" + TestCertificates.PASSWORD)
                        .option("--https-client-auth=request")
                        .option("--http-management-scheme=http")
                        .option("--truststore-paths=" + trusted)
                        .build(),
                postgres);
        realm = gatehouse.realm("demo");
        agents = new TestAgents(gatehouse, realm);
        gatehouse.server().start();
    }

    /** What the token endpoint answered over TLS. */
    private record Said(int status, JsonNode body) {
        String token() {
            assertThat(status).as(body.toString()).isEqualTo(200);
            return body.path("access_token").asText();
        }
    }

    @AfterAll
    void close() {
        gatehouse.close();
        certificates.close();
    }

    @Test
    void certificateIsAllThatTheAgentNeeds() throws Exception {
        String id = create(SUBJECT, AUTHORITY);

        String token = present(good, id).token();

        assertThat(Jwt.parse(token).claims().path("client_id").asText()).isEqualTo(id);
        assertThat(agents.isValid(token)).isTrue();
        // A renewed one is as good, and so is the same name in another spelling (RFC 4514).
        assertThat(present(certificates.client("agents", SUBJECT), id).token()).isNotEmpty();
        String spelt = create("cn=report-bot, o=Agents", AUTHORITY);
        assertThat(present(good, spelt).token()).isNotEmpty();
    }

    @Test
    void certificateThatIsNotTheAgentsIsRefused() throws Exception {
        String id = create(SUBJECT, AUTHORITY);

        assertRefused(present(certificates.anonymous(), id));
        assertRefused(present(certificates.client("agents", "CN=another-bot,O=Agents"), id));
        assertRefused(present(certificates.client("agents", "CN=report-bot,O=Agents,C=DE"), id));
        assertRefused(present(certificates.client("agents", "CN=report-bot"), id));
        // Trusted by the server, but not for this agent.
        assertRefused(present(certificates.client("other", SUBJECT), id));
        assertRefused(present(good, create(SUBJECT, OTHER_AUTHORITY)));
        // Not trusted at all: the name is not what makes an authority, and a certificate ends.
        assertNoConnection(certificates.client("impostor", SUBJECT), id);
        assertNoConnection(certificates.client("agents", SUBJECT, "-startdate", "-10d", "-validity", "1"), id);
        assertRefused(present(good, "agent_000000000000"));
        assertRefused(present(good, agents.withSecret().id()));
        assertRefused(new Said(
                401,
                realm.token("grant_type", "client_credentials", "client_id", id)
                        .send()
                        .expect(401)
                        .json()));
    }

    /** Keycloak would take a subject for a regular expression unless it is told not to. */
    @Test
    void subjectIsNoPattern() throws Exception {
        String id = create("CN=.*,O=Agents", AUTHORITY);

        assertRefused(present(good, id));
        assertThat(present(certificates.client("agents", "CN=.*,O=Agents"), id).token())
                .isNotEmpty();
    }

    @Test
    void agentThatMayNotActIsRefused() throws Exception {
        String id = create(SUBJECT, AUTHORITY);
        String token = present(good, id).token();

        agents.act(id, "pause");
        assertThat(present(good, id).body().path("error").asText()).isEqualTo("unauthorized_client");
        assertThat(agents.isValid(token)).isFalse();
        agents.act(id, "resume");
        assertThat(present(good, id).token()).isNotEmpty();
        agents.act(id, "revoke");
        assertThat(present(good, id).body().path("error").asText()).isEqualTo("unauthorized_client");
    }

    @Test
    void anotherSubjectOrOwnerEndsWhatTheOldOneGot() throws Exception {
        String id = create(SUBJECT, AUTHORITY);
        String token = present(good, id).token();

        agents.admin("PATCH", "/" + id)
                .json(Map.of("tls_client_auth_subject_dn", "CN=next-bot,O=Agents"))
                .send()
                .expect(200);

        assertThat(agents.isValid(token)).isFalse();
        assertRefused(present(good, id));
        SSLContext next = certificates.client("agents", "CN=next-bot,O=Agents");
        String second = present(next, id).token();
        JsonNode handedOver = agents.admin("POST", "/" + id + "/transfer")
                .json(Map.of("owner", "Another team"))
                .send()
                .expect(200)
                .json();
        assertThat(handedOver.path("tls_client_auth_subject_dn").isNull()).isTrue();
        assertThat(handedOver.path("tls_client_auth_ca_subject_dn").isNull()).isTrue();
        assertThat(agents.isValid(second)).isFalse();
        assertRefused(present(next, id));
    }

    @Test
    void namesAreGivenByAdministratorsAndAreDistinguishedNames() {
        for (Map<String, Object> body : List.of(
                body("report-bot", AUTHORITY),
                body(SUBJECT, "authority"),
                body("CN=" + "a".repeat(1_022), AUTHORITY))) {
            agents.admin("POST", "").json(body).send().expect(422);
        }
        KeyRealm keys = new KeyRealm(gatehouse, realm);
        KeyRealm.Person person = keys.person();
        Map<String, Object> mine = body(SUBJECT, AUTHORITY);
        mine.put("owner", Map.of("type", "user", "id", person.id()));
        mine.put("scopes", List.of());
        agents.person(keys.token(person.username()), "POST", "")
                .json(mine)
                .send()
                .expect(403);
    }

    private String create(String subject, String authority) {
        JsonNode made = agents.create(body(subject, authority));
        assertThat(made.path("credential").asText()).isEqualTo("certificate");
        assertThat(made.path("tls_client_auth_subject_dn").asText()).isEqualTo(subject);
        assertThat(made.path("tls_client_auth_ca_subject_dn").asText()).isEqualTo(authority);
        assertThat(made.has("secret_key")).isFalse();
        return made.path("id").asText();
    }

    private static Map<String, Object> body(String subject, String authority) {
        return TestAgents.body(
                "credential",
                "certificate",
                "tls_client_auth_subject_dn",
                subject,
                "tls_client_auth_ca_subject_dn",
                authority);
    }

    private Said present(SSLContext client, String id) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + tlsPort + realm.path("/protocol/openid-connect/token")))
                .timeout(LIMIT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=" + URLEncoder.encode(id, StandardCharsets.UTF_8)))
                .build();
        HttpResponse<String> answer = HttpClient.newBuilder()
                .sslContext(client)
                .connectTimeout(LIMIT)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
        return new Said(answer.statusCode(), new ObjectMapper().readTree(answer.body()));
    }

    private void assertNoConnection(SSLContext client, String id) {
        assertThatThrownBy(() -> present(client, id)).isInstanceOf(IOException.class);
    }

    private static void assertRefused(Said said) {
        assertThat(said.status()).as(said.body().toString()).isIn(400, 401);
        assertThat(said.body().path("error").asText()).isEqualTo("invalid_client");
    }
}
