package io.gatehouse.platform;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180) that a spreadsheet shows as text: what it would take for a formula gets an apostrophe in front (CWE-1236).
 * Thread-safe: no state.
 */
public final class CsvText {
    /** ASCII and full-width signs that begin a formula, and blanks behind which one hides. */
    private static final String FORMULA_BEGINS = "=+-@\t\r\n \uff1d\uff0b\uff0d\uff20";

    private CsvText() {}

    /** One record with its line end; null is an empty field. */
    public static String line(List<? extends @Nullable Object> fields) {
        StringBuilder line = new StringBuilder();
        for (Object field : fields) {
            if (line.length() > 0) {
                line.append(',');
            }
            line.append('"')
                    .append(field == null ? "" : safe(field.toString()).replace("\"", "\"\""))
                    .append('"');
        }
        return line.append("\r\n").toString();
    }

    private static String safe(String text) {
        boolean isFormula = !text.isEmpty() && FORMULA_BEGINS.indexOf(text.charAt(0)) >= 0;
        return isFormula ? "'" + text : text;
    }
}
