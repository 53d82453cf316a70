package io.gatehouse.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the docs hub in the jar. Only what the build wrote into the list {@code files.txt} is there, a line each:
 * entity tag, space, name. A name is looked up in that list and never turned into a path by itself. Safe for use by several
 * threads.
 */
final class DocsFiles {
    /** Folder of the class path. */
    static final String FOLDER = "gatehouse-docs/";

    static final String LIST = "files.txt";
    static final String START = "index.html";
    static final int MAX_NAME_LENGTH = 120;

    /** Below it packing costs more than it saves. */
    private static final int MIN_PACKED_BYTES = 1024;

    private static final Pattern NAME = Pattern.compile("(?:[a-z0-9][a-z0-9-]*/){0,2}[a-z0-9][a-z0-9-]*\\.[a-z]+");
    private static final Pattern ETAG = Pattern.compile("[0-9a-f]{32}");
    private static final String HASHED_FOLDER = "assets/";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "txt", "text/plain;charset=utf-8");

    private final Source source;
    private final Map<String, DocsFile> files;
    private final Map<String, byte[]> packed = new ConcurrentHashMap<>();

    /**
     * One file.
     *
     * @param etag quoted
     * @param isHashed its address changes with its content, so that it may be kept for ever
     */
    record DocsFile(String name, String type, String etag, boolean isHashed) {}

    /** Where files come from. */
    @FunctionalInterface
    interface Source {
        /** Opens what stands under a name of the class path; null for nothing. */
        @Nullable
        InputStream open(String name);
    }

    private static final class Holder {
        static final DocsFiles OF_JAR =
                new DocsFiles(name -> DocsFiles.class.getClassLoader().getResourceAsStream(name));
    }

    /** Reads the list of what the source has. */
    DocsFiles(Source source) {
        this.source = source;
        this.files = read();
    }

    /** Those of this jar; none when it was built without Node. */
    static DocsFiles ofJar() {
        return Holder.OF_JAR;
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /** The file of this name, as it stands in an address below the hub; empty stands for the start page. */
    Optional<DocsFile> find(String name) {
        return Optional.ofNullable(files.get(name.isEmpty() ? START : name));
    }

    /** The name of the hub's style sheet; empty without one. */
    Optional<String> style() {
        return files.keySet().stream()
                .filter(name -> name.startsWith(HASHED_FOLDER) && name.endsWith("/hub.css"))
                .findFirst();
    }

    /** The content of a file of the list. */
    byte[] content(DocsFile file) {
        byte[] content = open(file.name());
        if (content == null) {
            throw new IllegalStateException(FOLDER + file.name() + " stands in the list and is missing from the jar");
        }
        return content;
    }

    /** The content, packed by gzip and kept: the list bounds how much that is. Empty when it is too small to be worth it. */
    Optional<byte[]> packed(DocsFile file) {
        byte[] kept = packed.computeIfAbsent(file.name(), name -> gzip(content(file)));
        return kept.length == 0 ? Optional.empty() : Optional.of(kept);
    }

    static boolean isName(String name) {
        return name.length() <= MAX_NAME_LENGTH && NAME.matcher(name).matches() && TYPES.containsKey(extension(name));
    }

    private Map<String, DocsFile> read() {
        byte[] list = open(LIST);
        Map<String, DocsFile> found = new HashMap<>();
        if (list != null) {
            new String(list, StandardCharsets.UTF_8).lines().forEach(line -> {
                DocsFile file = file(line);
                found.put(file.name(), file);
            });
        }
        return Map.copyOf(found);
    }

    private static DocsFile file(String line) {
        String[] parts = line.split(" ", 2);
        if (parts.length != 2 || !ETAG.matcher(parts[0]).matches() || !isName(parts[1])) {
            throw new IllegalStateException(FOLDER + LIST + " has a line that is no tag and name: " + line);
        }
        String name = parts[1];
        return new DocsFile(
                name,
                TYPES.getOrDefault(extension(name), "text/plain"),
                '"' + parts[0] + '"',
                name.startsWith(HASHED_FOLDER));
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private byte @Nullable [] open(String name) {
        try (InputStream in = source.open(FOLDER + name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] content) {
        if (content.length < MIN_PACKED_BYTES) {
            return new byte[0];
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
