package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A log of 1,000,000 events: how long export, offline verification and the server's own verification take, and how much
 * memory an export costs the server. Run by {@code -Dit.test=AuditExportSpeedIT} with the group {@code bench}.
 */
@Tag("own-server")
@Tag("bench")
@Isolated("times are measured")
class AuditExportSpeedIT {
    private static final int EVENTS = 1_000_000;
    private static final int BLOCK = 100_000;
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final double MAX_VERIFY_SECONDS = 20;
    private static final long MAX_EXTRA_HEAP_MB = 50;
    private static final long MEASURE_AT_BYTES = 200L << 20;
    private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");

    @Test
    void millionEventsAreExportedAsAStreamAndVerified(@TempDir Path folder) throws Exception {
        try (MeasuredServer server = MeasuredServer.durable("audit-export")) {
            AuditCalls audit = new AuditCalls(new RealmCalls(server.gatehouse(), server.demo()));
            fill(server.url(), audit.realmId());
            measure(server.gatehouse(), server.pid(), folder, server.url());
        }
    }

    private static void fill(String url, String realmId) throws SQLException {
        try (EventLoad load = new EventLoad(url, realmId)) {
            for (int i = 0; i < EVENTS; i += BLOCK) {
                long before = load.sequenced();
                load.insert(realmId, BLOCK);
                Eventually.holds(LIMIT, "events have their place", () -> sequenced(load) >= before + BLOCK);
            }
        }
    }

    private static void measure(Gatehouse gatehouse, long pid, Path folder, String url) throws Exception {
        AuditCalls audit = new AuditCalls(new RealmCalls(gatehouse, gatehouse.realm("demo")));
        long heapBefore = liveHeapMegabytes(pid);
        Path export = folder.resolve("export.jsonl");
        long startNs = System.nanoTime();
        long extraHeap = download(gatehouse, audit, pid, export) - heapBefore;
        double exportSeconds = seconds(startNs);
        Path jwks = Files.writeString(folder.resolve("jwks.json"), audit.jwks());
        startNs = System.nanoTime();
        Verifier.Result result = Verifier.verify(export, jwks);
        double verifySeconds = seconds(startNs);
        startNs = System.nanoTime();
        boolean isGood = audit.audit("POST", "/verify")
                .json(Map.of("from", 0, "to", BLOCK))
                .send()
                .expect(200)
                .json()
                .path("ok")
                .asBoolean();
        String said =
                ("audit: export of %d events, %d MB, %.1f s, %d MB of extra heap (goal %d); verified offline in %.1f s (goal %.0f); the server"
                                + " verifies %d in %.1f s; the log takes %d MB in the database")
                        .formatted(
                                EVENTS,
                                Files.size(export) >> 20,
                                exportSeconds,
                                extraHeap,
                                MAX_EXTRA_HEAP_MB,
                                verifySeconds,
                                MAX_VERIFY_SECONDS,
                                BLOCK,
                                seconds(startNs),
                                megabytes(url));
        System.out.println(said);
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(isGood).isTrue();
        assertThat(extraHeap).as(said).isLessThan(MAX_EXTRA_HEAP_MB);
        assertThat(verifySeconds).as(said).isLessThanOrEqualTo(MAX_VERIFY_SECONDS);
    }

    /** Downloads the export; in its midst, while nobody reads it, measures the server's live heap. */
    private static long download(Gatehouse gatehouse, AuditCalls audit, long pid, Path target)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(gatehouse.baseUrl() + audit.calls().realm().adminPath("/gatehouse/audit/export")))
                .header("Authorization", "Bearer " + gatehouse.adminToken())
                .timeout(LIMIT)
                .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        long heap = 0;
        try (InputStream in = response.body();
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
            byte[] buffer = new byte[1 << 16];
            long copied = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                copied += read;
                if (heap == 0 && copied > MEASURE_AT_BYTES) {
                    heap = liveHeapMegabytes(pid);
                }
            }
        }
        return heap;
    }

    /** The objects of the server that are reachable: counted after a full collection, so without what is mere garbage. */
    private static long liveHeapMegabytes(long pid) throws IOException, InterruptedException {
        Matcher total = TOTAL.matcher(jcmd(pid, "GC.class_histogram"));
        assertThat(total.find()).isTrue();
        return Long.parseLong(total.group(1)) >> 20;
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        command)
                .redirectErrorStream(true)
                .start();
        try {
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return text;
        } finally {
            process.destroyForcibly();
        }
    }

    private static long megabytes(String url) {
        List<Map<String, String>> rows = new EventRows(url)
                .query("select sum(pg_total_relation_size(oid)) as n from pg_class where relkind = 'r' and relname in"
                        + " ('gatehouse_sequenced_event', 'gatehouse_audit_tile', 'gatehouse_event_personal')");
        return Long.parseLong(rows.get(0).get("n")) >> 20;
    }

    private static double seconds(long startNs) {
        return (System.nanoTime() - startNs) / 1e9;
    }

    private static long sequenced(EventLoad load) {
        try {
            return load.sequenced();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
