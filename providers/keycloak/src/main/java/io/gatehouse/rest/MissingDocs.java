package io.gatehouse.rest;

import java.util.Optional;

/** The pages that are there when a page of the docs hub is not. They repeat nothing of what was asked for. */
final class MissingDocs {
    private static final String ROOT = "/gatehouse/docs/";

    private MissingDocs() {}

    /** Nothing has this address. */
    static String unknown(String rawPath, Optional<String> style) {
        String up = up(rawPath);
        String link = style.map(name -> "<link rel=\"stylesheet\" href=\"" + up + name + "\">")
                .orElse("");
        return page(
                "Page not found",
                link,
                "<p>The documentation has no page at this address.</p><p><a href=\"" + up
                        + "\">Start of the documentation</a></p>");
    }

    /** There is nothing at all: the jar was built without the hub. */
    static String unbuilt(String rawPath) {
        return page(
                "No documentation in this build",
                "",
                "<p>This Gatehouse was built without Node, so the pages of the documentation are not in its jar."
                        + " The API works all the same.</p><p><a href=\"" + up(rawPath)
                        + "../v1/openapi.json\">Its description (OpenAPI)</a> is complete. To have the pages, build the"
                        + " jar with Node 20 or newer installed.</p>");
    }

    /** The way from the address to the folder of the hub, in steps of one folder. */
    private static String up(String rawPath) {
        int root = rawPath.indexOf(ROOT);
        if (root < 0) {
            return "docs/";
        }
        long folders = rawPath.substring(root + ROOT.length())
                .chars()
                .filter(c -> c == '/')
                .count();
        return folders == 0 ? "./" : "../".repeat((int) folders);
    }

    private static String page(String title, String head, String body) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" + title
                + " - Gatehouse</title>" + head + "</head><body class=\"missing\"><main><h1>" + title + "</h1>" + body
                + "</main></body></html>";
    }
}
