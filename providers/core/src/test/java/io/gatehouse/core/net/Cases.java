package io.gatehouse.core.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rows of a table in this package's resources: a verdict, a space, and the input.
 *
 * @param verdict what is expected
 * @param input what is judged, escapes resolved
 */
record Cases(String verdict, String input) {

    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

    static Stream<Cases> of(String resource) {
        try (InputStream stream = Objects.requireNonNull(Cases.class.getResourceAsStream(resource), resource)) {
            return new String(stream.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Cases::row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Cases row(String line) {
        int space = line.indexOf(' ');
        return new Cases(
                line.substring(0, space),
                ESCAPE.matcher(line.substring(space + 1)).replaceAll(Cases::character));
    }

    private static String character(MatchResult escape) {
        String character = String.valueOf((char) Integer.parseInt(escape.group(1), 16));
        return Matcher.quoteReplacement(character);
    }
}
