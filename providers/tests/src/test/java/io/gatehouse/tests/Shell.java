package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands that the guide prints, in a folder of their own, with Keycloak's command line on the path. */
final class Shell {
    private static final int LIMIT_SECONDS = 180;

    private Shell() {}

    /**
     * Runs a script of bash.
     *
     * @param environment variables that the script uses
     * @return what it printed; it fails when the script does
     */
    static String run(String script, Map<String, String> environment) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(
                Built.serverHome("shell-" + Instant.now().toEpochMilli()));
        Path output = folder.resolve("output.txt");
        Path file = folder.resolve("commands.sh");
        Files.writeString(file, "set -eu\n" + script);
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
