package io.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.core.token.Ed25519PublicKey;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line: {@code verify export.jsonl --key jwks.json [--checkpoint saved.txt]}. Ends with 0 when the log is as it
 * was written, 1 when it is not, 2 when that could not be found out.
 */
public final class VerifyCommand {
    /** The log is as it was written. */
    static final int INTACT = 0;

    /** The log is not as it was written. */
    static final int TAMPERED = 1;

    /** Wrong arguments, an unreadable file, no export. */
    static final int FAILED = 2;

    private static final int BUFFER_BYTES = 1 << 16;

    private static final String USAGE = """
            Verifies an export of Gatehouse's audit log.

              java -jar gatehouse-verifier-cli.jar verify <export> --key <key> [--key <key>] [--checkpoint <file>]

              <export>       file of GET .../audit/export?format=json, or - for standard input
              --key          the realm's public key: a file with its JWK set (GET .../protocol/openid-connect/certs),
                             with one JWK or a verifier key, or the key itself in base64; may be repeated
              --checkpoint   file of GET .../audit/checkpoint that you kept; may be repeated

              java -jar gatehouse-verifier-cli.jar scan <file>...     finds API keys in texts, see scan without a file

            Ends with 0 when the log is as it was written, 1 when it is not, 2 when that could not be found out.
            """;

    private final PrintStream out;
    private final PrintStream err;
    private final InputStream in;

    VerifyCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        List<String> all = List.of(args);
        System.exit(
                !all.isEmpty() && all.get(0).equals("scan")
                        ? new ScanCommand(System.in, System.out, System.err).run(all.subList(1, all.size()))
                        : new VerifyCommand(System.in, System.out, System.err).run(all));
    }

    /** @return the exit code */
    int run(List<String> args) {
        try {
            Arguments arguments = Arguments.parse(args);
            AuditExportVerifier verifier = new AuditExportVerifier(arguments.keys, arguments.checkpoints);
            return report(arguments.export.equals("-") ? verifier.verify(in) : verify(verifier, arguments.export));
        } catch (UsageException e) {
            err.println(e.getMessage());
            err.println();
            err.print(USAGE);
        } catch (IOException | IllegalArgumentException e) {
            err.println("Could not verify: " + e.getMessage());
        }
        return FAILED;
    }

    private static AuditExportReport verify(AuditExportVerifier verifier, String file) throws IOException {
        try (InputStream export = new BufferedInputStream(Files.newInputStream(Path.of(file)), BUFFER_BYTES)) {
            return verifier.verify(export);
        }
    }

    private int report(AuditExportReport report) {
        if (!report.isIntact()) {
            out.println("TAMPERED " + report.origin());
            out.println(
                    report.firstBadSeq() == null
                            ? "first bad record: none"
                            : "first bad record: " + report.firstBadSeq());
            out.println(report.fault());
            return TAMPERED;
        }
        out.println("OK " + report.origin());
        out.printf("records: %d, root: %s%n", report.records(), report.root().base64());
        out.printf(
                "checkpoints that agree: the export's own, %d inside the log, %d saved%n",
                report.checkpointsInLog(), report.savedCheckpoints());
        out.printf("facts about persons: %d as committed, %d erased%n", report.personalFacts(), report.erasedFacts());
        if (report.savedCheckpoints() == 0) {
            out.println(
                    "No saved checkpoint was given: a log that was cut off or wholly rewritten would look the same.");
        }
        return INTACT;
    }

    private record Arguments(String export, List<Ed25519PublicKey> keys, List<String> checkpoints) {
        static Arguments parse(List<String> args) throws UsageException, IOException {
            if (args.size() < 2 || !args.get(0).equals("verify") || args.size() % 2 != 0) {
                throw new UsageException("Say what to verify, and with which key.");
            }
            List<Ed25519PublicKey> keys = new ArrayList<>();
            List<String> checkpoints = new ArrayList<>();
            for (int i = 2; i < args.size(); i += 2) {
                String value = args.get(i + 1);
                switch (args.get(i)) {
                    case "--key" -> keys.addAll(keys(value));
                    case "--checkpoint" -> checkpoints.add(Files.readString(Path.of(value), UTF_8));
                    default -> throw new UsageException("There is no option " + args.get(i) + ".");
                }
            }
            if (keys.isEmpty()) {
                throw new UsageException("Give the realm's public key with --key.");
            }
            return new Arguments(args.get(1), keys, checkpoints);
        }

        private static List<Ed25519PublicKey> keys(String value) throws IOException {
            try {
                return AuditKeys.parse(isFile(value) ? Files.readString(Path.of(value), UTF_8) : value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("no public key in " + value + ": " + e.getMessage(), e);
            }
        }

        private static boolean isFile(String value) {
            try {
                return Files.exists(Path.of(value));
            } catch (InvalidPathException e) {
                return false;
            }
        }
    }

    private static final class UsageException extends Exception {
        UsageException(String message) {
            super(message);
        }
    }
}
