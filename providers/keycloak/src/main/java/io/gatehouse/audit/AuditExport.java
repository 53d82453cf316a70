package io.gatehouse.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.event.SequencedEvents;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.Ports;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * Writes a realm's whole log as it was when the export began: page by page, each read in a transaction of its own and none
 * open while it is sent. An export that breaks off has no checkpoint at its end, so nobody takes it for whole.
 */
final class AuditExport implements StreamingOutput {
    /** Says what the lines are; the offline verifier asks for it. */
    static final String JSON_FORMAT = "gatehouse-audit-export/1";

    /** Records of one transaction. */
    private static final int PAGE = 1_000;

    private static final int BUFFER_BYTES = 1 << 16;

    /** In what form the log is written. */
    enum Format {
        JSON("json", "application/jsonl", "jsonl"),
        CSV("csv", "text/csv;charset=utf-8", "csv");

        private final String word;
        private final String mediaType;
        private final String extension;

        Format(String word, String mediaType, String extension) {
            this.word = word;
            this.mediaType = mediaType;
            this.extension = extension;
        }

        /** The value of the query parameter. */
        String word() {
            return word;
        }

        String mediaType() {
            return mediaType;
        }

        /** How the file's name ends. */
        String extension() {
            return extension;
        }
    }

    private final Ports ports;
    private final String realmId;
    private final String origin;
    private final Format format;

    AuditExport(Ports ports, String realmId, String origin, Format format) {
        this.ports = ports;
        this.realmId = realmId;
        this.origin = origin;
        this.format = format;
    }

    /**
     * What is exported.
     *
     * @param size leaves of the tree that the checkpoint is over
     * @param end number after the last row: more than size when somebody added rows behind the end
     * @param note the checkpoint, null when the log contradicts an earlier one
     */
    private record Extent(long size, long end, @Nullable String note) {}

    @Override
    public void write(OutputStream target) throws IOException {
        Extent extent = ports.database().inNewTransaction(session -> {
            RealmModel realm = session.realms().getRealm(realmId);
            session.getContext().setRealm(realm);
            return ports.database().onConnection(session, connection -> {
                SequencedEvents.Bounds bounds = new SequencedEvents(connection, realmId).bounds();
                try {
                    CheckpointTable.Row signed = new Checkpoints(session, realm, ports.realmKeys())
                            .sign(connection)
                            .row();
                    boolean isPlanted = bounds.last() >= bounds.next();
                    return new Extent(signed.size(), isPlanted ? bounds.last() + 1 : signed.size(), signed.note());
                } catch (GatehouseException e) {
                    return new Extent(bounds.next(), Math.max(bounds.next(), bounds.last() + 1), null);
                }
            });
        });
        OutputStream out = new BufferedOutputStream(target, BUFFER_BYTES);
        out.write(header(extent).getBytes(UTF_8));
        Function<AuditRecord, String> line = format == Format.JSON ? record -> record.line() + "\n" : AuditCsv::line;
        for (long at = 0; at < extent.end(); at += PAGE) {
            long from = at;
            long to = Math.min(at + PAGE, extent.end());
            List<AuditRecord> page =
                    ports.database().inNewConnection(connection -> AuditRecord.read(connection, realmId, from, to));
            for (AuditRecord record : page) {
                out.write(line.apply(record).getBytes(UTF_8));
            }
        }
        out.write(footer(extent).getBytes(UTF_8));
        out.flush();
    }

    private String header(Extent extent) {
        if (format == Format.CSV) {
            return AuditCsv.header();
        }
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("format", JSON_FORMAT);
        header.put("realm", realmId);
        header.put("origin", origin);
        header.put("size", extent.size());
        return Json.write(header) + "\n";
    }

    private String footer(Extent extent) {
        return format == Format.CSV
                ? AuditCsv.checkpoint(extent.note())
                : Json.write(Collections.singletonMap("checkpoint", extent.note())) + "\n";
    }
}
