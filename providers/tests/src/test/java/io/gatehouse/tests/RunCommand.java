package io.gatehouse.tests;

import io.gatehouse.testkit.Ports;
import io.gatehouse.testkit.run.DevServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The program behind {@code mvn -Prun}, in a process group of its own as in a terminal, with its output in a file. */
final class RunCommand implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);
    private static final Pattern READY = Pattern.compile("ready after (\\d+) s\\.");
    private static final String IN_LAST_LINE = "/gatehouse/v1/api-keys/verify";

    private final Path output;
    private final Process process;

    private RunCommand(Path output, Process process) {
        this.output = output;
        this.process = process;
    }

    /** Starts it and waits for its banner. */
    static RunCommand start(Path folder, Ports ports) {
        Path output = folder.resolve("output.txt");
        // A program that is started by a background shell ignores interrupts, and so would everything it starts.
        List<String> command = List.of(
                "setsid",
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dkeycloak.home=" + System.getProperty("keycloak.home"),
                "-Dgatehouse.jar=" + Built.jar(),
                "-Dgatehouse.realm=" + Built.shippedRealm("demo"),
                "-Drun.dir=" + folder,
                "-Drun.port=" + ports.http(),
                "-Drun.management.port=" + ports.management(),
                DevServer.class.getName());
        try {
            Files.createDirectories(folder);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            RunCommand started = new RunCommand(output, process);
            Eventually.holds(START_LIMIT, "the banner or the end of " + output, started::isPrintedOrEnded);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isPrintedOrEnded() {
        return !process.isAlive() || text().contains(IN_LAST_LINE);
    }

    /** How long it took until the server was ready and had its seed, as the banner says. */
    int secondsUntilReady() {
        Matcher ready = READY.matcher(text());
        if (!ready.find()) {
            throw new AssertionError("No banner in " + text());
        }
        return Integer.parseInt(ready.group(1));
    }

    /** The lines to try. */
    List<String> printedLines() {
        return text().lines()
                .filter(line -> line.startsWith("TOKEN=") || line.startsWith("curl "))
                .toList();
    }

    /** The program and everything that it started. */
    List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    /** Interrupts every process of the group, as a terminal does, and waits for the program's end. */
    void pressCtrlC() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", "--", "-" + process.pid())
                .inheritIO()
                .start()
                .waitFor();
        if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("It runs on after " + STOP_LIMIT.toSeconds() + " s");
        }
    }

    /** Ends what a failed test left behind. */
    @Override
    public void close() {
        processes().forEach(ProcessHandle::destroyForcibly);
    }

    private String text() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
