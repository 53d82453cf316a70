package io.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatehouse.core.audit.Checkpoint;
import io.gatehouse.core.audit.Hash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditExportVerifierTest {
    private static final int RECORDS = 700;

    private final ExportFixture export = ExportFixture.of(RECORDS, 100);
    private final List<String> records = new ArrayList<>(export.lines());

    @Test
    void exportAsWrittenIsIntact() throws IOException {
        AuditExportReport report = verify(export.text());

        assertThat(report.fault()).isNull();
        assertThat(report.isIntact()).isTrue();
        assertThat(report.records()).isEqualTo(RECORDS);
        assertThat(report.checkpointsInLog()).isEqualTo(7);
        assertThat(report.personalFacts()).isEqualTo(RECORDS - 7);
        assertThat(report.erasedFacts()).isZero();
    }

    @Test
    void emptyLogIsIntact() throws IOException {
        ExportFixture empty = ExportFixture.of(0, 0);

        assertThat(verify(ExportFixture.header(ExportFixture.REALM, 0)
                                + ExportFixture.footer(empty.checkpoint(ExportFixture.KEY)))
                        .isIntact())
                .isTrue();
    }

    @Test
    void layoutOfTheJsonDoesNotMatter() throws IOException {
        String spread = export.text().replace(",\"hash\"", " ,\n \"hash\"").replace("Zoë", "Zo\\u00eb");

        assertThat(verify(spread).isIntact()).isTrue();
    }

    @Test
    void editedRecordIsNamed() throws IOException {
        records.set(317, ExportFixture.edited(records.get(317), "auth_method", "bearer"));

        assertFirstBad(verify(export.with(records)), 317, "changed");
    }

    @Test
    void deletedRecordIsNamed() throws IOException {
        records.remove(317);

        assertFirstBad(verify(export.with(records)), 317, "missing");
    }

    @Test
    void insertedRecordIsNamed() throws IOException {
        records.add(317, records.get(200));

        assertFirstBad(verify(export.with(records)), 317, "inserted");
    }

    @Test
    void recordAddedAtTheEndIsNamed() throws IOException {
        String text = export.with(records);
        int end = text.lastIndexOf("{\"checkpoint\"");
        export.add("token.issued", Map.of(), "192.0.2.1");
        String more = text.substring(0, end) + export.lines().get(RECORDS) + "\n" + text.substring(end);

        assertFirstBad(verify(more), RECORDS, "added later");
    }

    @Test
    void swappedRecordsAreNamed() throws IOException {
        Collections.swap(records, 317, 500);

        assertFirstBad(verify(export.with(records)), 317, "missing");
    }

    @Test
    void recordsSwappedWithTheirPlacesAreNamed() throws IOException {
        String later = records.get(500).replace("\"seq\":500", "\"seq\":317");
        records.set(317, later);

        assertFirstBad(verify(export.with(records)), 317, "changed");
    }

    @Test
    void recordOfAnotherRealmIsNamed() throws IOException {
        records.set(9, ExportFixture.edited(records.get(9), "realm", "realm-2"));

        assertFirstBad(verify(export.with(records)), 9, "another realm");
    }

    @Test
    void missingEndIsNamed() throws IOException {
        assertFirstBad(verify(export.with(records.subList(0, 650))), 650, "missing");
    }

    @Test
    void exportThatWasCutOffIsNamed() throws IOException {
        String text = export.text();

        assertFirstBad(verify(text.substring(0, text.lastIndexOf("{\"checkpoint\""))), RECORDS, "ends before");
        assertFirstBad(verify(text.substring(0, text.indexOf("\"event-317\""))), 317, "no JSON");
    }

    @Test
    void logCutOffAndSignedAgainIsNamedByASavedCheckpoint() throws IOException {
        String saved = export.checkpoint(ExportFixture.KEY);
        ExportFixture shorter = ExportFixture.of(650, 100);

        assertThat(verify(shorter.text()).isIntact()).isTrue();
        assertFirstBad(verify(shorter.text(), saved), 650, "cut off");
    }

    @Test
    void logWhollyRewrittenIsNamedByASavedCheckpoint() throws IOException {
        ExportFixture honest = ExportFixture.of(100, 0);
        String early = honest.checkpoint(ExportFixture.KEY);
        ExportFixture rewritten = ExportFixture.of(100, 0);
        honest.add("token.denied", Map.of(), "192.0.2.1");
        rewritten.add("token.issued", Map.of(), "192.0.2.1");
        String saved = honest.checkpoint(ExportFixture.KEY);

        assertThat(verify(rewritten.text()).isIntact()).isTrue();
        assertFirstBad(verify(rewritten.text(), saved), 0, "rewritten");
        assertFirstBad(verify(rewritten.text(), saved, early), 100, "rewritten");
    }

    @Test
    void savedCheckpointThatAgreesIsCounted() throws IOException {
        String early = ExportFixture.of(317, 100).checkpoint(ExportFixture.KEY);

        AuditExportReport report = verify(export.text(), early, export.checkpoint(ExportFixture.KEY));

        assertThat(report.isIntact()).isTrue();
        assertThat(report.savedCheckpoints()).isEqualTo(2);
    }

    @Test
    void logRewrittenBeforeACheckpointInsideIsNamed() throws IOException {
        ExportFixture honest = ExportFixture.of(10, 0);
        ExportFixture rewritten = ExportFixture.of(9, 0);
        rewritten.add("token.denied", Map.of(), "192.0.2.1");
        Map<String, Object> data = Map.of("checkpoint", honest.checkpoint(ExportFixture.KEY), "size", 10);
        rewritten.add("audit.checkpoint", data, "");

        assertFirstBad(verify(rewritten.text()), 0, "checkpoint in record 10");
    }

    @Test
    void checkpointInsideThatCoversMoreThanCameBeforeIsNamed() throws IOException {
        ExportFixture other = ExportFixture.of(1, 0);
        Map<String, Object> data = Map.of("checkpoint", export.checkpoint(ExportFixture.KEY));
        other.add("audit.checkpoint", data, "");

        assertFirstBad(verify(other.text()), 0, "checkpoint in record 1");
    }

    @Test
    void factAboutAPersonMustBeTheOneCommittedTo() throws IOException {
        records.set(5, records.get(5).replace("192.0.2.5", "192.0.2.6"));

        assertFirstBad(verify(export.with(records)), 5, "another ip");
    }

    @Test
    void erasedFactLeavesTheLogIntact() throws IOException {
        records.set(5, records.get(5).replaceFirst("\"personal\":\\{\"ip\":\\{.*", "\"personal\":{}}"));

        AuditExportReport report = verify(export.with(records));

        assertThat(report.isIntact()).isTrue();
        assertThat(report.erasedFacts()).isEqualTo(1);
    }

    @Test
    void checkpointOfAnotherKeyIsRefused() throws IOException {
        String text = export.text();
        AuditExportReport report = new AuditExportVerifier(
                        List.of(ExportFixture.key(2).publicKey()), List.of())
                .verify(new ByteArrayInputStream(text.getBytes(UTF_8)));

        assertThat(report.firstBadSeq()).isNull();
        assertThat(report.fault()).contains("not signed by a given key");
    }

    @Test
    void checkpointOverAnotherTreeIsRefused() throws IOException {
        Checkpoint other = new Checkpoint(ExportFixture.ORIGIN, RECORDS, Hash.NONE);
        String text = export.text();
        String changed = text.substring(0, text.lastIndexOf("{\"checkpoint\""))
                + ExportFixture.footer(other.signedBy(ExportFixture.KEY));

        assertFirstBad(verify(changed), 699, "ends the export");
    }

    @Test
    void exportThatTheServerRefusedToSignIsRefused() throws IOException {
        String text = export.text();

        AuditExportReport report =
                verify(text.substring(0, text.lastIndexOf("{\"checkpoint\"")) + "{\"checkpoint\":null}\n");

        assertThat(report.isIntact()).isFalse();
        assertThat(report.fault()).contains("refused to sign");
    }

    @Test
    void nothingMayFollowTheCheckpoint() throws IOException {
        assertThat(verify(export.text() + records.get(0)).fault()).contains("follows the checkpoint");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{}",
                "{\"format\":\"gatehouse-audit-export/2\",\"realm\":\"r\",\"size\":0}",
                "{\"format\":\"gatehouse-audit-export/1\",\"realm\":\"r\"}"
            })
    void whatIsNoExportIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> verify(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"leaf\":1}",
                "{\"leaf\":{}}",
                "{\"leaf\":{\"seq\":0.0}}",
                "{\"leaf\":{\"seq\":\"0\"}}",
                "{\"leaf\":{\"seq\":0,\"seq\":0}}",
                "{\"leaf\":{\"seq\":0,\"realm\":\"realm-1\"}}",
                "{\"x\":1}",
                "[]"
            })
    void whatIsNoRecordIsNamed(String line) throws IOException {
        records.set(0, line);

        assertThat(verify(export.with(records)).firstBadSeq()).isZero();
    }

    @Test
    void savedCheckpointOfAnotherLogIsRefused() {
        String foreign = new Checkpoint("gatehouse/other", 1, Hash.NONE).signedBy(ExportFixture.KEY);

        assertThatIllegalArgumentException().isThrownBy(() -> verify(export.text(), foreign));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> verify(export.text(), export.checkpoint(ExportFixture.key(2))));
    }

    private static AuditExportReport verify(String text, String... saved) throws IOException {
        return new AuditExportVerifier(List.of(ExportFixture.KEY.publicKey()), List.of(saved))
                .verify(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static void assertFirstBad(AuditExportReport report, long seq, String reason) {
        assertThat(report.isIntact()).isFalse();
        assertThat(report.firstBadSeq()).as(report.fault()).isEqualTo(seq);
        assertThat(report.fault()).contains(reason);
    }
}
