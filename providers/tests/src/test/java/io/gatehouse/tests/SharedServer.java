package io.gatehouse.tests;

import io.gatehouse.testkit.Database;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.KeycloakServerBuilder;
import io.gatehouse.testkit.Mode;
import org.jspecify.annotations.Nullable;

/** Starts the one server that most tests share, as the system properties say. */
final class SharedServer {
    private static volatile @Nullable Gatehouse started;

    private SharedServer() {}

    /** Whether that is the one server, or one that a test made for itself. */
    static boolean is(Gatehouse gatehouse) {
        return gatehouse == started;
    }

    static Gatehouse start() {
        long startNs = System.nanoTime();
        Gatehouse gatehouse = describe();
        try {
            gatehouse.server().start();
        } catch (RuntimeException e) {
            gatehouse.close();
            throw e;
        }
        started = gatehouse;
        System.out.printf(
                "Keycloak (%s, %s) ready after %.1f s at %s%n",
                Built.backend(), Built.database(), (System.nanoTime() - startNs) / 1e9, gatehouse.baseUrl());
        return gatehouse;
    }

    private static Gatehouse describe() {
        if (Built.backend().equals("container")) {
            return new Gatehouse(
                    new ContainerServer(Built.image(), Built.jar(), Built.clockJar(), Built.demoRealm()), null);
        }
        return switch (Built.database()) {
            case "h2" -> distribution(Database.h2Memory(), null);
            case "postgresql" -> {
                PostgresServer postgres = new PostgresServer(true).start();
                yield distribution(postgres.createDatabase("keycloak"), postgres);
            }
            default -> throw new IllegalStateException("gatehouse.database is h2 or postgresql");
        };
    }

    /** In start-dev, since webhooks to receivers on this machine need it; the cluster tests run in production mode. */
    private static Gatehouse distribution(Database database, @Nullable PostgresServer postgres) {
        KeycloakServerBuilder builder = KeycloakServer.from(Built.distribution())
                .home(Built.serverHome("shared-" + Built.database()))
                .mode(Mode.DEV)
                .database(database)
                .provider(Built.jar())
                .movableClock(Built.clockJar())
                .importRealm(Built.demoRealm())
                .loopbackWebhooks()
                .quickStart();
        return new Gatehouse(builder.build(), postgres);
    }
}
