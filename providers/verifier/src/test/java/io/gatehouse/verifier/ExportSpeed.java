package io.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures the verifier: writes an export of 1,000,000 records and prints how long verifying it takes. Run by hand. */
final class ExportSpeed {
    private static final int RECORDS = 1_000_000;
    private static final int LINES_A_BLOCK = 10_000;

    private ExportSpeed() {}

    public static void main(String[] args) throws IOException {
        Path file = Files.createTempFile("export", ".jsonl");
        try {
            write(file);
            long begin = System.nanoTime();
            AuditExportReport report;
            try (InputStream in = Files.newInputStream(file)) {
                report = new AuditExportVerifier(List.of(ExportFixture.KEY.publicKey()), List.of()).verify(in);
            }
            System.out.printf(
                    "%d records, %d MB, intact: %s, %.1f s%n",
                    report.records(), Files.size(file) >> 20, report.isIntact(), (System.nanoTime() - begin) / 1e9);
        } finally {
            Files.delete(file);
        }
    }

    private static void write(Path file) throws IOException {
        ExportFixture export = new ExportFixture();
        try (BufferedWriter writer = Files.newBufferedWriter(file, UTF_8)) {
            writer.write(ExportFixture.header(ExportFixture.REALM, RECORDS));
            for (int i = 0; i < RECORDS; i += LINES_A_BLOCK) {
                export.addMany(LINES_A_BLOCK);
                writer.write(String.join("\n", export.lines()));
                writer.write("\n");
                export.lines().clear();
            }
            writer.write(ExportFixture.footer(export.checkpoint(ExportFixture.KEY)));
        }
    }
}
