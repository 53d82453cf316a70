package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.KeycloakServerBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("own-server")
class StockFlowsIT {
    @Test
    void stockFlowsAreTheSameWithTheJarAsWithoutIt() {
        Map<String, String> without = observe("stock-without", server("stock-without"));
        Map<String, String> with = observe("stock-with", server("stock-with").provider(Built.jar()));

        assertThat(without).hasSizeGreaterThan(100);
        assertThat(without)
                .containsEntry("password.status", "200")
                .containsEntry("login.status", "302")
                .containsEntry("code.status", "200")
                .containsEntry("logout.status", "204")
                .containsEntry("introspection after revoke.body", "{active=false}");
        assertThat(without.get("introspection.body")).contains("active=true");
        assertThat(differences(without, with)).isEmpty();
    }

    private static List<String> differences(Map<String, String> without, Map<String, String> with) {
        Set<String> names = new TreeSet<>(without.keySet());
        names.addAll(with.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(without.get(name), with.get(name)))
                .map(name -> name + "\n  without: " + without.get(name) + "\n  with:    " + with.get(name))
                .toList();
    }

    private static KeycloakServerBuilder server(String name) {
        return KeycloakServer.from(Built.distribution())
                .home(Built.serverHome(name))
                .importRealm(Built.demoRealm())
                .quickStart();
    }

    private static Map<String, String> observe(String name, KeycloakServerBuilder described) {
        try (Gatehouse gatehouse = new Gatehouse(described.build(), null)) {
            gatehouse.server().start();
            return new StockFlows(gatehouse).run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("On the server " + name, e);
        }
    }
}
