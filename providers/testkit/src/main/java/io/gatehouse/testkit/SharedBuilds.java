package io.gatehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * What {@code kc.sh build} made, kept beside the instances: a server with the same distribution, options and jars takes it over
 * instead of building again. One build at a time in a JVM, so that two servers alike do not both build.
 */
final class SharedBuilds {
    /** A build has some ten megabytes, and each new jar needs a new one. */
    private static final int MAX_KEPT = 6;

    private static final Object ONE_AT_A_TIME = new Object();

    private final Path folder;

    /** @param folder where builds are kept; made when it is not there */
    SharedBuilds(Path folder) {
        this.folder = folder;
    }

    /** Makes the instance built with these options: by what is kept, else by the build given, which is then kept. */
    void ensure(Instance instance, List<String> options, Runnable build) {
        synchronized (ONE_AT_A_TIME) {
            if (instance.isBuiltWith(options)) {
                return;
            }
            Path kept = folder.resolve(key(instance.stamp(options)));
            if (Files.isDirectory(kept)) {
                instance.takeBuild(kept);
                return;
            }
            build.run();
            instance.markBuiltWith(options);
            forgetOldest();
            instance.copyBuildTo(kept);
        }
    }

    private void forgetOldest() {
        try {
            Files.createDirectories(folder);
            List<Path> newestFirst = Instance.list(folder).stream()
                    .sorted(Comparator.comparing(SharedBuilds::modifiedMs).reversed())
                    .toList();
            for (Path old : newestFirst.subList(Math.min(MAX_KEPT - 1, newestFirst.size()), newestFirst.size())) {
                Instance.deleteTree(old);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long modifiedMs(Path path) {
        try {
            return Files.getLastModifiedTime(path).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(String stamp) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(stamp.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
