package io.gatehouse.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gatehouse.testkit.http.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example of an application in the browser: where its tokens are, how it refreshes them, and where a lost session ends. */
@Tag("browser")
@Tag("h2") // to a browser both databases are the same
@ExtendWith(GatehouseExtension.class)
class SpaExampleIT {
    private static final String ALL_WELL = "200 200 200 200 200 200 200 200";
    private static final Duration PAST_A_TOKEN = Duration.ofMinutes(31);

    private final List<Request> asked = new CopyOnWriteArrayList<>();
    private Gatehouse gatehouse;
    private TestRealm realm;
    private HttpServer server;
    private Chromium chromium;
    private Page page;

    @BeforeEach
    void start(Gatehouse gatehouse, TestRealm realm) throws IOException {
        this.gatehouse = gatehouse;
        this.realm = realm;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Map<String, byte[]> files = files();
        server.createContext("/", exchange -> serve(exchange, files));
        server.start();
        allow(address());
        chromium = Chromium.start();
        page = chromium.page();
        page.onRequest(asked::add);
    }

    @AfterEach
    void stop() {
        chromium.close();
        server.stop(0);
    }

    @Test
    void tokensStayInMemoryCallsShareOneRefreshAndALostSessionEndsAtTheLogin() {
        page.navigate(address() + "/");
        Chromium.logIn(page, "alice", "alice");
        assertThat(page.locator("#who")).hasText("Alice Archer");
        page.locator("#call").click();
        assertThat(page.locator("#result")).hasText(ALL_WELL);
        nothingIsKept();
        assertThat(refreshes()).isZero();
        assertThat(page.url()).doesNotContain("code=");

        gatehouse.moveClock(PAST_A_TOKEN);
        asked.clear();
        page.locator("#call").click();
        page.waitForCondition(() -> refreshes() == 1);
        assertThat(page.locator("#result")).hasText(ALL_WELL);

        assertThat(refreshes()).isEqualTo(1);
        assertThat(asked.stream().filter(request -> isCall(request)).count()).isEqualTo(16);
        nothingIsKept();

        realm.admin("POST", "/users/" + realm.userId("alice") + "/logout")
                .send()
                .expect(204);
        page.locator("#call").click();
        assertThat(page.locator("#username")).isVisible();
        assertThat(refreshes()).isEqualTo(2);
    }

    @Test
    void logoutEndsTheSessionAtKeycloakToo() {
        page.navigate(address() + "/");
        Chromium.logIn(page, "bob", "bob");
        assertThat(page.locator("#who")).hasText("Bob Baker");

        page.locator("#logout").click();

        assertThat(page.locator("#username")).isVisible();
        assertThat(realm.admin("GET", "/users/" + realm.userId("bob") + "/sessions")
                        .send()
                        .expect(200)
                        .json())
                .isEmpty();
        nothingIsKept();
    }

    /** Not a token, in whatever form: the page's origin and Keycloak's keep nothing that scripts can read. */
    private void nothingIsKept() {
        Object kept = page.evaluate("() => [...Object.values({...localStorage}), ...Object.values({...sessionStorage}),"
                + " document.cookie].filter(text => /eyJ|token/.test(text)).length + '/' + sessionStorage.length");
        assertThat(kept).isEqualTo("0/0");
    }

    private long refreshes() {
        return asked.stream()
                .filter(request -> request.url().endsWith("/protocol/openid-connect/token"))
                .filter(request ->
                        Objects.requireNonNullElse(request.postData(), "").contains("grant_type=refresh_token"))
                .count();
    }

    private static boolean isCall(Request request) {
        boolean isOurs = request.url().endsWith("/userinfo") || request.url().endsWith("/gatehouse/v1/api-keys");
        return isOurs && request.method().equals("GET");
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The client of the demo realm knows one port, which another program may have here. */
    private void allow(String origin) {
        Answer found = realm.admin("GET", "/clients?clientId=demo-spa").send().expect(200);
        ObjectNode client = (ObjectNode) found.json().path(0);
        client.putArray("webOrigins").add(origin);
        realm.admin("PUT", "/clients/" + client.path("id").asText())
                .json(client)
                .send()
                .expect(204);
    }

    /** The example's files with the configuration of this realm, and the library that its lock file names. */
    private Map<String, byte[]> files() throws IOException {
        Path example = Built.openApi().resolveSibling("examples").resolve("spa");
        Map<String, byte[]> files = new HashMap<>();
        for (String name : List.of("index.html", "app.js", "session.js")) {
            files.put("/" + name, Files.readAllBytes(example.resolve(name)));
        }
        String config = Files.readString(example.resolve("config.js"))
                .replace("http://127.0.0.1:8080", gatehouse.baseUrl())
                .replace("'demo'", "'" + realm.name() + "'");
        files.put("/config.js", config.getBytes(StandardCharsets.UTF_8));
        try (NodeProject project = NodeProject.of(example)) {
            files.put(
                    "/keycloak.js",
                    project.bash("cat node_modules/keycloak-js/lib/keycloak.js").getBytes(StandardCharsets.UTF_8));
        }
        files.put("/", files.get("/index.html"));
        return files;
    }

    private static void serve(HttpExchange exchange, Map<String, byte[]> files) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] content = files.getOrDefault(path, new byte[0]);
        exchange.getResponseHeaders()
                .set(
                        "Content-Type",
                        path.endsWith(".js") ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8");
        exchange.sendResponseHeaders(files.containsKey(path) ? 200 : 404, content.length == 0 ? -1 : content.length);
        try (exchange) {
            exchange.getResponseBody().write(content);
        }
    }
}
