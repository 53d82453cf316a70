package io.gatehouse.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link DistributionServer}. Only {@link #home} must be said; otherwise: free ports, {@link Mode#DEV}, H2 in
 * memory, no provider jar, a single node, administrator {@code admin} with password {@code admin}.
 */
public final class KeycloakServerBuilder {
    /** Enough for Keycloak on two cores; without a limit of ours the JVM takes what the machine has. */
    private static final String DEFAULT_HEAP = "-Xms256m -Xmx768m";

    private static final Duration DEFAULT_START_LIMIT = Duration.ofMinutes(5);

    final Distribution distribution;
    final List<Path> providers = new ArrayList<>();
    final List<Path> realms = new ArrayList<>();
    final List<String> options = new ArrayList<>();
    final Map<String, String> environment = new LinkedHashMap<>();
    private @Nullable Path home;
    private @Nullable Ports ports;
    private @Nullable String hostname;

    @Nullable
    Integer clusterPort;

    Mode mode = Mode.DEV;
    Database database = Database.h2Memory();
    Path javaHome = Path.of(System.getProperty("java.home"));
    String heap = DEFAULT_HEAP;
    String jvmOptions = "";
    Duration startLimit = DEFAULT_START_LIMIT;

    KeycloakServerBuilder(Distribution distribution) {
        this.distribution = distribution;
    }

    /** The folder of the instance; made when it is not there, kept with its data when it is. Required. */
    public KeycloakServerBuilder home(Path home) {
        this.home = home;
        return this;
    }

    public KeycloakServerBuilder ports(Ports ports) {
        this.ports = ports;
        return this;
    }

    public KeycloakServerBuilder mode(Mode mode) {
        this.mode = mode;
        return this;
    }

    public KeycloakServerBuilder database(Database database) {
        this.database = database;
        return this;
    }

    /** Adds a jar to the providers folder. Jars that are not named are removed from it at the start. */
    public KeycloakServerBuilder provider(Path jar) {
        providers.add(jar);
        return this;
    }

    /** Adds a realm file, imported at the start unless the realm exists. */
    public KeycloakServerBuilder importRealm(Path file) {
        realms.add(file);
        return this;
    }

    /** Adds an option of the start, such as {@code --log-level=debug}. */
    public KeycloakServerBuilder option(String option) {
        options.add(option);
        return this;
    }

    public KeycloakServerBuilder environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Which Java runs Keycloak; otherwise the one that runs this code. */
    public KeycloakServerBuilder javaHome(Path javaHome) {
        this.javaHome = javaHome;
        return this;
    }

    /** The JVM's heap options, such as {@code -Xms256m -Xmx1g}. */
    public KeycloakServerBuilder heap(String heap) {
        this.heap = heap;
        return this;
    }

    /**
     * Compiles quickly instead of well, which shortens the start on two busy cores. Not for
     * servers whose speed is measured.
     */
    public KeycloakServerBuilder quickStart() {
        this.jvmOptions = "-XX:TieredStopAtLevel=1";
        return this;
    }

    /** The longest that a start may take, the schema of an empty database included. */
    public KeycloakServerBuilder startLimit(Duration startLimit) {
        this.startLimit = startLimit;
        return this;
    }

    /** The address that goes into tokens; nodes of one cluster share it. Otherwise the address of the node. */
    public KeycloakServerBuilder hostname(String hostname) {
        this.hostname = hostname;
        return this;
    }

    /**
     * Makes it a node of a cluster, which the nodes of one PostgreSQL database form by themselves. Start nodes one after
     * the other.
     *
     * @param bindPort where the node listens for the others, on 127.0.0.1; {@link Ports#freePort()} gives one
     */
    public KeycloakServerBuilder clusterNode(int bindPort) {
        this.clusterPort = bindPort;
        return this;
    }

    /**
     * Lets tests move the clock: adds the test clock's jar and makes the caches follow the clock of Keycloak, without
     * which their entries live on in real time.
     */
    public KeycloakServerBuilder movableClock(Path clockJar) {
        return provider(clockJar).option("--spi-connections-infinispan--default--use-keycloak-time-service=true");
    }

    /** Lets webhooks go to {@code http://127.0.0.1:*}, which Gatehouse accepts in {@link Mode#DEV} only. */
    public KeycloakServerBuilder loopbackWebhooks() {
        return option("--spi-gatehouse--default--webhook-allowed-addresses=127.0.0.1/32");
    }

    /** How many tokens one address may have verified in a second without a credential: more where speed is measured. */
    public KeycloakServerBuilder anonymousVerifications(int perSecond) {
        return option("--spi-gatehouse--default--anonymous-verifications-per-second=" + perSecond);
    }

    /** How often one address may ask for letters to log in and try what they hand out: more where that is tried out. */
    public KeycloakServerBuilder loginRequests(int perMinute) {
        return option("--spi-gatehouse--default--login-requests-per-minute=" + perMinute);
    }

    /** The server, not started. */
    public DistributionServer build() {
        Path folder = home;
        if (folder == null) {
            throw new IllegalStateException("Say where the server lives: home(path)");
        }
        Ports chosen = ports == null ? Ports.free() : ports;
        String name = hostname == null ? "http://127.0.0.1:" + chosen.http() : hostname;
        return new DistributionServer(distribution.instance(folder), chosen, new CommandLine(this, chosen, name), this);
    }
}
