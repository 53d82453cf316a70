package io.gatehouse.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code permissions.txt}: who may call what. A line for each operation: its id, method and path, the scope that a key needs
 * for it, then the status that each kind of caller gets; the callers are named by the lines that begin with a colon, in the
 * order of the columns.
 *
 * @param rows one for each operation
 */
record PermissionTable(List<Row> rows) {
    private static final String FILE = "permissions.txt";
    private static final int FIRST_STATUS = 4;

    /**
     * One operation.
     *
     * @param operation its id in the API description
     * @param scope what an API key needs for it
     * @param expected the status by caller
     */
    record Row(String operation, String method, String path, String scope, Map<String, Integer> expected) {
        /** The first segment of the path. */
        String collection() {
            return path.split("/", -1)[1];
        }

        boolean isAboutOne() {
            return path.contains("{id}");
        }

        /** What comes after the collection or the thing. */
        String suffix() {
            String start = "/" + collection() + (isAboutOne() ? "/{id}" : "");
            return path.substring(start.length());
        }

        @Override
        public String toString() {
            return operation;
        }
    }

    static PermissionTable read() {
        List<String> lines = text().lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        List<String> callers = lines.stream()
                .filter(line -> line.startsWith(":"))
                .map(line -> line.substring(1).strip())
                .toList();
        return new PermissionTable(lines.stream()
                .filter(line -> !line.startsWith(":"))
                .map(line -> row(line.split("\\s+"), callers))
                .toList());
    }

    List<String> operations() {
        return rows.stream().map(Row::operation).toList();
    }

    private static Row row(String[] words, List<String> callers) {
        if (words.length != FIRST_STATUS + callers.size()) {
            throw new IllegalStateException(FILE + " lacks cells: " + Arrays.toString(words));
        }
        Map<String, Integer> expected = new LinkedHashMap<>();
        for (int i = 0; i < callers.size(); i++) {
            expected.put(callers.get(i), Integer.parseInt(words[FIRST_STATUS + i]));
        }
        return new Row(words[0], words[1], words[2], words[3], expected);
    }

    private static String text() {
        try (InputStream in = PermissionTable.class.getResourceAsStream("/" + FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
