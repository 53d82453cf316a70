package io.gatehouse.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the command line that verifies audit exports, the very jar that ships, as a process of its own. */
final class Verifier {
    private static final long LIMIT_SECONDS = 60;

    private Verifier() {}

    /**
     * What the command line says.
     *
     * @param exitCode 0 intact, 1 tampered, 2 could not tell
     * @param text standard output and error
     */
    record Result(int exitCode, String text) {}

    /** Verifies an export with the realm's JWKS and checkpoints kept outside. */
    static Result verify(Path folder, String export, String jwks, String... saved) {
        try {
            Path[] files = new Path[saved.length];
            for (int i = 0; i < saved.length; i++) {
                files[i] = Files.writeString(folder.resolve("saved" + i), saved[i]);
            }
            return verify(
                    Files.writeString(folder.resolve("export.jsonl"), export),
                    Files.writeString(folder.resolve("jwks.json"), jwks),
                    files);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #verify(Path, String, String, String...)}, from files. */
    static Result verify(Path export, Path jwks, Path... saved) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Built.verifier().toString(),
                "verify",
                export.toString(),
                "--key",
                jwks.toString()));
        for (Path checkpoint : saved) {
            command.add("--checkpoint");
            command.add(checkpoint.toString());
        }
        try {
            return run(command);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Result run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String text = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("The verifier did not end: " + text);
            }
            return new Result(process.exitValue(), text);
        } finally {
            process.destroyForcibly();
        }
    }
}
