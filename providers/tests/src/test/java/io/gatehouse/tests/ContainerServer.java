package io.gatehouse.tests;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.Ports;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.testcontainers.utility.MountableFile;

/** A Keycloak in a container, for the same tests as the distribution. Needs a Docker engine. */
final class ContainerServer implements KeycloakServer {
    /** The library's two minutes are too short for two busy cores. */
    private static final Duration START_LIMIT = Duration.ofMinutes(6);

    private static final int HTTP_IN_CONTAINER = 8080;
    private static final int MANAGEMENT_IN_CONTAINER = 9000;

    /** Chosen before the start, so that the address is known before it and is the same after a restart. */
    private final Ports ports = Ports.free();

    private final KeycloakContainer container;

    ContainerServer(String image, Path jar, Path clockJar, Path realm) {
        List<File> jars = List.of(jar.toFile(), clockJar.toFile());
        // The container adds --import-realm, health and metrics itself.
        container = new KeycloakContainer(image)
                .withProviderLibsFrom(jars)
                .withCopyFileToContainer(
                        MountableFile.forHostPath(realm), "/opt/keycloak/data/import/" + realm.getFileName())
                .withAdminUsername("admin")
                .withAdminPassword("admin")
                .withCustomCommand("--spi-connections-infinispan--default--use-keycloak-time-service=true")
                .withEnv("KC_CACHE", "local")
                .withEnv("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1")
                .withStartupTimeout(START_LIMIT);
        container.setPortBindings(List.of(
                binding(ports.http(), HTTP_IN_CONTAINER), binding(ports.management(), MANAGEMENT_IN_CONTAINER)));
    }

    @Override
    public void start() {
        container.start();
    }

    @Override
    public void stop() {
        container.stop();
    }

    @Override
    public void kill9() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public boolean isAlive() {
        return container.isRunning();
    }

    @Override
    public String baseUrl() {
        return "http://127.0.0.1:" + ports.http();
    }

    @Override
    public String managementUrl() {
        return "http://127.0.0.1:" + ports.management();
    }

    @Override
    public String logTail(int lines) {
        List<String> all = Arrays.asList(container.getLogs().split("\n", -1));
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    private static String binding(int port, int inContainer) {
        return "127.0.0.1:" + port + ":" + inContainer;
    }
}
