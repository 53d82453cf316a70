package io.gatehouse.tests;

import io.gatehouse.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real nginx of the machine's packages with a configuration of the test's. */
final class Nginx {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final Path folder;

    private Nginx(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Where nginx is, empty when the machine has none. */
    static Optional<Path> binary() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.of(path.split(":", -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts nginx and waits until it listens.
     *
     * @param servers the server blocks
     * @param port where one of them listens on the loopback address
     */
    static Nginx start(String servers, int port) {
        Path folder = Built.serverHome("nginx-" + Instant.now().toEpochMilli());
        try {
            Files.createDirectories(folder);
            Path configuration = folder.resolve("nginx.conf");
            Files.writeString(configuration, whole(servers, folder));
            Process process = new ProcessBuilder(
                            binary().orElseThrow().toString(), "-p", folder.toString(), "-c", configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output.txt").toFile())
                    .start();
            Nginx nginx = new Nginx(process, folder);
            Eventually.holds(LIMIT, "nginx listens: " + folder, () -> !process.isAlive() || !Ports.isFree(port));
            if (!process.isAlive()) {
                throw new AssertionError("nginx ended: " + Files.readString(folder.resolve("output.txt")));
            }
            return nginx;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String whole(String servers, Path folder) {
        StringBuilder text = new StringBuilder();
        if (System.getProperty("user.name").equals("root")) {
            text.append("user root;\n");
        }
        text.append("daemon off;\nworker_processes 1;\npid nginx.pid;\nerror_log stderr warn;\n")
                .append("events { worker_connections 64; }\nhttp {\naccess_log off;\n");
        for (String kind : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
            text.append(kind).append("_temp_path ").append(folder.resolve(kind)).append(";\n");
        }
        return text.append(servers).append("\n}\n").toString();
    }

    void close() {
        process.destroy();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Folders.delete(folder);
    }
}
