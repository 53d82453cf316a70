package io.gatehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of one server: {@code conf}, {@code data} and {@code providers} of its own, the distribution's libraries as
 * hard links. Only {@code lib/quarkus} is copied, because the augmentation rewrites it.
 *
 * @param home the folder
 */
public record Instance(Path home) {
    private static final String ORIGIN = ".distribution";
    private static final String BUILD_STAMP = ".built";
    private static final List<String> BUILD_PARTS = List.of("lib/quarkus", "providers");

    static Instance prepare(Distribution distribution, Path home) {
        Path target = home.toAbsolutePath().normalize();
        String origin = distribution.path() + "\n" + distribution.version();
        try {
            if (!origin.equals(read(target.resolve(ORIGIN)))) {
                for (String stale : List.of("bin", "lib", "conf", "providers", BUILD_STAMP)) {
                    deleteTree(target.resolve(stale));
                }
                copyDistribution(distribution.path(), target);
                Files.writeString(target.resolve(ORIGIN), origin);
            }
            return new Instance(target);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare " + target, e);
        }
    }

    /**
     * Makes the {@code providers} folder hold these jars and no other. A jar whose content is there already is not
     * touched: Keycloak augments again for a new modification time alone.
     */
    void providers(List<Path> jars) {
        Path folder = home.resolve("providers");
        try {
            Files.createDirectories(folder);
            Set<String> wanted =
                    jars.stream().map(jar -> jar.getFileName().toString()).collect(Collectors.toSet());
            for (Path present : list(folder)) {
                if (present.toString().endsWith(".jar")
                        && !wanted.contains(present.getFileName().toString())) {
                    Files.delete(present);
                }
            }
            for (Path jar : jars) {
                copyIfChanged(jar, folder.resolve(jar.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the import folder hold these realm files and no other. */
    void realms(List<Path> files) {
        Path folder = home.resolve("data/import");
        try {
            deleteTree(folder);
            Files.createDirectories(folder);
            for (Path file : files) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes over a build that {@link #copyBuildTo} copied, so that this instance need not be built. */
    void takeBuild(Path kept) {
        try {
            for (String part : BUILD_PARTS) {
                deleteTree(home.resolve(part));
            }
            copyTree(kept, home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies what {@code kc.sh build} made, with the jars that it was made of: it names their modification times. */
    void copyBuildTo(Path target) {
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        try {
            deleteTree(unfinished);
            for (String part : BUILD_PARTS) {
                Files.createDirectories(unfinished.resolve(part).getParent());
                copyTree(home.resolve(part), unfinished.resolve(part));
            }
            Files.copy(home.resolve(BUILD_STAMP), unfinished.resolve(BUILD_STAMP));
            Files.move(unfinished, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the last build was made with exactly these options and the jars that are there now. */
    boolean isBuiltWith(List<String> options) {
        return stamp(options).equals(read(home.resolve(BUILD_STAMP)));
    }

    void markBuiltWith(List<String> options) {
        try {
            Files.writeString(home.resolve(BUILD_STAMP), stamp(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path log() {
        return home.resolve("keycloak.log");
    }

    /** What a build depends on: the distribution, the options, the jars. */
    String stamp(List<String> options) {
        try {
            StringBuilder stamp =
                    new StringBuilder(read(home.resolve(ORIGIN))).append('\n').append(String.join(" ", options));
            for (Path jar : list(home.resolve("providers"))) {
                stamp.append('\n')
                        .append(jar.getFileName())
                        .append(' ')
                        .append(Files.size(jar))
                        .append(' ')
                        .append(Files.getLastModifiedTime(jar).toMillis());
            }
            return stamp.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyIfChanged(Path source, Path target) throws IOException {
        if (!Files.exists(target) || Files.mismatch(source, target) >= 0) {
            Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static void copyDistribution(Path distribution, Path home) throws IOException {
        Path libraries = distribution.resolve("lib");
        Path augmented = libraries.resolve("quarkus");
        for (Path source : walk(distribution)) {
            Path target = home.resolve(distribution.relativize(source).toString());
            if (Files.isDirectory(source)) {
                Files.createDirectories(target);
            } else if (source.startsWith(libraries) && !source.startsWith(augmented)) {
                link(source, target);
            } else {
                Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void link(Path source, Path target) throws IOException {
        try {
            Files.createLink(target, source);
        } catch (IOException | UnsupportedOperationException e) {
            // Another file system: a copy costs 170 MB, nothing else.
            Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        for (Path source : walk(from)) {
            Path target = to.resolve(from.relativize(source).toString());
            if (!Files.isDirectory(target)) {
                Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> paths = walk(root);
            for (int i = paths.size() - 1; i >= 0; i--) {
                Files.delete(paths.get(i));
            }
        }
    }

    private static List<Path> walk(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.toList();
        }
    }

    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
