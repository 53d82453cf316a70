package io.gatehouse.tests;

import io.gatehouse.testkit.DistributionServer;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.Mode;

/** A server whose speed is measured: in production mode, compiled well, with the demo realm, on a PostgreSQL of its own. */
final class MeasuredServer implements AutoCloseable {
    private static final String DATABASE = "measured";
    private static final int VERIFICATIONS_PER_SECOND = 1_000_000;

    private final PostgresServer postgres;
    private final DistributionServer server;
    private final Gatehouse gatehouse;

    /**
     * Starts it.
     *
     * @param name of its folder
     */
    MeasuredServer(String name, PostgresServer postgres) {
        this.postgres = postgres;
        try {
            server = KeycloakServer.from(Built.distribution())
                    .home(Built.serverHome(name))
                    .mode(Mode.PRODUCTION)
                    .database(postgres.start().createDatabase(DATABASE))
                    .importRealm(Built.demoRealm())
                    .provider(Built.jar())
                    .movableClock(Built.clockJar())
                    .anonymousVerifications(VERIFICATIONS_PER_SECOND)
                    .build();
            gatehouse = new Gatehouse(server, null);
            server.start();
        } catch (RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    /** One whose database writes through to the disk as in production. */
    static MeasuredServer durable(String name) {
        return new MeasuredServer(name, new PostgresServer(false).durable());
    }

    Gatehouse gatehouse() {
        return gatehouse;
    }

    TestRealm demo() {
        return gatehouse.realm("demo");
    }

    /** The JDBC URL of its database. */
    String url() {
        return postgres.url(DATABASE);
    }

    long pid() {
        return server.pid();
    }

    @Override
    public void close() {
        gatehouse.close();
        postgres.close();
    }
}
