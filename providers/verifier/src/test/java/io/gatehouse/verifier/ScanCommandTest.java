package io.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.core.key.KeyEnvironment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanCommandTest {
    private static final ApiKeyText KEY =
            ApiKeyText.create("ak", KeyEnvironment.LIVE, new byte[ApiKeyText.RANDOM_BYTES]);
    private static final String TEXT = KEY.text().reveal();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void keyIsNamedByFileAndLineAndNotShown(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.env"), "# ü\nA=1\nKEY=" + TEXT + "\n");

        assertThat(run("", file.toString())).isEqualTo(ScanCommand.FOUND);
        assertThat(out.toString(UTF_8)).isEqualTo(file + ":3: " + KEY.masked() + System.lineSeparator());
        assertThat(out.toString(UTF_8)).doesNotContain(KEY.secret().reveal());
    }

    /** Around the end of a chunk. */
    @ParameterizedTest
    @ValueSource(ints = {0, 65_400, 65_470, 65_477, 65_478, 65_479, 65_500, 65_535, 65_536, 200_000})
    void keyIsFoundOnceWhereverItStands(int before) {
        assertThat(run("\n".repeat(before) + TEXT + " ".repeat(before), "-")).isEqualTo(ScanCommand.FOUND);
        assertThat(out.toString(UTF_8)).isEqualTo("-:" + (before + 1) + ": " + KEY.masked() + System.lineSeparator());
    }

    @Test
    void textWithoutAKeyIsClean() {
        String wrong = TEXT.substring(0, TEXT.length() - 1) + "x";

        assertThat(run(wrong + "\n", "-")).isEqualTo(ScanCommand.CLEAN);
        assertThat(run("", "-")).isEqualTo(ScanCommand.CLEAN);
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void absentFileAndNoFileAreFailures() {
        assertThat(run("", "absent.txt")).isEqualTo(ScanCommand.FAILED);
        assertThat(run("")).isEqualTo(ScanCommand.FAILED);
        assertThat(err.toString(UTF_8)).contains("Could not read", "java -jar");
    }

    private int run(String input, String... files) {
        return new ScanCommand(
                        new ByteArrayInputStream(input.getBytes(UTF_8)),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8))
                .run(List.of(files));
    }
}
