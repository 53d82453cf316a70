package io.gatehouse.tests;

import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.KeycloakServerBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Servers of a test's own to compare: what is done on each, and what a Keycloak that never had the jar does. */
final class StockServers {
    private static @Nullable Map<String, String> withoutJar;

    private StockServers() {}

    /** What {@link StockFlows} sees on a server that never had the jar; seen once in a run of the tests. */
    static synchronized Map<String, String> withoutJar() {
        Map<String, String> seen = withoutJar;
        if (seen == null) {
            seen = on(describe("stock-without"), gatehouse -> new StockFlows(gatehouse).run());
            withoutJar = seen;
        }
        return seen;
    }

    /** A server with the demo realm in a database of its own. */
    static KeycloakServerBuilder describe(String name) {
        return KeycloakServer.from(Built.distribution())
                .home(Built.serverHome(name))
                .importRealm(Built.demoRealm())
                .quickStart();
    }

    /** Starts the server, does something on it, and stops it. */
    static <T> T on(KeycloakServerBuilder described, Function<Gatehouse, T> action) {
        try (Gatehouse gatehouse = new Gatehouse(described.build(), null)) {
            gatehouse.server().start();
            return action.apply(gatehouse);
        }
    }

    /** One line for each flow and field that is not the same in both. */
    static List<String> differences(Map<String, String> without, Map<String, String> with) {
        Set<String> names = new TreeSet<>(without.keySet());
        names.addAll(with.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(without.get(name), with.get(name)))
                .map(name -> name + "\n  without: " + without.get(name) + "\n  with:    " + with.get(name))
                .toList();
    }
}
