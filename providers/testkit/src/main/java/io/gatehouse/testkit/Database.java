package io.gatehouse.testkit;

import java.util.List;

/**
 * The database of a server.
 *
 * @param kind Keycloak's {@code --db} value, fixed when the server is built
 * @param options further options of the start
 */
public record Database(String kind, List<String> options) {
    /** H2 in memory: empty at every start. */
    public static Database h2Memory() {
        return new Database("dev-mem", List.of());
    }

    /** H2 in the {@code data} folder of the instance: survives restarts. */
    public static Database h2File() {
        return new Database("dev-file", List.of());
    }

    /** A database of a running PostgreSQL. {@code url} is a JDBC URL. */
    public static Database postgresql(String url, String user, String password) {
        return new Database(
                "postgres", List.of("--db-url=" + url, "--db-username=" + user, "--db-password=" + password));
    }
}
