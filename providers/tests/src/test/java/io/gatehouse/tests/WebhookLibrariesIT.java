package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.gatehouse.core.webhook.VerificationKey;
import io.gatehouse.core.webhook.WebhookVerifier;
import io.gatehouse.core.webhook.WebhookVerifier.Verdict;
import io.gatehouse.tests.WebhookCalls.Hook;
import io.gatehouse.tests.WebhookReceiver.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The official Standard Webhooks libraries, for Java and for Node, verify what we send and refuse what others change. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookLibrariesIT {
    private static final int NPM_LIMIT_SECONDS = 120;
    private static final int NODE_LIMIT_SECONDS = 30;

    private final WebhookReceiver receiver = new WebhookReceiver();
    private Gatehouse gatehouse;
    private RealmCalls calls;
    private WebhookCalls hooks;

    @BeforeAll
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        calls = new RealmCalls(server, realm);
        hooks = new WebhookCalls(calls);
    }

    @AfterAll
    void close() {
        receiver.close();
    }

    @Test
    void javaLibraryVerifiesADelivery() throws Exception {
        Hook hook = hooks.hook(receiver.url("/java"));
        Received request = delivery("/java", 1);

        new Webhook(hook.secret()).verify(request.text(), headers(request));

        assertThat(request.header("webhook-signature")).startsWith("v1,").contains(" v1a,");
    }

    @Test
    void ourVerifierVerifiesTheSignatureOfThePublicKey() {
        Hook hook = hooks.hook(receiver.url("/key"));
        Received request = delivery("/key", 1);

        assertThat(verdict(hook.publicKey(), request)).isEqualTo(Verdict.VALID);
        assertThat(hooks.shown(hook).path("public_key").asText()).isEqualTo(hook.publicKey());
    }

    @Test
    void changedBodyIdOrTimeIsRefused() throws Exception {
        Hook hook = hooks.hook(receiver.url("/tamper"));
        Received request = delivery("/tamper", 1);
        Webhook library = new Webhook(hook.secret());

        assertThatThrownBy(() -> library.verify(request.text() + " ", headers(request)))
                .isInstanceOf(WebhookVerificationException.class);
        for (String header : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
            String value = request.header(header);
            String other = value.substring(0, value.length() - 2) + (value.endsWith("00") ? "11" : "00");
            Map<String, List<String>> changed = headers(request);
            changed.put(header, List.of(header.equals("webhook-signature") ? "v1," + "A".repeat(43) + "=" : other));
            assertThatThrownBy(() -> library.verify(request.text(), changed))
                    .as(header)
                    .isInstanceOf(WebhookVerificationException.class);
        }
    }

    @Test
    void oldDeliveryIsRefused() throws Exception {
        Hook hook = hooks.hook(receiver.url("/old"));
        gatehouse.moveClock(Duration.ofMinutes(-6));
        Received request = delivery("/old", 1);

        assertThatThrownBy(() -> new Webhook(hook.secret()).verify(request.text(), headers(request)))
                .isInstanceOf(WebhookVerificationException.class)
                .hasMessageContaining("timestamp too old");
    }

    @Test
    void bothSecretsVerifyWhileTheyOverlapAndOnlyTheNewOneAfter() throws Exception {
        Hook hook = hooks.hook(receiver.url("/rotate"));
        Hook rotated = new Hook(calls.admin("POST", "/webhooks/" + hook.id() + "/rotate-secret")
                .json(Map.of("overlap_seconds", 3_600))
                .send()
                .expect(200)
                .json());
        Received during = delivery("/rotate", 1);

        for (String secret : List.of(hook.secret(), rotated.secret())) {
            new Webhook(secret).verify(during.text(), headers(during));
        }
        assertThat(verdict(hook.publicKey(), during)).isEqualTo(Verdict.VALID);
        assertThat(verdict(rotated.publicKey(), during)).isEqualTo(Verdict.VALID);

        gatehouse.moveClock(Duration.ofSeconds(3_601));
        Received after = delivery("/rotate", 2);
        assertThat(after.header("webhook-signature").split(" ")).hasSize(2);
        assertThat(verdict(hook.publicKey(), after)).isEqualTo(Verdict.NO_MATCH);
        assertThat(verdict(rotated.publicKey(), after)).isEqualTo(Verdict.VALID);
    }

    @Test
    void rotationWithoutOverlapEndsTheOldSecretAtOnce() throws Exception {
        Hook hook = hooks.hook(receiver.url("/at-once"));
        Hook rotated = new Hook(calls.admin("POST", "/webhooks/" + hook.id() + "/rotate-secret")
                .json(Map.of("overlap_seconds", 0))
                .send()
                .expect(200)
                .json());
        Received request = delivery("/at-once", 1);

        assertThatCode(() -> new Webhook(rotated.secret()).verify(request.text(), headers(request)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new Webhook(hook.secret()).verify(request.text(), headers(request)))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void nodeLibraryVerifiesADeliveryAndRefusesAChangedOne() throws Exception {
        Path folder = nodeFolder();
        run(folder, NPM_LIMIT_SECONDS, "", "npm", "ci", "--no-audit", "--no-fund");
        Hook hook = hooks.hook(receiver.url("/node"));
        Received request = delivery("/node", 1);

        assertThat(node(folder, hook.secret(), request, request.text())).isEqualTo("verified agent.created");
        assertThat(node(folder, hook.secret(), request, request.text() + " ")).startsWith("refused ");
    }

    /** Makes something happen and waits for the delivery with that number. */
    private Received delivery(String path, int number) {
        calls.agent();
        return receiver.await(path, number).get(number - 1);
    }

    private Verdict verdict(String publicKey, Received request) {
        return WebhookVerifier.of(VerificationKey.parse(publicKey))
                .verify(
                        request.id(),
                        request.header("webhook-timestamp"),
                        request.header("webhook-signature"),
                        request.text().getBytes(StandardCharsets.UTF_8),
                        Long.parseLong(request.header("webhook-timestamp")));
    }

    private static Map<String, List<String>> headers(Received request) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.headers());
        return headers;
    }

    private static String node(Path folder, String secret, Received request, String body) throws Exception {
        Map<String, String> headers = Map.of(
                "webhook-id", request.id(),
                "webhook-timestamp", request.header("webhook-timestamp"),
                "webhook-signature", request.header("webhook-signature"));
        String input =
                new ObjectMapper().writeValueAsString(Map.of("secret", secret, "headers", headers, "body", body));
        return run(folder, NODE_LIMIT_SECONDS, input, "node", "verify.mjs").strip();
    }

    private static Path nodeFolder() throws IOException {
        Path folder =
                Files.createDirectories(Built.serverHome("node-" + Instant.now().toEpochMilli()));
        for (String name : List.of("package.json", "package-lock.json", "verify.mjs")) {
            try (var in = WebhookLibrariesIT.class.getResourceAsStream("/node/" + name)) {
                Files.copy(java.util.Objects.requireNonNull(in), folder.resolve(name));
            }
        }
        return folder;
    }

    private static String run(Path folder, int limitSeconds, String input, String... command) throws Exception {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        boolean hasEnded = process.waitFor(limitSeconds, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(hasEnded).as(String.join(" ", command)).isTrue();
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
