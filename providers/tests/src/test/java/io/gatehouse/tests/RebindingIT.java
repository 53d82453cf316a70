package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.Database;
import io.gatehouse.testkit.DistributionServer;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.WebhookCalls.Hook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * DNS rebinding over the real path: the name of a webhook leads now to an address that is allowed, now to one that is not,
 * and changes some thousand times a second. Java takes its names from a file here, without a cache. What stands for a public
 * address is 127.0.0.1, which this server's operator allows; the inside is 127.0.0.2, where a canary listens.
 */
@Tag("own-server")
class RebindingIT {
    private static final String NAME = "rebind.example.com";
    private static final int ATTEMPTS = 200;

    @Test
    void nameThatChangesBetweenCheckAndConnectionNeverLeadsInside(@TempDir Path folder) throws Exception {
        Path names = folder.resolve("hosts");
        lead(names, "127.0.0.1");
        try (Listener allowed = new Listener("127.0.0.1", 0);
                Listener canary = new Listener("127.0.0.2", allowed.port());
                DistributionServer server = KeycloakServer.from(Built.distribution())
                        .home(Built.serverHome("rebinding"))
                        .database(Database.h2Memory())
                        .importRealm(Built.demoRealm())
                        .provider(Built.jar())
                        .loopbackWebhooks()
                        .environment(
                                "JAVA_OPTS_APPEND",
                                "-XX:TieredStopAtLevel=1 -Dsun.net.inetaddr.ttl=0 -Dsun.net.inetaddr.negative.ttl=0"
                                        + " -Djdk.net.hosts.file=" + names)
                        .build();
                Gatehouse gatehouse = new Gatehouse(server, null)) {
            server.start();
            RealmCalls calls = new RealmCalls(gatehouse, gatehouse.realm("demo"));
            Hook hook = new WebhookCalls(calls).hook("https://" + NAME + ":" + allowed.port() + "/");

            Map<String, Integer> seen = attempts(calls, hook, names);

            System.out.printf("rebinding: %s, %d connections to the allowed address%n", seen, allowed.connections());
            assertThat(canary.connections()).isZero();
            assertThat(allowed.connections()).as("the name leads somewhere").isPositive();
            assertThat(seen.getOrDefault("endpoint_address_refused", 0))
                    .as("%s", seen)
                    .isPositive();
        }
    }

    /** The reasons of the failures, with how often each came. */
    private static Map<String, Integer> attempts(RealmCalls calls, Hook hook, Path names) throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            var changing = thread.submit(() -> {
                for (int i = 0; !isOver.get(); i++) {
                    lead(names, i % 2 == 0 ? "127.0.0.2" : "127.0.0.1");
                }
            });
            Map<String, Integer> seen = new java.util.TreeMap<>();
            for (int i = 0; i < ATTEMPTS; i++) {
                Answer answer = calls.admin("POST", "/webhooks/" + hook.id() + "/test")
                        .send()
                        .expect(502);
                seen.merge(answer.text("code"), 1, Integer::sum);
            }
            isOver.set(true);
            changing.get();
            return seen;
        } finally {
            isOver.set(true);
            thread.shutdownNow();
        }
    }

    /** At once, so that no look-up finds half a file. */
    private static void lead(Path names, String address) {
        try {
            Path next = names.resolveSibling("next");
            Files.write(next, List.of("127.0.0.1 localhost", address + " " + NAME));
            Files.move(next, names, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts connections and ends each at once. */
    private static final class Listener implements AutoCloseable {
        private final ServerSocket socket;
        private final AtomicInteger connections = new AtomicInteger();
        private final ExecutorService thread = Executors.newSingleThreadExecutor();

        Listener(String address, int port) throws IOException {
            socket = new ServerSocket(port, 50, InetAddress.getByName(address));
            thread.execute(this::accept);
        }

        int port() {
            return socket.getLocalPort();
        }

        int connections() {
            return connections.get();
        }

        private void accept() {
            while (!socket.isClosed()) {
                try {
                    socket.accept().close();
                    connections.incrementAndGet();
                } catch (IOException e) {
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
            thread.shutdownNow();
        }
    }
}
