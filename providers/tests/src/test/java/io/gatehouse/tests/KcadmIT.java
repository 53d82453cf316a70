package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keycloak's own command line does what the guide says that it does. */
@Tag("postgresql") // once is enough: it is not about the database
@ExtendWith(GatehouseExtension.class)
class KcadmIT {
    @Test
    void commandsOfTheGuideWork(Gatehouse gatehouse, TestRealm realm) throws Exception {
        KeyRealm keys = new KeyRealm(gatehouse, realm);
        Answer key = keys.key("scopes", List.of("reports:read"));
        String commands =
                Guide.block("api-keys.md", "## From the command line", "sh").replace("-r demo", "-r " + realm.name());

        String output = Shell.run(
                commands, Map.of("KC", gatehouse.baseUrl(), "KEY", key.text("key"), "KEY_ID", key.text("id")));

        assertThat(output)
                .contains("\"items\"", "\"pagination\"", "\"id\" : \"" + key.text("id") + "\"", "\"code\" : \"VALID\"");
        assertThat(keys.shown(key.text("id")).path("status").asText()).isEqualTo("revoked");
    }
}
