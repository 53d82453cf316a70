package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that send a JSON body with every call get from each GET what they would get without. */
@ExtendWith(GatehouseExtension.class)
class GetWithBodyIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void everyGetIgnoresAJsonBody(Gatehouse gatehouse, TestRealm realm) throws IOException {
        RealmCalls calls = new RealmCalls(gatehouse, realm);
        Map<String, String> ids = Map.of(
                "agents",
                calls.agent().id(),
                "api-keys",
                calls.key("orders.read").id());
        // What happened until now gets its place in the audit log now, not between two calls that are compared.
        Eventually.holds(
                LIMIT,
                "the realm's first event is in its log",
                () -> calls.admin("GET", "/audit/events/0").send().status() == 200);
        JsonNode document = new ObjectMapper().readTree(Built.openApi().toFile());
        List<String> asked = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            if (!path.getValue().has("get")) {
                continue;
            }
            String collection = path.getKey().split("/", 3)[1];
            String below = path.getKey()
                    .replaceFirst("\\{id}", ids.getOrDefault(collection, "absent"))
                    .replaceAll("\\{[a-z_]+}", "0");

            int without = calls.admin("GET", below).send().status();
            int with = calls.admin("GET", below)
                    .body("application/json", "{}")
                    .send()
                    .status();

            assertThat(with).as(below).isEqualTo(without).isLessThan(500);
            asked.add(below);
        }
        assertThat(asked).hasSizeGreaterThan(8);
    }
}
