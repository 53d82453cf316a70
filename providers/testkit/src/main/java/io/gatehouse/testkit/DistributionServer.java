package io.gatehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Keycloak that runs as a process of this machine, from an {@link Instance} of the distribution. */
public final class DistributionServer implements KeycloakServer {
    private static final int LINES_OF_A_FAILURE = 200;

    private final Instance instance;
    private final Ports ports;
    private final CommandLine commandLine;
    private final KeycloakServerBuilder described;
    private @Nullable ProcessTree process;
    private boolean isPrepared;

    DistributionServer(Instance instance, Ports ports, CommandLine commandLine, KeycloakServerBuilder described) {
        this.instance = instance;
        this.ports = ports;
        this.commandLine = commandLine;
        this.described = described;
    }

    @Override
    public void start() {
        if (isAlive()) {
            throw new IllegalStateException("It runs already: " + baseUrl());
        }
        if (!isPrepared) {
            prepare();
            isPrepared = true;
        }
        ProcessTree started = ProcessTree.start(commandLine.start(instance.home()), log());
        process = started;
        if (!Readiness.await(managementUrl(), started, described.startLimit)) {
            String end = started.isAlive()
                    ? "is not ready after " + described.startLimit.toSeconds() + " s"
                    : "ended with exit code " + started.exitValue();
            started.kill();
            throw new IllegalStateException(
                    "Keycloak " + end + ". The end of " + log() + ":\n" + logTail(LINES_OF_A_FAILURE));
        }
    }

    @Override
    public void stop() {
        if (process != null) {
            process.stop();
            process = null;
        }
    }

    @Override
    public void kill9() {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    @Override
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** The process id of Keycloak's JVM. */
    public long pid() {
        return running().pid();
    }

    /** Waits until the server ends by itself or is ended by somebody else; its exit code. */
    public int await() throws InterruptedException {
        return running().await();
    }

    @Override
    public String baseUrl() {
        return "http://127.0.0.1:" + ports.http();
    }

    @Override
    public String managementUrl() {
        return "http://127.0.0.1:" + ports.management();
    }

    /** What Keycloak printed since this object's first start. */
    public Path log() {
        return instance.log();
    }

    @Override
    public String logTail(int lines) {
        try {
            List<String> all = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepare() {
        try {
            Files.deleteIfExists(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        instance.providers(described.providers);
        instance.realms(described.realms);
        if (described.mode == Mode.PRODUCTION) {
            new SharedBuilds(instance.home().resolveSibling(".builds"))
                    .ensure(instance, commandLine.buildOptions(), this::build);
        }
    }

    private void build() {
        ProcessTree building = ProcessTree.start(commandLine.build(instance.home()), log());
        try {
            int exit = building.await();
            if (exit != 0) {
                throw new IllegalStateException("kc.sh build ended with exit code " + exit + ". The end of " + log()
                        + ":\n" + logTail(LINES_OF_A_FAILURE));
            }
        } catch (InterruptedException e) {
            building.kill();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while building", e);
        }
    }

    private ProcessTree running() {
        if (process == null) {
            throw new IllegalStateException("It does not run");
        }
        return process;
    }
}
