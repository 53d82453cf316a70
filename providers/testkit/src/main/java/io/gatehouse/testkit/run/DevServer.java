package io.gatehouse.testkit.run;

import io.gatehouse.testkit.Database;
import io.gatehouse.testkit.Distribution;
import io.gatehouse.testkit.DistributionServer;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.Ports;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code mvn -Prun} starts: a real Keycloak with the jar, H2 on disk and the demo realm, on 127.0.0.1 alone. Prints
 * lines to try and runs until it is stopped.
 */
public final class DevServer {
    /** Who tries it out is alone with it, and may want to see how fast it is. */
    private static final int VERIFICATIONS_PER_SECOND = 100_000;

    /** 200 a second. */
    private static final int LOGIN_REQUESTS_PER_MINUTE = 12_000;

    private final Ports ports;
    private final DistributionServer server;
    private final DemoSeed seed;
    private final Path folder;

    /**
     * @param ports where it serves
     * @param folder keeps its database and the demo's secrets between runs
     */
    DevServer(Ports ports, Distribution distribution, Path jar, Path realm, Path folder) {
        this.ports = ports;
        this.folder = folder;
        this.server = KeycloakServer.from(distribution)
                .home(folder.resolve("keycloak"))
                .ports(ports)
                .database(Database.h2File())
                .provider(jar)
                .importRealm(realm)
                .loopbackWebhooks()
                .anonymousVerifications(VERIFICATIONS_PER_SECOND)
                .loginRequests(LOGIN_REQUESTS_PER_MINUTE)
                .quickStart()
                .build();
        this.seed = new DemoSeed(server.baseUrl(), new SeedFile(folder.resolve("seed.json")));
    }

    /**
     * Starts it with the system properties that the profile {@code run} sets. {@code -Drun.seed=false} leaves the demo
     * realm as it is imported.
     */
    public static void main(String[] arguments) throws InterruptedException {
        Ports ports = new Ports(Integer.getInteger("run.port"), Integer.getInteger("run.management.port"));
        for (int port : List.of(ports.http(), ports.management())) {
            if (!Ports.isFree(port)) {
                System.err.println("Port " + port + " of 127.0.0.1 is in use. Stop what uses it, or choose others: "
                        + "mvn -Prun -Drun.port=8081 -Drun.management.port=9001");
                System.exit(1);
            }
        }
        new DevServer(
                        ports,
                        new Distribution(Path.of(System.getProperty("keycloak.home"))),
                        Path.of(System.getProperty("gatehouse.jar")),
                        Path.of(System.getProperty("gatehouse.realm")),
                        Path.of(System.getProperty("run.dir")))
                .run(!"false".equals(System.getProperty("run.seed")));
    }

    private void run(boolean isSeeded) throws InterruptedException {
        long startNs = System.nanoTime();
        System.out.println("Starting Keycloak on 127.0.0.1:" + ports.http() + " ...");
        server.start();
        String lines = isSeeded ? lines() : "";
        long seconds = (System.nanoTime() - startNs) / 1_000_000_000;
        System.out.println(Banner.text(server, seconds, lines));
        server.await();
    }

    /** Whoever plays with the realm may change it so that the seed cannot work; the server is then still of use. */
    private String lines() {
        try {
            return Banner.curlLines(server.baseUrl(), seed.ensure());
        } catch (AssertionError e) {
            return Banner.noLines(e.getMessage(), folder);
        }
    }
}
