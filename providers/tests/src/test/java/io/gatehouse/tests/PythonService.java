package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** The example of a service in Python, as it stands in {@code docs/examples/python}, on a port of its own. */
final class PythonService implements AutoCloseable {
    private static final String PYTHON = "python3";
    private static final int LIMIT_SECONDS = 20;

    private final Process process;
    private final Path errors;
    private final String address;

    private PythonService(Process process, Path errors, String address) {
        this.process = process;
        this.errors = errors;
        this.address = address;
    }

    /**
     * Does nothing where the example can run.
     *
     * @throws TestAbortedException names what the machine lacks
     */
    static void requirePython() {
        String missing = missing();
        if (!missing.isEmpty()) {
            String text = missing + ": the Python example that verifies tokens offline is NOT tested in this run."
                    + " Install Python 3.9 or newer and what docs/examples/python/requirements.txt names.";
            System.out.println("SKIPPED: " + text);
            throw new TestAbortedException(text);
        }
    }

    /** Starts the service for a realm and waits until it listens. It looks at a status list every second. */
    static PythonService start(String issuer) {
        try {
            Path errors = Files.createDirectories(Built.serverHome("python"))
                    .resolve("errors-" + Instant.now().toEpochMilli() + ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(PYTHON, "server.py").directory(folder()).redirectError(errors.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "ISSUER",
                            issuer,
                            "PORT",
                            "0",
                            "MAX_STATUS_AGE_SECONDS",
                            "1",
                            "PYTHONDONTWRITEBYTECODE",
                            "1"));
            Process process = builder.start();
            String address = process.inputReader(StandardCharsets.UTF_8).readLine();
            assertThat(address).as(Files.readString(errors)).isNotNull();
            return new PythonService(process, errors, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its URL, which tokens for it have in {@code aud}. */
    String address() {
        return address;
    }

    /** The status of its answer to this token, which may be any text without line breaks. */
    int status(String method, String path, String token) {
        return Integer.parseInt(
                answer(method, path, "Authorization: Bearer " + token).split(" ", 3)[1]);
    }

    /** Its whole answer. On a connection of its own, for Python's server closes each. */
    String answer(String method, String path, String... headers) {
        try (RawClient client = new RawClient(address)) {
            return client.send(RawClient.request(address, method, path, "", headers));
        }
    }

    /** Runs the tests that the example brings with it, and fails when they do. */
    static void runOwnTests() {
        String failure = failureOf("-m", "unittest");
        assertThat(failure).isEmpty();
    }

    private static String missing() {
        String failure = failureOf("-c", "import sys, cryptography; assert sys.version_info >= (3, 9)");
        return failure.isEmpty() ? "" : PYTHON + " IS MISSING OR LACKS SOMETHING (" + failure + ")";
    }

    /** What Python said when it did not end with success, empty when it did. */
    private static String failureOf(String... arguments) {
        try {
            ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(PYTHON), Stream.of(arguments))
                            .toList())
                    .directory(folder())
                    .redirectErrorStream(true);
            builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean hasEnded = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            return hasEnded && process.exitValue() == 0 ? "" : "it failed: " + said.strip();
        } catch (IOException e) {
            return "it does not start: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static File folder() {
        return Built.openApi().resolveSibling("examples").resolve("python").toFile();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(errors);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
