package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keycloak's own command line does what the guide says that it does. */
@Tag("postgresql") // once is enough: it is not about the database
@ExtendWith(GatehouseExtension.class)
class KcadmIT {
    private static final int LIMIT_SECONDS = 180;

    @Test
    void commandsOfTheGuideWork(Gatehouse gatehouse, TestRealm realm) throws Exception {
        KeyRealm keys = new KeyRealm(gatehouse, realm);
        Answer key = keys.key("scopes", java.util.List.of("reports:read"));
        String commands =
                Guide.block("api-keys.md", "## From the command line", "sh").replace("-r demo", "-r " + realm.name());

        String output = run(
                "set -eu\n" + commands,
                Map.of("KC", gatehouse.baseUrl(), "KEY", key.text("key"), "KEY_ID", key.text("id")));

        assertThat(output)
                .contains("\"items\"", "\"pagination\"", "\"id\" : \"" + key.text("id") + "\"", "\"code\" : \"VALID\"");
        assertThat(keys.shown(key.text("id")).path("status").asText()).isEqualTo("revoked");
    }

    private static String run(String script, Map<String, String> environment) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(
                Built.serverHome("kcadm-" + Instant.now().toEpochMilli()));
        Path output = folder.resolve("output.txt");
        Path file = folder.resolve("commands.sh");
        Files.writeString(file, script);
        ProcessBuilder builder = new ProcessBuilder("bash", file.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("KC_OPTS", "-Duser.home=" + folder);
        builder.environment()
                .merge("PATH", Built.distribution().path().resolve("bin").toString(), (old, bin) -> bin + ":" + old);
        Process process = builder.start();
        boolean hasEnded = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output);
        assertThat(hasEnded).as(text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        Folders.delete(folder);
        return text;
    }
}
