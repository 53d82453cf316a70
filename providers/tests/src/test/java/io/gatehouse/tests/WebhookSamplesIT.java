package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.testkit.Ports;
import io.gatehouse.tests.WebhookCalls.Hook;
import io.gatehouse.tests.WebhookReceiver.Received;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The receivers that {@code docs/guide/webhooks.md} shows, run as they stand there, but for the port: each takes a real
 * delivery and refuses a changed and an unsigned one. Where Python or Go is not installed that one is skipped.
 */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class WebhookSamplesIT {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final String PORT = "8000";

    @ParameterizedTest
    @CsvSource({"python, receiver.py, python3 receiver.py", "go, receiver.go, go run receiver.go"})
    void receiverOfTheGuideTakesOursAndNothingElse(
            String language, String file, String command, Gatehouse gatehouse, TestRealm realm, @TempDir Path folder)
            throws Exception {
        List<String> words = List.of(command.split(" "));
        boolean isInstalled = isInstalled(words.get(0));
        if (!isInstalled) {
            System.out.printf(
                    "SKIPPED: %s is not installed, so the guide's receiver in %s was not run%n",
                    words.get(0), language);
        }
        assumeTrue(isInstalled, words.get(0) + " is not installed");
        int port = Ports.freePort();
        Files.writeString(folder.resolve(file), sample(language).replace(PORT, String.valueOf(port)));
        WebhookCalls hooks = new WebhookCalls(new RealmCalls(gatehouse, realm));
        Hook hook = hooks.hook("http://127.0.0.1:" + port + "/hooks");
        Process process = start(folder, words, hook.secret());
        try {
            Eventually.holds(START_LIMIT, language + " listens", () -> isListening(port));

            String made = hooks.calls().agent().id();

            assertThat(hooks.await(hook, "delivered", 1)
                            .path(0)
                            .path("event_type")
                            .asText())
                    .as(made)
                    .isEqualTo("agent.created");
            assertRefuses(port, hook, hooks);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** What somebody else sends: a delivery of ours with another body, an old one, and one without a signature. */
    private static void assertRefuses(int port, Hook hook, WebhookCalls hooks) {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            hooks.patch(hook, "url", receiver.url("/copy")).expect(200);
            String ignored = hooks.calls().agent().id();
            Received ours = receiver.await("/copy", 1).get(0);
            assertThat(send(port, ours, ours.text(), Map.of())).isEqualTo(204);
            assertThat(send(port, ours, ours.text() + " ", Map.of())).isEqualTo(400);
            assertThat(send(port, ours, ours.text(), Map.of("webhook-timestamp", "1700000000")))
                    .isEqualTo(400);
            assertThat(post(port, ours.text())).isEqualTo(400);
        }
    }

    private static int send(int port, Received ours, String body, Map<String, String> changed) {
        return post(
                port,
                body,
                Stream.of("webhook-id", "webhook-timestamp", "webhook-signature")
                        .map(name -> name + ": " + changed.getOrDefault(name, ours.header(name)))
                        .toArray(String[]::new));
    }

    /** On a connection of its own: Python's server closes each after its answer, and an ordinary client may take it again. */
    private static int post(int port, String body, String... headers) {
        String server = "http://127.0.0.1:" + port;
        String[] all = Stream.concat(Stream.of("Content-Type: application/json"), Stream.of(headers))
                .toArray(String[]::new);
        try (RawClient client = new RawClient(server)) {
            String answer = client.send(RawClient.request(server, "POST", "/hooks", body, all));
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    private static Process start(Path folder, List<String> command, String secret) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile());
        builder.environment().put("WEBHOOK_SECRET", secret);
        return builder.start();
    }

    private static String sample(String language) throws IOException {
        Matcher found = Pattern.compile("```" + language + "\\n(.*?)\\n```", Pattern.DOTALL)
                .matcher(
                        Files.readString(Built.openApi().resolveSibling("guide").resolve("webhooks.md")));
        assertThat(found.find()).isTrue();
        assertThat(found.group(1)).contains(PORT);
        return found.group(1);
    }

    private static boolean isInstalled(String program) {
        return Pattern.compile(":")
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .map(Path::of)
                .anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
