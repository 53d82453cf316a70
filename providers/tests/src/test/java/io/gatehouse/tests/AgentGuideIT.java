package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page "Agents in ten minutes", all its commands in their order, as somebody types them who follows it. */
@Tag("postgresql") // once is enough: it is not about the database
@ExtendWith(GatehouseExtension.class)
class AgentGuideIT {
    private static final String PAGE = "agents-in-ten-minutes.md";
    private static final String INVALID = "{\"valid\":false,\"code\":\"INVALID\"}";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyCommandDoesWhatThePageSays(Gatehouse gatehouse, TestRealm realm) throws Exception {
        String script = String.join("\n", Guide.blocks(PAGE, "sh"))
                .replace("KC=http://127.0.0.1:8080", "KC=" + gatehouse.baseUrl())
                .replace("/realms/demo/", "/realms/" + realm.name() + "/");

        List<String> lines = Shell.run(script, Map.of()).lines().toList();

        assertThat(lines).hasSize(10);
        JsonNode verified = json(lines.get(0));
        String agent = verified.path("agent_id").asText();
        assertThat(verified.path("valid").asBoolean()).isTrue();
        assertThat(json(lines.get(1)).path("active").asBoolean()).isTrue();
        assertThat(lines.get(2)).isEqualTo("200");
        assertThat(json(lines.get(3)).path("code").asText()).isEqualTo("INSUFFICIENT_SCOPE");
        assertThat(json(lines.get(4)).path("scopes").toString()).isEqualTo("[\"calendar.read\"]");
        assertThat(json(lines.get(5)).path("sub").asText()).isEqualTo(realm.userId("alice"));
        assertThat(json(lines.get(5)).at("/act/sub").asText()).isEqualTo(agent);
        assertThat(lines.get(6)).isEqualTo(INVALID);
        assertThat(json(lines.get(7)).path("status").asText()).isEqualTo("paused");
        assertThat(lines.get(8)).isEqualTo(INVALID);
        assertThat(json(lines.get(9)).path("error").asText()).isEqualTo("unauthorized_client");
        assertThat(new TestAgents(gatehouse, realm)
                        .admin("GET", "/" + agent)
                        .send()
                        .expect(200)
                        .text("status"))
                .isEqualTo("revoked");
        assertThat(realm.admin("GET", "/clients?clientId=demo-app").send().body())
                .doesNotContain(agent);
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
