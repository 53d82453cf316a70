package io.gatehouse.verifier;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatehouse.core.audit.CanonicalJson;
import io.gatehouse.core.token.Ed25519PublicKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an export of the audit log with nothing but the realm's public key: every leaf is made again, the chain, the
 * numbering, the facts about persons, the tree and the signed checkpoint are checked, and the first bad record is named.
 *
 * <p>An export alone shows edits, deletions, insertions and swaps. Whoever can rewrite the whole log and have it signed
 * again, or cut off its end, is found out by a checkpoint that was kept outside: give it as a saved one.
 *
 * <p>Immutable and thread-safe. Memory hardly grows with the export: 32 bytes for 256 records.
 */
public final class AuditExportVerifier {
    /** Longest string in an export, in characters: far above what a record can hold. */
    private static final int MAX_STRING_LENGTH = 1_000_000;

    private static final int MAX_NUMBER_LENGTH = 1_000;

    private static final ObjectReader LINES = lines();

    private final List<Ed25519PublicKey> keys;
    private final List<String> saved;

    /**
     * @param keys the realm's public keys: the one that signs now, and former ones that signed saved checkpoints
     * @param savedCheckpoints checkpoints kept outside, as {@code GET /audit/checkpoint} gave them; may be empty
     */
    public AuditExportVerifier(Collection<Ed25519PublicKey> keys, Collection<String> savedCheckpoints) {
        this.keys = List.copyOf(keys);
        this.saved = List.copyOf(savedCheckpoints);
    }

    /**
     * Reads an export to its end, or to the first fault.
     *
     * @param export the JSON lines; not closed
     * @throws IllegalArgumentException when it is no audit export, or a saved checkpoint is not one of this log signed by
     *     one of the keys
     * @throws IOException when reading fails
     */
    public AuditExportReport verify(InputStream export) throws IOException {
        try (JsonParser parser = LINES.createParser(export)) {
            ExportReading reading = ExportReading.begin(header(parser), keys, saved);
            try {
                readAll(parser, reading);
            } catch (FaultFound fault) {
                return reading.report(fault);
            }
            return reading.report(null);
        }
    }

    private static Map<String, @Nullable Object> header(JsonParser parser) throws IOException {
        try {
            return next(parser);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not an audit export: the first line is no JSON object", e);
        }
    }

    private static void readAll(JsonParser parser, ExportReading reading) throws IOException, FaultFound {
        try {
            for (Map<String, @Nullable Object> line = next(parser); !line.isEmpty(); line = next(parser)) {
                reading.line(line);
            }
        } catch (JsonProcessingException e) {
            throw reading.unreadable();
        }
        reading.end();
    }

    /** The next object; empty at the end, and for an empty object, which no line is. */
    private static Map<String, @Nullable Object> next(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            return Map.of();
        }
        return LINES.readValue(parser);
    }

    private static ObjectReader lines() {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                // Names come from strangers; they must not fill a table that lives as long as the process.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(CanonicalJson.MAX_DEPTH)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxStringLength(MAX_STRING_LENGTH)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build()
                .readerFor(new TypeReference<Map<String, Object>>() {});
    }
}
