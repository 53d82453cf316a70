package io.gatehouse.testkit.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Keeps the {@link Seed} between runs, readable by its owner alone.
 *
 * @param path the file
 */
record SeedFile(Path path) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The seed of an earlier run; empty when there is none that can be read. */
    Optional<Seed> read() {
        try {
            return Files.exists(path) ? Optional.of(JSON.readValue(path.toFile(), Seed.class)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void write(Seed seed) {
        try {
            Files.deleteIfExists(path);
            Files.createDirectories(path.toAbsolutePath().getParent());
            boolean isPosix =
                    FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
            FileAttribute<?>[] ownerOnly = isPosix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            Files.createFile(path, ownerOnly);
            Files.writeString(path, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(seed) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
