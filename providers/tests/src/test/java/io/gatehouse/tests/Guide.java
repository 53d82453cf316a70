package io.gatehouse.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
