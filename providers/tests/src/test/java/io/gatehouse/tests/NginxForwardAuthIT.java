package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.Ports;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Http;
import io.gatehouse.testkit.http.Request;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.TestAbortedException;

/**
 * A real nginx with the configuration that the guide prints lets requests with a key pass and refuses the others. Its
 * upstream, a second server of the same nginx, says what it was sent.
 */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NginxForwardAuthIT {
    private static final String PAGE = "api-keys.md";
    private static final String HEADING = "### nginx";
    private static final String DEMO = "http://127.0.0.1:8080/realms/demo/";

    private Gatehouse gatehouse;
    private KeyRealm keys;
    private Nginx nginx;
    private Http http;

    @BeforeAll
    void start(Gatehouse server, TestRealm realm) {
        if (Nginx.binary().isEmpty()) {
            throw new TestAbortedException(
                    "NGINX IS NOT INSTALLED: forward-auth is NOT tested behind nginx in this run."
                            + " Install the package nginx-light (or nginx).");
        }
        gatehouse = server;
        keys = new KeyRealm(server, realm);
        int port = Ports.freePort();
        int upstream = Ports.freePort();
        nginx = Nginx.start(configuration(server.baseUrl() + "/realms/" + realm.name() + "/", port, upstream), port);
        http = new Http("http://127.0.0.1:" + port);
    }

    @AfterAll
    void stop() {
        if (nginx != null) {
            nginx.close();
        }
    }

    /** The guide's server, with the addresses of this test, and an upstream. */
    private static String configuration(String realm, int port, int upstream) {
        String guide = Guide.block(PAGE, HEADING, "nginx");
        assertThat(guide).contains("listen 8088;", "http://127.0.0.1:9091;", DEMO);
        return guide.replace("listen 8088;", "listen 127.0.0.1:" + port + ";")
                        .replace("127.0.0.1:9091", "127.0.0.1:" + upstream)
                        .replace(DEMO, realm)
                + "server { listen 127.0.0.1:" + upstream + "; location / { return 200"
                + " \"$request_method|$http_x_gatehouse_subject|$http_x_gatehouse_scopes|$http_x_gatehouse_key_id"
                + "|$http_x_gatehouse_organization|$http_authorization|$http_x_api_key\"; } }";
    }

    @Test
    void keyPassesAndTheServiceIsToldWhoItIs() {
        Answer key = key();

        Answer answer = reports().bearer(key.text("key")).send().expect(200);

        assertThat(answer.body())
                .isEqualTo("GET|" + key.json().at("/owner/id").asText() + "|reports:read|" + key.text("id") + "|||");
        reports().header("X-API-Key", key.text("key")).send().expect(200);
    }

    @Test
    void bodyAndMethodReachTheService() {
        Answer answer = http.post("/reports/2026?scope=admin&audience=x&access_token=y")
                .bearer(key().text("key"))
                .form("scope", "admin")
                .send()
                .expect(200);

        assertThat(answer.body()).startsWith("POST|");
    }

    @Test
    void headersThatAClientForgesDoNotGetThrough() {
        Answer key = key();

        String body = reports()
                .bearer(key.text("key"))
                .header("X-Gatehouse-Subject", "root")
                .header("X-Gatehouse-Scopes", "admin")
                .header("X-Gatehouse-Key-Id", "x")
                .header("X-Gatehouse-Organization", "acme")
                .send()
                .expect(200)
                .body();

        assertThat(body).doesNotContain("root", "admin", "acme").contains(key.text("id"));
    }

    @Test
    void nobodyPassesWithoutAGoodCredential() {
        Answer revoked = key();
        keys.admin("DELETE", "/api-keys/" + revoked.text("id")).send().expect(204);

        assertThat(reports().send().expect(401).header("WWW-Authenticate")).hasValue("Bearer");
        reports().bearer(revoked.text("key")).send().expect(401);
        reports().bearer("x").send().expect(401);
        reports()
                .bearer(keys.realm().userToken("alice", "openid gatehouse"))
                .send()
                .expect(401);
        http.request("OPTIONS", "/reports/")
                .header("Origin", "https://a.example")
                .header("Access-Control-Request-Method", "GET")
                .send()
                .expect(401);
        http.get("/_gatehouse").bearer(key().text("key")).send().expect(404);
    }

    @Test
    void scopeAndAudienceAreThoseOfTheConfiguration() {
        String withoutScope = keys.key("audiences", List.of("reports"), "scopes", List.of("other"))
                .text("key");
        String withoutAudience = keys.key("scopes", List.of("reports:read")).text("key");

        reports().bearer(withoutScope).send().expect(403);
        http.get("/reports/?scope=other").bearer(withoutScope).send().expect(403);
        reports().bearer(withoutAudience).send().expect(401);
        TestAgent agent = new TestAgents(gatehouse, keys.realm()).withSecret("scopes", List.of("reports:read"));
        reports().bearer(agent.token("audience", "reports")).send().expect(200);
        reports().bearer(agent.token()).send().expect(401);
    }

    @Test
    void twoCredentialsAreABadRequest() {
        reports()
                .bearer(key().text("key"))
                .header("X-API-Key", key().text("key"))
                .send()
                .expect(400);
    }

    @Test
    void nobodyPassesWhileKeycloakIsAway() {
        int port = Ports.freePort();
        String nowhere = "http://127.0.0.1:" + Ports.freePort() + "/realms/demo/";
        Nginx alone = Nginx.start(configuration(nowhere, port, Ports.freePort()), port);
        try {
            new Http("http://127.0.0.1:" + port)
                    .get("/reports/")
                    .bearer(key().text("key"))
                    .send()
                    .expect(503);
        } finally {
            alone.close();
        }
    }

    private Answer key() {
        return keys.key("scopes", List.of("reports:read"), "audiences", List.of("reports"));
    }

    private Request reports() {
        return http.get("/reports/");
    }
}
