package io.gatehouse.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The arguments and the environment of {@code kc.sh}. Everything it opens is bound to 127.0.0.1. */
final class CommandLine {
    private final List<String> build;
    private final List<String> start;
    private final Map<String, String> environment = new TreeMap<>();

    CommandLine(KeycloakServerBuilder described, Ports ports, String hostname) {
        List<String> fixed =
                List.of("--db=" + described.database.kind(), "--health-enabled=true", "--metrics-enabled=true");
        build = new ArrayList<>(fixed);
        start = new ArrayList<>();
        if (described.mode == Mode.DEV) {
            start.add("start-dev");
            start.addAll(fixed);
        } else {
            start.addAll(List.of("start", "--optimized"));
        }
        // One issuer, however the server is called: localhost and 127.0.0.1 are two names to a token.
        start.add("--hostname=" + hostname);
        if (!described.realms.isEmpty()) {
            start.add("--import-realm");
        }
        start.addAll(List.of(
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + ports.http(),
                "--http-management-host=127.0.0.1",
                "--http-management-port=" + ports.management()));
        start.addAll(described.database.options());
        if (described.clusterPort != null) {
            start.addAll(List.of(
                    "--cache-embedded-network-bind-address=127.0.0.1",
                    "--cache-embedded-network-bind-port=" + described.clusterPort,
                    "--cache-embedded-mtls-enabled=false"));
        }
        start.addAll(described.options);

        environment.put("KC_CACHE", described.clusterPort == null ? "local" : "ispn");
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
        environment.put("JAVA_HOME", described.javaHome.toString());
        environment.put("JAVA_OPTS_KC_HEAP", described.heap);
        if (!described.jvmOptions.isEmpty()) {
            environment.put("JAVA_OPTS_APPEND", described.jvmOptions);
        }
        environment.putAll(described.environment);
    }

    /** What {@code kc.sh build} is told; the build is good for these options and this cache alone. */
    List<String> buildOptions() {
        List<String> all = new ArrayList<>(build);
        all.add("KC_CACHE=" + environment.get("KC_CACHE"));
        return all;
    }

    ProcessBuilder build(Path home) {
        List<String> command = new ArrayList<>(List.of(script(home), "build"));
        command.addAll(build);
        return process(command);
    }

    ProcessBuilder start(Path home) {
        List<String> command = new ArrayList<>(List.of(script(home)));
        command.addAll(start);
        return process(command);
    }

    private ProcessBuilder process(List<String> command) {
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
        // Settings of the machine's owner must not reach the server: neither Keycloak's nor the JVM's.
        process.environment().keySet().removeIf(CommandLine::isForeign);
        process.environment().putAll(environment);
        return process;
    }

    private static boolean isForeign(String variable) {
        return variable.startsWith("KC_")
                || variable.startsWith("KEYCLOAK_")
                || variable.startsWith("JAVA_OPTS")
                || variable.startsWith("QUARKUS_")
                || variable.equals("JAVA");
    }

    private static String script(Path home) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return home.resolve("bin").resolve(windows ? "kc.bat" : "kc.sh").toString();
    }
}
