package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/CONFORMANCE.md} to its word: every row is there once, and what proves a done row exists. */
class ConformanceTableTest {

    private static final int ROWS = 230;
    private static final Set<String> STATES = Set.of("done", "planned", "out of scope");
    private static final Pattern ROW = Pattern.compile("^\\| ([A-F]\\d+) \\|(.*)\\|$");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST_NAME = Pattern.compile("(\\w+)(?:#(\\w+))?");

    private static final Path ROOT = repositoryRoot();
    private static final List<Row> TABLE = readTable();
    private static final Map<String, Path> TEST_SOURCES = findTestSources();

    @Test
    void everyRowIsThereExactlyOnceAndInOrder() {
        List<String> expected = Stream.of(ids("A", 67), ids("B", 24), ids("C", 79), ids("D", 39), ids("F", 21))
                .flatMap(group -> group)
                .toList();

        assertThat(TABLE).extracting(Row::id).containsExactlyElementsOf(expected);
        assertThat(TABLE).hasSize(ROWS);
    }

    @Test
    void everyRowSaysWhatWhereAndInWhichState() {
        assertThat(TABLE).allSatisfy(row -> {
            assertThat(row.what()).as("what of %s", row.id()).isNotBlank();
            assertThat(row.where()).as("where of %s", row.id()).isNotBlank();
            assertThat(STATES).as("state of %s", row.id()).contains(row.state());
        });
    }

    @Test
    void everyDoneRowNamesAProofThatExists() {
        List<String> broken = new ArrayList<>();
        for (Row row : TABLE) {
            if (row.state().equals("done")) {
                if (row.proofs().isEmpty()) {
                    broken.add(row.id() + ": no proof");
                }
                row.proofs().stream()
                        .filter(proof -> !exists(proof))
                        .forEach(proof -> broken.add(row.id() + ": " + proof));
            }
        }

        assertThat(broken).as("done rows whose proof does not exist").isEmpty();
    }

    @Test
    void aProofThatDoesNotExistIsNoticed() {
        String self = getClass().getSimpleName();

        assertThat(exists(self)).isTrue();
        assertThat(exists(self + "#aProofThatDoesNotExistIsNoticed")).isTrue();
        assertThat(exists("docs/CONFORMANCE.md")).isTrue();
        assertThat(exists(self + "#noSuchPromise")).isFalse();
        assertThat(exists("NoSuchTest")).isFalse();
        assertThat(exists("docs/no-such-page.md")).isFalse();
    }

    /** One line of the table; {@code proofs} are the quoted names in its proof column. */
    private record Row(String id, String what, String where, List<String> proofs, String state) {

        static Optional<Row> parse(String line) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                return Optional.empty();
            }
            String[] cells = row.group(2).split("\\|", -1);
            assertThat(cells).as("cells of %s", row.group(1)).hasSize(4);
            List<String> proofs = QUOTED.matcher(cells[2])
                    .results()
                    .map(quoted -> quoted.group(1))
                    .toList();
            return Optional.of(new Row(row.group(1), cells[0].strip(), cells[1].strip(), proofs, cells[3].strip()));
        }
    }

    private static Stream<String> ids(String group, int last) {
        return IntStream.rangeClosed(1, last).mapToObj(number -> group + number);
    }

    private static boolean exists(String proof) {
        Matcher name = TEST_NAME.matcher(proof);
        if (!name.matches()) {
            return Files.isRegularFile(ROOT.resolve(proof));
        }
        Path source = TEST_SOURCES.get(name.group(1));
        if (source == null) {
            return false;
        }
        String method = name.group(2);
        return method == null
                || Pattern.compile("void " + method + "\\(")
                        .matcher(read(source))
                        .find();
    }

    private static List<Row> readTable() {
        return read(ROOT.resolve("docs/CONFORMANCE.md"))
                .lines()
                .map(Row::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Map<String, Path> findTestSources() {
        Map<String, Path> sources = new LinkedHashMap<>();
        try (Stream<Path> modules = Files.list(ROOT.resolve("providers"))) {
            for (Path module : modules.sorted().toList()) {
                Path tests = module.resolve("src/test/java");
                if (Files.isDirectory(tests)) {
                    try (Stream<Path> files = Files.walk(tests)) {
                        files.filter(file -> file.toString().endsWith(".java"))
                                .forEach(file -> sources.put(
                                        file.getFileName().toString().replace(".java", ""), file));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder named by the system property {@code gatehouse.root}, else the nearest one upwards that holds {@code realm-config}. */
    private static Path repositoryRoot() {
        String configured = System.getProperty("gatehouse.root");
        if (configured != null) {
            return Path.of(configured);
        }
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("realm-config"))) {
                return folder;
            }
        }
        throw new IllegalStateException("No folder with realm-config above " + start + ": set -Dgatehouse.root");
    }
}
