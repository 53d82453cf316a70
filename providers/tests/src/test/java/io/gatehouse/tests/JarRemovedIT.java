package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.Database;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.KeycloakServerBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("own-server")
class JarRemovedIT {
    private final Path home = Built.serverHome("jar-removed");

    @Test
    void keycloakStartsAndLogsInWithoutTheJarAgain() {
        Folders.delete(home);
        logIn(describe().provider(Built.jar()).importRealm(Built.demoRealm()));

        logIn(describe());
    }

    private KeycloakServerBuilder describe() {
        return KeycloakServer.from(Built.distribution())
                .home(home)
                .database(Database.h2File())
                .quickStart();
    }

    private static void logIn(KeycloakServerBuilder described) {
        try (Gatehouse gatehouse = new Gatehouse(described.build(), null)) {
            gatehouse.server().start();
            assertThat(gatehouse.realm("demo").userToken("alice", "openid")).isNotEmpty();
            assertThat(gatehouse.adminToken()).isNotEmpty();
        }
    }
}
