package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Http;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
    private KeyRealm keys;
    private @Nullable NodeProject project;
    private @Nullable Process node;
    private Http http;

    @BeforeAll
    void start(Gatehouse gatehouse, TestRealm realm) throws Exception {
        keys = new KeyRealm(gatehouse, realm);
        project = NodeProject.ofResource("express", "server.mjs")
                .with("gatehouse.mjs", Guide.block("api-keys.md", "### Express", "js"));
        node = project.start(
                "server.mjs",
                Map.of("ISSUER", realm.issuer(), "CLIENT_ID", "demo-api", "CLIENT_SECRET", "demo-api-secret"));
        BufferedReader output = node.inputReader(StandardCharsets.UTF_8);
        String port = output.readLine();
        assertThat(port).as(project.errors()).isNotNull();
        http = new Http("http://127.0.0.1:" + port);
    }

    @AfterAll
    void stop() throws Exception {
        if (node != null) {
            NodeProject.stop(node);
        }
        if (project != null) {
            project.close();
        }
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
