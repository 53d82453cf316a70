package io.gatehouse.tests;

import io.gatehouse.testkit.Distribution;
import java.nio.file.Path;

/** Where the build put what the tests run, told by system properties. */
final class Built {
    private Built() {}

    /** The Keycloak that the tests run on. */
    static Distribution distribution() {
        return new Distribution(path("keycloak.home"));
    }

    /** The oldest patch release that is supported. */
    static Distribution olderDistribution() {
        return new Distribution(path("keycloak.older.home"));
    }

    /** The jar that ships. */
    static Path jar() {
        return path("gatehouse.jar");
    }

    /** The command line that verifies audit exports. */
    static Path verifier() {
        return path("gatehouse.verifier");
    }

    /** The provider jar that lets tests move the clock. */
    static Path clockJar() {
        return path("gatehouse.clock.jar");
    }

    /** The demo realm as tests use it, see {@link RealmFile#relaxed}. */
    static Path demoRealm() {
        return RealmFile.shipped("demo").relaxed().writtenTo(serverHome("realm"));
    }

    /** A file of the folder realm-config as it ships, {@code demo} or {@code production}. */
    static Path shippedRealm(String name) {
        return path("gatehouse.realm").resolveSibling(name + "-realm.json");
    }

    static Path openApi() {
        return path("gatehouse.openapi");
    }

    /** A folder for a server of this name, kept between runs. */
    static Path serverHome(String name) {
        return path("servers.dir").resolve(name);
    }

    /** {@code h2} or {@code postgresql}: what the shared server stores its data in. */
    static String database() {
        return property("gatehouse.database");
    }

    /** {@code distribution} or {@code container}: what the shared server runs as. */
    static String backend() {
        return property("gatehouse.backend");
    }

    static String image() {
        return property("keycloak.image");
    }

    private static Path path(String property) {
        return Path.of(property(property)).toAbsolutePath();
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("System property " + name + " is not set: run the tests with mvn verify");
        }
        return value;
    }
}
