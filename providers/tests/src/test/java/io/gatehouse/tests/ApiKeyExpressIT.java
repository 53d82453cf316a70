package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Http;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** An Express application with the middleware that the guide prints takes API keys and refuses what is none. */
@Tag("postgresql") // once is enough: it is not about the database
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiKeyExpressIT {
    private static final int NPM_LIMIT_SECONDS = 120;
    private static final int STOP_LIMIT_SECONDS = 10;

    private KeyRealm keys;
    private Path folder;
    private Process node;
    private Http http;

    @BeforeAll
    void start(Gatehouse gatehouse, TestRealm realm) throws Exception {
        keys = new KeyRealm(gatehouse, realm);
        folder = folder();
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("npm.txt").toFile())
                .start();
        assertThat(npm.waitFor(NPM_LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(npm.exitValue())
                .as(Files.readString(folder.resolve("npm.txt")))
                .isZero();
        ProcessBuilder builder = new ProcessBuilder("node", "server.mjs")
                .directory(folder.toFile())
                .redirectError(folder.resolve("errors.txt").toFile());
        builder.environment().put("ISSUER", realm.issuer());
        builder.environment().put("CLIENT_ID", "demo-api");
        builder.environment().put("CLIENT_SECRET", "demo-api-secret");
        node = builder.start();
        BufferedReader output = node.inputReader(StandardCharsets.UTF_8);
        String port = output.readLine();
        assertThat(port).as(Files.readString(folder.resolve("errors.txt"))).isNotNull();
        http = new Http("http://127.0.0.1:" + port);
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (node != null) {
            node.destroy();
            node.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        Folders.delete(folder);
    }

    private static Path folder() throws IOException {
        Path folder = Files.createDirectories(
                Built.serverHome("express-" + Instant.now().toEpochMilli()));
        for (String name : List.of("package.json", "package-lock.json", "server.mjs")) {
            try (var in = ApiKeyExpressIT.class.getResourceAsStream("/express/" + name)) {
                Files.copy(Objects.requireNonNull(in), folder.resolve(name));
            }
        }
        Files.writeString(folder.resolve("gatehouse.mjs"), Guide.block("api-keys.md", "### Express", "js"));
        return folder;
    }

    @Test
    void keyPassesInEitherHeader() {
        Answer key = keys.key("scopes", List.of("reports:read"));

        Answer answer = http.get("/reports").bearer(key.text("key")).send().expect(200);

        assertThat(answer.text("subject")).isEqualTo(key.json().at("/owner/id").asText());
        http.get("/reports").header("X-API-Key", key.text("key")).send().expect(200);
    }

    @Test
    void otherCredentialsDoNotPass() {
        Answer revoked = keys.key("scopes", List.of("reports:read"));
        keys.admin("DELETE", "/api-keys/" + revoked.text("id")).send().expect(204);

        http.get("/reports").send().expect(401);
        http.get("/reports").bearer(revoked.text("key")).send().expect(401);
        http.get("/reports").bearer("x").send().expect(401);
        http.get("/reports")
                .bearer(keys.key("scopes", List.of("other")).text("key"))
                .send()
                .expect(403);
    }
}
