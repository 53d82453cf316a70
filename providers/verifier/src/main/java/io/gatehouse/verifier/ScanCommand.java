package io.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gatehouse.core.key.ApiKeyScanner;
import io.gatehouse.core.key.ApiKeyText;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The command line {@code scan <file>…}: finds API keys in texts by their form and checksum, offline. What is printed never
 * holds a key, only its beginning. Ends with 0 when there is none, 1 when there is one, 2 when a file could not be read.
 */
final class ScanCommand {
    /** No key. */
    static final int CLEAN = 0;

    /** At least one key. */
    static final int FOUND = 1;

    /** Wrong arguments or an unreadable file. */
    static final int FAILED = 2;

    private static final int CHUNK_CHARS = 1 << 16;

    private static final String USAGE = """
            Finds Gatehouse API keys in texts by their form and checksum, without asking a server.

              java -jar gatehouse-verifier-cli.jar scan <file> [<file>...]

              <file>   a file, or - for standard input

            Prints file, line and the beginning of each key. Ends with 0 when there is none, 1 when there is one, 2 when a file
            could not be read.
            """;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    ScanCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** @return the exit code */
    int run(List<String> files) {
        if (files.isEmpty()) {
            err.print(USAGE);
            return FAILED;
        }
        long keys = 0;
        try {
            for (String file : files) {
                keys += file.equals("-") ? scan(file, in) : scan(file);
            }
        } catch (IOException | IllegalArgumentException e) {
            err.println("Could not read: " + e.getMessage());
            return FAILED;
        }
        return keys == 0 ? CLEAN : FOUND;
    }

    private long scan(String file) throws IOException {
        try (InputStream text = Files.newInputStream(Path.of(file))) {
            return scan(file, text);
        }
    }

    /** In chunks that overlap by the longest key, so that a file of any size takes the same memory. */
    private long scan(String name, InputStream bytes) throws IOException {
        // Keys are ASCII: read like this, no text whatever its encoding is malformed.
        Reader reader = new InputStreamReader(bytes, ISO_8859_1);
        StringBuilder window = new StringBuilder();
        char[] chunk = new char[CHUNK_CHARS];
        long keys = 0;
        long line = 1;
        boolean isEnd = false;
        while (!isEnd) {
            int read = reader.read(chunk);
            isEnd = read < 0;
            if (!isEnd) {
                window.append(chunk, 0, read);
            }
            // A key that reaches into the tail may go on in the next chunk, or be followed by one more letter there.
            int settled = isEnd ? window.length() : Math.max(0, window.length() - ApiKeyText.MAX_LENGTH);
            for (ApiKeyScanner.Found found : ApiKeyScanner.find(window)) {
                if (found.start() < settled) {
                    keys++;
                    out.println(name + ":" + (line + lines(window, found.start())) + ": "
                            + found.key().masked());
                }
            }
            line += lines(window, settled);
            window.delete(0, settled);
        }
        return keys;
    }

    private static long lines(CharSequence text, int end) {
        return text.chars().limit(end).filter(c -> c == '\n').count();
    }
}
