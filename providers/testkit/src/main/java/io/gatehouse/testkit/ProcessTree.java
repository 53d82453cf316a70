package io.gatehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A process with everything it started. {@code kc.sh} runs the JVM as a child and waits for it, so a signal to the shell
 * alone would leave the JVM behind. Whatever runs is stopped when this JVM ends.
 */
final class ProcessTree {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final Thread atExit = new Thread(this::stopQuietly, "stop-keycloak");

    private ProcessTree(Process process) {
        this.process = process;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts it with its output added to the end of the log. */
    static ProcessTree start(ProcessBuilder builder, Path log) {
        try {
            return new ProcessTree(builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitValue() {
        return process.exitValue();
    }

    /** The JVM: the child of the script, or the script's own process once it became the JVM. */
    long pid() {
        return process.descendants()
                .filter(ProcessTree::isJava)
                .findFirst()
                .orElse(process.toHandle())
                .pid();
    }

    /** Waits until it ends by itself. */
    int await() throws InterruptedException {
        int exit = process.waitFor();
        forget();
        return exit;
    }

    void stop() {
        stopQuietly();
        forget();
    }

    void kill() {
        end(ProcessHandle::destroyForcibly);
        forget();
    }

    private void stopQuietly() {
        end(ProcessHandle::destroy);
    }

    /** Signals the JVM alone: the script then ends by itself, so that no process is left without a parent. */
    private void end(Consumer<ProcessHandle> signal) {
        List<ProcessHandle> servers = all().stream().filter(ProcessTree::isJava).toList();
        if (servers.isEmpty()) {
            signal.accept(process.toHandle());
        }
        servers.forEach(signal);
        try {
            process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all().forEach(ProcessHandle::destroyForcibly);
        servers.forEach(ProcessHandle::destroyForcibly);
    }

    private List<ProcessHandle> all() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private static boolean isJava(ProcessHandle handle) {
        return handle.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("java"))
                .orElse(false);
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // This JVM is ending: the hook has run or is running.
        }
    }
}
