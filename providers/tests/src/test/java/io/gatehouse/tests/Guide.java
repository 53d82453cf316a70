package io.gatehouse.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What the user guide prints, for tests to run. */
final class Guide {
    private Guide() {}

    /** The first block of this language below a heading; fails when there is none. */
    static String block(String page, String heading, String language) {
        String text = text(page);
        int section = text.indexOf("\n" + heading + "\n");
        int start = section < 0 ? -1 : text.indexOf("\n```" + language + "\n", section);
        if (start < 0) {
            throw new AssertionError(page + " has no block of " + language + " below " + heading);
        }
        int from = text.indexOf('\n', start + 1) + 1;
        return text.substring(from, text.indexOf("\n```", from) + 1);
    }

    /** All blocks of this language in their order; fails when there is none. */
    static List<String> blocks(String page, String language) {
        List<String> blocks = Pattern.compile("(?ms)^```" + Pattern.quote(language) + "\\n(.*?)^```$")
                .matcher(text(page))
                .results()
                .map(block -> block.group(1))
                .toList();
        if (blocks.isEmpty()) {
            throw new AssertionError(page + " has no block of " + language);
        }
        return blocks;
    }

    /** A page of the guide. */
    static String text(String page) {
        Path path = Built.openApi().resolveSibling("guide").resolve(page);
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
