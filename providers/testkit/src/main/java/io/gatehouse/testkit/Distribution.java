package io.gatehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An unpacked Keycloak distribution. It is never run where it lies: every server gets an {@link Instance} of its own.
 *
 * @param path the folder that holds {@code bin}, {@code lib} and {@code version.txt}
 */
public record Distribution(Path path) {
    public Distribution {
        path = path.toAbsolutePath().normalize();
        if (!Files.isRegularFile(path.resolve("bin/kc.sh"))) {
            throw new IllegalArgumentException(
                    "No Keycloak distribution in " + path + ". Run the build once from the root of the project.");
        }
    }

    /** The first line of version.txt, such as {@code Keycloak - Version 26.7.5}. */
    String version() {
        try {
            return Files.readString(path.resolve("version.txt")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the folder a runnable instance of this distribution; one that it is already is kept with its data. */
    public Instance instance(Path home) {
        return Instance.prepare(this, home);
    }
}
