package io.gatehouse.tests;

import io.gatehouse.testkit.Database;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.KeycloakServerBuilder;
import io.gatehouse.testkit.Mode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a run, as the system properties say. Each test class has one to itself while it runs, so that it may move the
 * clock, count statements or take a table away; there are as many as classes run at a time, each with a database of its own.
 */
final class ServerPool implements AutoCloseable {
    /** More than ever run at a time; a run that wants more loses servers somewhere. */
    private static final int MAX_SERVERS = 4;

    private static final Set<Gatehouse> POOLED = ConcurrentHashMap.newKeySet();

    private final List<Gatehouse> all = new ArrayList<>();
    private final Deque<Gatehouse> free = new ArrayDeque<>();
    private int made;

    /** A server that nobody else uses, started if there is none. Whoever takes it gives it back. */
    Gatehouse take() {
        Gatehouse gatehouse;
        synchronized (this) {
            Gatehouse waiting = free.pollFirst();
            if (waiting != null) {
                return waiting;
            }
            if (all.size() == MAX_SERVERS) {
                throw new IllegalStateException("no test class gives its server back");
            }
            gatehouse = describe(++made);
            all.add(gatehouse);
        }
        try {
            start(gatehouse);
        } catch (RuntimeException e) {
            drop(gatehouse);
            throw e;
        }
        POOLED.add(gatehouse);
        return gatehouse;
    }

    private void drop(Gatehouse gatehouse) {
        synchronized (this) {
            all.remove(gatehouse);
        }
        gatehouse.close();
    }

    /** Whether a server is of a pool, or one that a test made for itself. */
    static boolean has(Gatehouse gatehouse) {
        return POOLED.contains(gatehouse);
    }

    synchronized void giveBack(Gatehouse gatehouse) {
        free.addFirst(gatehouse);
    }

    /** All servers of the run so far, also those that a class uses now. */
    synchronized List<Gatehouse> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() {
        all().forEach(Gatehouse::close);
    }

    private static void start(Gatehouse gatehouse) {
        long startNs = System.nanoTime();
        gatehouse.server().start();
        System.out.printf(
                "Keycloak (%s, %s) ready after %.1f s at %s%n",
                Built.backend(), Built.database(), (System.nanoTime() - startNs) / 1e9, gatehouse.baseUrl());
    }

    private static Gatehouse describe(int number) {
        if (Built.backend().equals("container")) {
            return new Gatehouse(
                    new ContainerServer(Built.image(), Built.jar(), Built.clockJar(), Built.demoRealm()), null);
        }
        return switch (Built.database()) {
            case "h2" -> distribution(number, Database.h2Memory(), null);
            case "postgresql" -> {
                PostgresServer postgres = new PostgresServer(true).start();
                yield distribution(number, postgres.createDatabase("keycloak"), postgres);
            }
            default -> throw new IllegalStateException("gatehouse.database is h2 or postgresql");
        };
    }

    /**
     * In start-dev, since webhooks to receivers on this machine need it, but with the caches of pages that a server in use has; the
     * cluster tests run in production mode. A user may log in while Keycloak still counts the login before: otherwise it refuses the
     * right password, now and then.
     */
    private static Gatehouse distribution(int number, Database database, @Nullable PostgresServer postgres) {
        KeycloakServerBuilder builder = KeycloakServer.from(Built.distribution())
                .home(Built.serverHome("pool-" + Built.database() + "-" + number))
                .mode(Mode.DEV)
                .database(database)
                .provider(Built.jar())
                .movableClock(Built.clockJar())
                .importRealm(Built.demoRealm())
                .loopbackWebhooks()
                .option("--spi-gatehouse--default--dns-resolvers=" + TestDns.resolvers())
                .option("--spi-theme--cache-themes=true")
                .option("--spi-theme--cache-templates=true")
                .option("--spi-brute-force-protector--default-brute-force-detector--allow-concurrent-requests=true")
                .quickStart();
        return new Gatehouse(builder.build(), postgres);
    }
}
