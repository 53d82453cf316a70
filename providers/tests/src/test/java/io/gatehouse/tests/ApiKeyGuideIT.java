package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands that the guide prints about keys do what it says, to the letter and in the demo realm that they name. */
@Tag("postgresql") // once is enough: it is not about the database
@ExtendWith(GatehouseExtension.class)
class ApiKeyGuideIT {
    private static final String PAGE = "api-keys.md";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Gatehouse gatehouse;
    private KeyRealm demo;

    @BeforeEach
    void realm(Gatehouse server) {
        gatehouse = server;
        demo = new KeyRealm(server, server.realm("demo"));
    }

    @Test
    void keyIsMadeCheckedExchangedRotatedAndReported() throws Exception {
        JsonNode made = run("## Create", "", "");
        String key = made.path("key").asText();
        String id = made.path("id").asText();

        assertThat(run("## Verify", key, id).path("active").asBoolean()).isTrue();

        JsonNode exchanged = run("## Exchange a key for a token", key, id);
        JsonNode printed = JSON.readTree(Guide.block(PAGE, "## Exchange a key for a token", "json"));
        assertThat(exchanged.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(printed::fieldNames);
        for (String member : new String[] {"issued_token_type", "token_type", "expires_in", "scope"}) {
            assertThat(exchanged.path(member)).as(member).isEqualTo(printed.path(member));
        }
        KeyExchanges exchanges = new KeyExchanges(demo);
        String token = exchanged.path("access_token").asText();
        assertThat(exchanges.verify(token).path("key_id").asText()).isEqualTo(id);

        JsonNode successor = run("## Rotate", key, id);
        assertThat(successor.path("replaces").asText()).isEqualTo(id);
        assertThat(run("## Leaked keys", key, id).toString()).isEqualTo("{\"received\":true}");
        assertThat(demo.shown(id).path("status").asText()).isEqualTo("revoked");
        assertThat(exchanges.isValid(token)).isFalse();
        demo.admin("DELETE", "/api-keys/" + successor.path("id").asText())
                .send()
                .expect(204);
    }

    @Test
    void limitsAreThoseOfTheGuide() throws Exception {
        JsonNode made = run("## Limits", "", "");

        assertThat(made.path("rate_limits")).hasSize(2);
        assertThat(made.at("/credits/refill_interval").asText()).isEqualTo("monthly");
        assertThat(made.path("allowed_ips")).hasSize(2);
        demo.admin("DELETE", "/api-keys/" + made.path("id").asText()).send().expect(204);
    }

    /** What the first commands below a heading answer. */
    private JsonNode run(String heading, String key, String id) throws Exception {
        String output = Shell.run(
                Guide.block(PAGE, heading, "sh"),
                Map.of("KC", gatehouse.baseUrl(), "ADMIN", gatehouse.adminToken(), "KEY", key, "KEY_ID", id));
        try {
            return JSON.readTree(output);
        } catch (JsonProcessingException e) {
            throw new AssertionError(heading + ": " + output, e);
        }
    }
}
