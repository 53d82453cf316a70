package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.testkit.http.Http;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example of an MCP server, as its page tells to run it: tools are scopes, and a revoked token ends in the middle of a session. */
@Tag("postgresql") // once is enough: it is not about the database
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpExampleIT {
    /** The server of this test keeps a status list for a second. */
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    private RealmCalls calls;
    private NodeProject project;
    private Process server;
    private String resource;
    private String agent;

    /** A client that stays connected. */
    private record Session(Process process, BufferedReader answers, BufferedWriter commands) implements AutoCloseable {
        JsonNode next() {
            try {
                String line = answers.readLine();
                return JSON.readTree(line == null ? "{}" : line);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        JsonNode ask(String command) {
            try {
                commands.write(command + "\n");
                commands.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return next();
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    @BeforeAll
    void start(Gatehouse gatehouse, TestRealm realm) throws Exception {
        calls = new RealmCalls(gatehouse, realm);
        agent = calls.agent().id();
        project = NodeProject.of(example(), "server.mjs", "client.mjs", "gatehouse.mjs");
        server = project.start(
                "server.mjs", Map.of("ISSUER", realm.issuer(), "PORT", "0", "MAX_STATUS_AGE_SECONDS", "1"));
        resource = server.inputReader(StandardCharsets.UTF_8).readLine();
        assertThat(resource).as(project.errors()).isNotNull();
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            NodeProject.stop(server);
        }
        if (project != null) {
            project.close();
        }
    }

    private static Path example() {
        return Built.openApi().resolveSibling("examples").resolve("mcp");
    }

    private Session connect(String token) throws IOException {
        Process process = project.start("client.mjs", Map.of("TOKEN", token), resource);
        return new Session(
                process, process.inputReader(StandardCharsets.UTF_8), process.outputWriter(StandardCharsets.UTF_8));
    }

    private String token(String... scopes) {
        return calls.token(agent, "scope", List.of(scopes), "target_service", resource);
    }

    @Test
    void toolsAreScopesAndARevokedTokenEndsInTheMiddleOfASession() throws IOException {
        String token = token("orders.read");
        try (Session session = connect(token)) {
            assertThat(session.next()).hasToString("{\"connected\":\"orders\"}");
            assertThat(session.ask("tools")).hasToString("[\"list_orders\"]");
            assertThat(session.ask("call list_orders").path("text").asText()).contains("Lamp");
            JsonNode refused = session.ask("call cancel_order {\"id\":\"2\"}");
            assertThat(refused.path("status").asInt()).isEqualTo(403);
            assertThat(refused.path("refused").asText()).contains("insufficient_scope");

            calls.admin("POST", "/tokens/revoke")
                    .json(Map.of("token", token))
                    .send()
                    .expect(200);

            Eventually.holds(
                    SEEN_WITHIN,
                    "the session is over",
                    () -> session.ask("call list_orders").path("status").asInt() == 401);
        }
    }

    @Test
    void agentWithBothScopesHasBothToolsUntilItIsPaused() throws IOException {
        String paused = calls.agent().id();
        String token = calls.token(paused, "scope", RealmCalls.SCOPES, "target_service", resource);
        try (Session session = connect(token)) {
            assertThat(session.next().has("connected")).isTrue();
            assertThat(session.ask("tools")).hasToString("[\"list_orders\",\"cancel_order\"]");
            assertThat(session.ask("call cancel_order {\"id\":\"1\"}")
                            .path("text")
                            .asText())
                    .contains("cancelled");

            calls.admin("POST", "/agents/" + paused + "/pause").send().expect(200);

            Eventually.holds(
                    SEEN_WITHIN,
                    "the session is over",
                    () -> session.ask("tools").path("status").asInt() == 401);
        }
    }

    /** The commands of the page as they stand there, but for the addresses of this test and what is typed into the client. */
    @Test
    void commandsOfThePageMakeAnAgentUseTheServerAndPauseTheAgent() throws IOException {
        List<String> blocks = blocks(example().resolve("README.md"));
        String names = blocks(example().resolve("../../../README.md")).stream()
                .filter(block -> block.startsWith("KC="))
                .findFirst()
                .orElseThrow()
                .lines()
                .limit(2)
                .collect(Collectors.joining("\n", "", "\n"));
        String typed = "printf '%s\\n' tools 'call list_orders' 'call cancel_order {\"id\":\"2\"}' | ";
        String script = (names + blocks.get(1) + blocks.get(2))
                .replace("http://127.0.0.1:8080", calls.gatehouse().baseUrl())
                .replace("/realms/demo/", calls.realm().path("/"))
                .replace("http://127.0.0.1:8931/mcp", resource)
                .replace("node client.mjs", typed + "node client.mjs " + resource);

        List<String> lines = project.bash(script).lines().toList();

        assertThat(lines.subList(0, 2)).containsExactly("{\"connected\":\"orders\"}", "[\"list_orders\"]");
        assertThat(JSON.readTree(lines.get(2)).path("text").asText()).contains("Lamp");
        assertThat(JSON.readTree(lines.get(3)).path("status").asInt()).isEqualTo(403);
        assertThat(JSON.readTree(lines.get(4)).path("status").asText()).isEqualTo("paused");
    }

    private static List<String> blocks(Path page) throws IOException {
        return Pattern.compile("(?ms)^```sh\n(.*?)^```$")
                .matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    @Test
    void tokenForAnotherServiceOpensNothing() throws IOException {
        for (String token :
                List.of("x", calls.token(agent), calls.token(agent, "target_service", "https://other.example"))) {
            try (Session session = connect(token)) {
                assertThat(session.next().path("status").asInt()).isEqualTo(401);
            }
        }
    }

    @Test
    void whoHasNoTokenLearnsWhereToGetOne() {
        Http http = new Http(resource.substring(0, resource.indexOf("/mcp")));

        String challenge =
                http.post("/mcp").send().expect(401).header("WWW-Authenticate").orElseThrow();

        assertThat(challenge).contains("resource_metadata=\"http://127.0.0.1:");
        JsonNode metadata = http.get("/.well-known/oauth-protected-resource/mcp")
                .send()
                .expect(200)
                .json();
        assertThat(metadata.path("resource").asText()).isEqualTo(resource);
        assertThat(metadata.at("/authorization_servers/0").asText())
                .isEqualTo(calls.realm().issuer());
    }
}
