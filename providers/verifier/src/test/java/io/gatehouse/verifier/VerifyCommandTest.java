package io.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.audit.NoteKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    private static final byte[] RAW_KEY = ExportFixture.KEY.publicKey().raw();

    private final Path folder;

    private final ExportFixture export = ExportFixture.of(20, 0);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final String file;
    private final String jwks;

    VerifyCommandTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        file = write("export.jsonl", export.text());
        String x = Base64.getUrlEncoder().withoutPadding().encodeToString(RAW_KEY);
        jwks = write(
                "jwks.json",
                "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\"},{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}]}"
                        .formatted(x));
    }

    @Test
    void intactLogEndsWithZero() {
        assertThat(run("verify", file, "--key", jwks)).isZero();
        assertThat(out.toString(UTF_8))
                .startsWith("OK gatehouse/realm-1\n")
                .contains("records: 20")
                .contains("No saved checkpoint");
    }

    @Test
    void keyIsTakenInEveryForm() throws IOException {
        String jwk = write(
                "jwk.json",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}"
                        .formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(RAW_KEY)));
        String verifierKey = new NoteKey(ExportFixture.ORIGIN, ExportFixture.KEY.publicKey()).text();

        for (String key :
                List.of(jwk, verifierKey, Base64.getEncoder().encodeToString(RAW_KEY), write("vkey", verifierKey))) {
            assertThat(run("verify", file, "--key", key)).as(key).isZero();
        }
    }

    @Test
    void savedCheckpointIsCompared() throws IOException {
        String saved = write("saved.txt", ExportFixture.of(10, 0).checkpoint(ExportFixture.KEY));
        String longer = write("longer.txt", ExportFixture.of(30, 0).checkpoint(ExportFixture.KEY));

        assertThat(run("verify", file, "--key", jwks, "--checkpoint", saved)).isZero();
        assertThat(out.toString(UTF_8)).contains("1 saved").doesNotContain("No saved checkpoint");
        assertThat(run("verify", file, "--key", jwks, "--checkpoint", saved, "--checkpoint", longer))
                .isEqualTo(VerifyCommand.TAMPERED);
        assertThat(out.toString(UTF_8)).contains("first bad record: 20");
    }

    @Test
    void tamperedLogEndsWithOneAndNamesTheRecord() throws IOException {
        List<String> records = export.lines();
        records.set(7, ExportFixture.edited(records.get(7), "type", "token.denied"));
        String tampered = write("tampered.jsonl", export.with(records));

        assertThat(run("verify", tampered, "--key", jwks)).isEqualTo(VerifyCommand.TAMPERED);
        assertThat(out.toString(UTF_8)).startsWith("TAMPERED gatehouse/realm-1\nfirst bad record: 7\n");
    }

    @Test
    void standardInputIsRead() {
        ByteArrayInputStream in = new ByteArrayInputStream(export.text().getBytes(UTF_8));

        assertThat(new VerifyCommand(in, print(out), print(err)).run(List.of("verify", "-", "--key", jwks)))
                .isZero();
    }

    @Test
    void wrongArgumentsEndWithTwoAndTheUsage() {
        List<List<String>> wrong = List.of(
                List.of(),
                List.of("verify"),
                List.of("verify", file),
                List.of("check", file, "--key", jwks),
                List.of("verify", file, "--key"),
                List.of("verify", file, "--keys", jwks));
        for (List<String> args : wrong) {
            err.reset();

            assertThat(run(args.toArray(String[]::new))).as("%s", args).isEqualTo(VerifyCommand.FAILED);
            assertThat(err.toString(UTF_8)).contains("java -jar");
        }
    }

    @Test
    void whatCannotBeReadEndsWithTwo() throws IOException {
        assertThat(run("verify", "absent.jsonl", "--key", jwks)).isEqualTo(VerifyCommand.FAILED);
        assertThat(run("verify", jwks, "--key", jwks)).isEqualTo(VerifyCommand.FAILED);
        assertThat(run("verify", file, "--key", "nonsense")).isEqualTo(VerifyCommand.FAILED);
        assertThat(run("verify", file, "--key", write("no-keys.json", "{\"keys\":[]}")))
                .isEqualTo(VerifyCommand.FAILED);
        assertThat(run("verify", file, "--key", jwks, "--checkpoint", "absent.txt"))
                .isEqualTo(VerifyCommand.FAILED);
        assertThat(err.toString(UTF_8)).contains("Could not verify");
    }

    private int run(String... args) {
        out.reset();
        return new VerifyCommand(new ByteArrayInputStream(new byte[0]), print(out), print(err)).run(List.of(args));
    }

    private final String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, UTF_8).toString();
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, UTF_8);
    }
}
