package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A folder of its own with a Node program and exactly the packages that its lock file names. Closing it removes it. */
final class NodeProject implements AutoCloseable {
    private static final int NPM_LIMIT_SECONDS = 120;
    private static final int RUN_LIMIT_SECONDS = 60;
    private static final int STOP_LIMIT_SECONDS = 10;

    private final Path folder;

    private NodeProject(Path folder) {
        this.folder = folder;
    }

    /**
     * Copies a folder's files and installs the packages.
     *
     * @param source has {@code package.json} and {@code package-lock.json}
     * @param files further files of it
     */
    static NodeProject of(Path source, String... files) {
        try {
            Path folder = Files.createDirectories(
                    Built.serverHome(source.getFileName() + "-" + Instant.now().toEpochMilli()));
            for (String name : List.of("package.json", "package-lock.json")) {
                Files.copy(source.resolve(name), folder.resolve(name));
            }
            for (String name : files) {
                Files.copy(source.resolve(name), folder.resolve(name));
            }
            NodeProject project = new NodeProject(folder);
            String ignored = project.run(NPM_LIMIT_SECONDS, Map.of(), List.of("npm", "ci", "--no-audit", "--no-fund"));
            return project;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #of}, of a folder of the tests' resources. */
    static NodeProject ofResource(String name, String... files) {
        return of(
                Built.openApi()
                        .resolveSibling("../providers/tests/src/test/resources")
                        .resolve(name),
                files);
    }

    /** A further file. */
    NodeProject with(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
        return this;
    }

    /** What a program prints that ends by itself and with success. */
    String run(String program, Map<String, String> environment) throws IOException {
        return run(RUN_LIMIT_SECONDS, environment, List.of("node", program));
    }

    /** What commands of bash print that run in the folder and end with success. */
    String bash(String script) throws IOException {
        return run(RUN_LIMIT_SECONDS, Map.of(), List.of("bash", "-euc", script));
    }

    /** Starts a program that goes on until {@link #stop}. Its standard output is the caller's to read. */
    Process start(String program, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", program));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("errors.txt").toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** What the programs said of what went wrong. */
    String errors() throws IOException {
        return Files.readString(folder.resolve("errors.txt"));
    }

    /** Ends a program. */
    static void stop(Process program) throws InterruptedException {
        program.destroy();
        if (!program.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            program.destroyForcibly();
        }
    }

    private String run(int limitSeconds, Map<String, String> environment, List<String> command) throws IOException {
        Path output = folder.resolve("output.txt");
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(limitSeconds, TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        Folders.delete(folder);
    }
}
