package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("own-server")
class PostgresServerIT {
    private static final PostgresServer SERVER = new PostgresServer(true);

    @BeforeAll
    static void start() {
        SERVER.start().createDatabase("example");
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void statementsSinceTheMarkAreListedAndNoOthers() throws Exception {
        query("SELECT 'before'");
        long mark = SERVER.mark();
        assertThat(SERVER.statementsSince(mark)).noneMatch(line -> line.startsWith("example:"));

        query("SELECT 'after'");

        assertThat(SERVER.statementsSince(mark))
                .anyMatch(line -> line.startsWith("example:") && line.contains("SELECT 'after'"))
                .noneMatch(line -> line.contains("SELECT 'before'"));
    }

    @Test
    void dataSurvivesAnOutage() throws Exception {
        query("CREATE TABLE kept AS SELECT 'kept' AS word");

        SERVER.stop();
        assertThatThrownBy(() -> query("SELECT word FROM kept")).isInstanceOf(SQLException.class);
        SERVER.start();

        assertThat(query("SELECT word FROM kept")).isEqualTo("kept");
    }

    private static String query(String sql) throws SQLException {
        String url = SERVER.url("example");
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet result = statement.getResultSet()) {
                return result.next() ? result.getString(1) : "";
            }
        }
    }
}
