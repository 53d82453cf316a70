package io.gatehouse.tests;

import io.gatehouse.testkit.Database;
import io.gatehouse.testkit.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of the test's own on 127.0.0.1. Its data survives {@link #stop()} and {@link #start()}, for tests of an
 * outage, and is removed by {@link #close()}.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Duration LOG_LIMIT = Duration.ofSeconds(10);

    /** Beside two builds of Keycloak on two cores its own ten seconds are not enough. */
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private static final int MAX_CONNECTIONS = 400;
    private static final String SENTINEL = "gatehouse-mark-";
    private static final String USER = "postgres";

    private final int port = Ports.freePort();
    private final Path data;
    private final boolean isLogging;
    private @Nullable EmbeddedPostgres running;
    private boolean isDurable;

    /** @param isLogging whether every statement is logged, for {@link #statementsSince} */
    public PostgresServer(boolean isLogging) {
        this.isLogging = isLogging;
        try {
            data = Files.createTempDirectory("gatehouse-postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop-postgres"));
    }

    /** Lets it write through to the disk as in production, for measurements; otherwise it does not, for speed. */
    PostgresServer durable() {
        isDurable = true;
        return this;
    }

    /** Starts it on the port it always has. */
    public synchronized PostgresServer start() {
        if (running != null) {
            throw new IllegalStateException("It runs already");
        }
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPort(port)
                .setPGStartupWait(START_LIMIT)
                .setDataDirectory(data.resolve("data"))
                .setOverrideWorkingDirectory(data.resolve("binaries").toFile())
                .setCleanDataDirectory(false)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("max_connections", String.valueOf(MAX_CONNECTIONS));
        if (isDurable) {
            builder.setServerConfig("fsync", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("synchronous_commit", "on");
        }
        if (isLogging) {
            builder.setServerConfig("logging_collector", "on")
                    .setServerConfig("log_directory", "log")
                    .setServerConfig("log_filename", "statements.log")
                    .setServerConfig("log_rotation_age", "0")
                    .setServerConfig("log_rotation_size", "0")
                    .setServerConfig("log_line_prefix", "%d:")
                    .setServerConfig("log_statement", "all");
        }
        try {
            running = builder.start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it; its data stays. */
    public synchronized void stop() {
        if (running != null) {
            try {
                running.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            running = null;
        }
    }

    /** Makes an empty database for Keycloak. {@code name} is a plain lower-case word. */
    public Database createDatabase(String name) {
        execute("CREATE DATABASE " + name);
        return Database.postgresql(url(name), USER, USER);
    }

    /** Lets nobody read or write a table until it is closed. */
    public AutoCloseable locked(String database, String table) throws SQLException {
        Connection connection = DriverManager.getConnection(url(database), USER, USER);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }

    /** The JDBC URL of a database, whether the server runs or not. The user is postgres, the password too. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The end of the statement log now, for {@link #statementsSince}. */
    public long mark() {
        return logged(sentinel());
    }

    /**
     * Every line that the server logged since the mark, statements of Keycloak's own tasks included. Each starts with the
     * database's name and a colon.
     */
    public List<String> statementsSince(long mark) {
        String sentinel = sentinel();
        long end = logged(sentinel);
        byte[] log = log();
        String text = new String(log, (int) mark, (int) (end - mark), StandardCharsets.UTF_8);
        return text.lines().filter(line -> !line.contains(SENTINEL)).toList();
    }

    /** Hands every line that was logged so far to somebody, one at a time. */
    void eachLogLine(Consumer<String> reader) {
        long ignored = mark();
        try (Stream<String> lines = Files.lines(data.resolve("data/log/statements.log"), StandardCharsets.ISO_8859_1)) {
            lines.forEach(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        Folders.delete(data);
    }

    /** Logs a line of our own: whatever was logged before it is in the file before it. */
    private String sentinel() {
        if (!isLogging) {
            throw new IllegalStateException("This server does not log its statements");
        }
        String sentinel = SENTINEL + UUID.randomUUID();
        execute("SELECT '" + sentinel + "'");
        return sentinel;
    }

    /** The offset of the end of the sentinel's line, as soon as it is in the file. */
    private long logged(String sentinel) {
        byte[] wanted = sentinel.getBytes(StandardCharsets.UTF_8);
        return Eventually.value(LOG_LIMIT, "the log has " + sentinel, () -> endOfLine(log(), wanted));
    }

    private static Optional<Long> endOfLine(byte[] log, byte[] wanted) {
        for (int start = log.length - wanted.length; start >= 0; start--) {
            if (Arrays.equals(log, start, start + wanted.length, wanted, 0, wanted.length)) {
                int end = start + wanted.length;
                while (end < log.length && log[end] != '\n') {
                    end++;
                }
                return end < log.length ? Optional.of(end + 1L) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private byte[] log() {
        try {
            return Files.readAllBytes(data.resolve("data/log/statements.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url("postgres"), USER, USER);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
