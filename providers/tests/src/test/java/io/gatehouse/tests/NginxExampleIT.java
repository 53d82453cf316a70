package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.Ports;
import io.gatehouse.testkit.http.Http;
import io.gatehouse.testkit.http.Request;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.TestAbortedException;

/** A real nginx with the example's file in front of a service that says what it was sent: agents' tokens pass, by method. */
@Tag("postgresql") // once is enough: it is not about the database
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NginxExampleIT {
    private static final String SERVICE = "orders";

    private RealmCalls calls;
    private String agent;
    private Nginx nginx;
    private String address;
    private Http http;

    @BeforeAll
    void start(Gatehouse gatehouse, TestRealm realm) throws Exception {
        if (Nginx.binary().isEmpty()) {
            String text = "NGINX IS NOT INSTALLED: docs/examples/nginx is NOT tested in this run."
                    + " Install the package nginx-light (or nginx).";
            System.out.println("SKIPPED: " + text);
            throw new TestAbortedException(text);
        }
        calls = new RealmCalls(gatehouse, realm);
        agent = calls.agent().id();
        int port = Ports.freePort();
        int upstream = Ports.freePort();
        String file = Files.readString(
                Built.openApi().resolveSibling("examples").resolve("nginx").resolve("orders.conf"));
        assertThat(file).contains("listen 8933;", "http://127.0.0.1:8934;", "http://127.0.0.1:8080/realms/demo/");
        nginx = Nginx.start(
                file.replace("listen 8933;", "listen 127.0.0.1:" + port + ";")
                                .replace("127.0.0.1:8934", "127.0.0.1:" + upstream)
                                .replace("http://127.0.0.1:8080/realms/demo/", gatehouse.baseUrl() + realm.path("/"))
                        + "server { listen 127.0.0.1:" + upstream + "; location / { return 200"
                        + " \"$request_method|$http_x_gatehouse_subject|$http_x_gatehouse_scopes|$http_authorization|\"; } }",
                port);
        address = "http://127.0.0.1:" + port;
        http = new Http(address);
    }

    @AfterAll
    void stop() {
        if (nginx != null) {
            nginx.close();
        }
    }

    private String token(String... scopes) {
        return calls.token(agent, "target_service", SERVICE, "scope", List.of(scopes));
    }

    private Request orders(String method, String token) {
        return http.request(method, "/orders/1?scope=orders.read&audience=any").bearer(token);
    }

    @Test
    void tokenPassesAndTheServiceIsToldWhoItIs() {
        String body = orders("GET", token("orders.read"))
                .header("X-Gatehouse-Subject", "root")
                .header("X-Gatehouse-Scopes", "admin")
                .send()
                .expect(200)
                .body();

        assertThat(body).isEqualTo("GET|" + agent + "|orders.read||");
    }

    @Test
    void whatChangesSomethingNeedsTheOtherScope() {
        for (String method : List.of("POST", "PUT", "DELETE")) {
            orders(method, token("orders.read")).send().expect(403);
            assertThat(orders(method, token("orders.read", "orders.write"))
                            .send()
                            .expect(200)
                            .body())
                    .startsWith(method + "|");
        }
        orders("GET", token("orders.write")).send().expect(403);
    }

    @Test
    void tokenForAnotherServiceOrNoneInParticularIsRefused() {
        orders("GET", calls.token(agent)).send().expect(401);
        orders("GET", calls.token(agent, "target_service", "demo-api")).send().expect(401);
        http.get("/orders").send().expect(401);
        orders("GET", "x").send().expect(401);
    }

    @Test
    void revokedTokenIsRefusedAtOnceAndOthersAreNot() {
        String kept = token("orders.read");
        String revoked = token("orders.read");
        orders("GET", revoked).send().expect(200);

        calls.admin("POST", "/tokens/revoke")
                .json(Map.of("token", revoked))
                .send()
                .expect(200);

        orders("GET", revoked).send().expect(401);
        orders("GET", kept).send().expect(200);
    }

    /** The commands of the page as they stand there, but for the addresses of this test. */
    @Test
    void commandsOfThePageShowWhatPassesAndWhatDoesNot() throws Exception {
        String names = Guide.blocks("../../README.md", "sh").stream()
                .filter(block -> block.startsWith("KC="))
                .findFirst()
                .orElseThrow()
                .lines()
                .limit(2)
                .collect(Collectors.joining("\n", "", "\n"));
        String script = (names
                        + Guide.blocks("../examples/nginx/README.md", "sh").get(0))
                .replace("http://127.0.0.1:8080", calls.gatehouse().baseUrl())
                .replace("/realms/demo/", calls.realm().path("/"))
                .replace("http://127.0.0.1:8933", address);

        assertThat(Shell.run(script, Map.of())).isEqualTo("200\n403\n");
    }
}
