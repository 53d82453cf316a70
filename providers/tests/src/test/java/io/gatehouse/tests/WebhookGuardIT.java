package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.WebhookCalls.Hook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No webhook makes the server connect to its own network: URLs are refused when they are entered, names when something is
 * sent. The server is one without a list of allowed addresses, and its names come from a file. A canary listens on loopback,
 * where every refused URL that names a port would lead; it must see no connection.
 */
@Tag("own-server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookGuardIT {
    /** The cases of OutboundUrlTest, seen from where the jar is built: a verdict, a space, and the URL. */
    private static final Path CASES = Path.of("../../core/src/test/resources/io/gatehouse/core/net/urls.txt");

    private static final int MIN_CASES = 400;

    /** What names in the server's hosts file lead to; a blank separates several addresses. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("loopback.receiver.test", "127.0.0.1"),
            Map.entry("loopback6.receiver.test", "::1"),
            Map.entry("unspecified.receiver.test", "0.0.0.0"),
            Map.entry("mapped.receiver.test", "::ffff:127.0.0.1"),
            Map.entry("nat64.receiver.test", "64:ff9b::7f00:1"),
            Map.entry("sixtofour.receiver.test", "2002:7f00:1::1"),
            Map.entry("unique.receiver.test", "fd00::1"),
            Map.entry("private.receiver.test", "10.0.0.1"),
            Map.entry("carrier.receiver.test", "100.64.0.1"),
            Map.entry("metadata.receiver.test", "169.254.169.254"),
            Map.entry("first.receiver.test", "127.0.0.1 8.8.8.8"),
            Map.entry("last.receiver.test", "8.8.8.8 127.0.0.1"),
            Map.entry("both.receiver.test", "2606:4700:4700::1111 127.0.0.1"));

    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket canary;
    private Path hosts;
    private Gatehouse gatehouse;
    private RealmCalls calls;
    private WebhookCalls hooks;

    @BeforeAll
    void start() throws IOException {
        canary = new ServerSocket();
        canary.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread listener = new Thread(this::countConnections, "canary");
        listener.setDaemon(true);
        listener.start();
        hosts = Files.createTempFile("hosts", null);
        Files.write(hosts, hostsFile());
        gatehouse = new Gatehouse(
                KeycloakServer.from(Built.distribution())
                        .home(Built.serverHome("webhook-guard"))
                        .provider(Built.jar())
                        .importRealm(Built.demoRealm())
                        .environment("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1 -Djdk.net.hosts.file=" + hosts)
                        .build(),
                null);
        gatehouse.server().start();
        calls = new RealmCalls(gatehouse, gatehouse.realm("demo"));
        hooks = new WebhookCalls(calls);
    }

    @AfterAll
    void stop() throws IOException {
        if (gatehouse != null) {
            gatehouse.close();
        }
        canary.close();
        Files.deleteIfExists(hosts);
    }

    @AfterEach
    void canarySawNothing() {
        assertThat(connections).hasValue(0);
    }

    @Test
    void everyRefusedUrlIsNamedWhenItIsEntered() throws IOException {
        List<String> wrong = new ArrayList<>();
        int refused = 0;
        for (String line : cases()) {
            String verdict = line.substring(0, line.indexOf(' '));
            String url = line.substring(line.indexOf(' ') + 1);
            Answer answer = calls.admin("POST", "/webhooks")
                    .body("application/json", "{\"url\":" + quoted(url) + "}")
                    .send();
            if (verdict.equals("ok")) {
                delete(answer.expect(201).text("id"));
            } else {
                refused++;
                if (!isRefused(answer, verdict)) {
                    wrong.add(line + " -> " + answer.status() + " " + answer.body());
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(refused).isGreaterThanOrEqualTo(MIN_CASES);
        assertThat(calls.admin("GET", "/webhooks").send().expect(200).json().path("items"))
                .isEmpty();
    }

    @Test
    void urlThatIsChangedIsJudgedAsOneThatIsEntered() throws IOException {
        Hook hook = hooks.hook("https://example.com/hook");
        List<String> wrong = new ArrayList<>();
        List<String> cases =
                cases().stream().filter(line -> !line.startsWith("ok ")).toList();
        for (int i = 0; i < cases.size(); i += 7) {
            String line = cases.get(i);
            Answer answer = calls.admin("PATCH", "/webhooks/" + hook.id())
                    .body("application/json", "{\"url\":" + quoted(line.substring(line.indexOf(' ') + 1)) + "}")
                    .send();
            if (!isRefused(answer, line.substring(0, line.indexOf(' ')))) {
                wrong.add(line + " -> " + answer.status() + " " + answer.body());
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(hooks.shown(hook).path("url").asText()).isEqualTo("https://example.com/hook");
        delete(hook.id());
    }

    /** The port is the canary's: whoever connected to the name's private address would be seen. */
    @Test
    void nameThatLeadsInsideIsRefusedWhenATestIsSent() {
        for (String name : NAMES.keySet()) {
            Hook hook = hooks.hook(url(name));

            Answer answer = hooks.post(hook, "test").expect(502);

            assertThat(answer.text("code")).as(name).isEqualTo("endpoint_address_refused");
            assertThat(answer.body()).as("no address is told").doesNotContain("127.0.0.1", "10.0.0.1", "169.254");
            delete(hook.id());
        }
    }

    @Test
    void nameThatLeadsInsideIsRefusedWhenAnEventIsSent() {
        List<Hook> made = NAMES.keySet().stream()
                .map(name -> hooks.hook(url(name), "events", List.of("api_key.created")))
                .toList();

        calls.key("orders.read");

        for (Hook hook : made) {
            JsonNode attempt = hooks.awaitAttempts(hook, 1).at("/attempt_log/0");
            assertThat(attempt.path("failure").asText()).isEqualTo("address_refused");
            assertThat(attempt.path("status_code").asInt()).isZero();
        }
        made.forEach(hook -> delete(hook.id()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere.receiver.test", "127.0.0.1.nip.io"})
    void nameWithoutAnAddressIsAcceptedAndFailsWhenSomethingIsSent(String name) {
        Hook hook = hooks.hook(url(name));

        assertThat(hooks.post(hook, "test").expect(502).text("code")).isEqualTo("endpoint_dns");
        delete(hook.id());
    }

    private void delete(String id) {
        calls.admin("DELETE", "/webhooks/" + id).send().expect(204);
    }

    /** By our code, or because no text of the API may hold such a character or be so long. */
    private static boolean isRefused(Answer answer, String verdict) {
        if (answer.status() == 400) {
            return verdict.equals("url_characters") && answer.text("code").equals("invalid_json");
        }
        JsonNode error = answer.json().at("/errors/0");
        String code = error.path("code").asText();
        boolean isGeneral = verdict.equals("url_characters") && code.equals("invalid_text");
        return answer.status() == 422
                && error.path("pointer").asText().equals("/url")
                && (code.equals(verdict) || isGeneral);
    }

    private String url(String name) {
        return "https://" + name + ":" + canary.getLocalPort() + "/";
    }

    private static List<String> cases() throws IOException {
        return Files.readAllLines(Built.jar().resolveSibling(CASES).normalize()).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    /** The table's escapes are JSON's; only the quote and the backslash need one more. */
    private static String quoted(String url) {
        return "\"" + url.replace("\"", "\\\"") + "\"";
    }

    private static List<String> hostsFile() {
        List<String> lines = new ArrayList<>(List.of("127.0.0.1 localhost"));
        NAMES.forEach((name, addresses) -> {
            for (String address : addresses.split(" ", -1)) {
                lines.add(address + " " + name);
            }
        });
        return lines;
    }

    private void countConnections() {
        while (!canary.isClosed()) {
            try {
                canary.accept().close();
                connections.incrementAndGet();
            } catch (IOException e) {
                return;
            }
        }
    }
}
