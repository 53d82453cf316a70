package io.gatehouse.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatehouse.core.token.Ed25519PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
    private static final String TEXT =
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";

    /** The example of the Go module golang.org/x/mod/sumdb/note, which the specification grew out of. */
    private static final String KNOWN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String KNOWN_NOTE = TEXT
            + "\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final String KNOWN_SEED = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    private static final Ed25519PrivateKey KEY = key(7);
    private static final NoteKey PUBLIC_KEY = new NoteKey("log.example/1", KEY.publicKey());
    private static final String NOTE =
            SignedNote.sign(TEXT, "log.example/1", KEY).note();

    @Test
    void knownNoteIsVerified() {
        assertThat(SignedNote.parse(KNOWN_NOTE).isSignedBy(List.of(NoteKey.parse(KNOWN_KEY))))
                .isTrue();
        assertThat(SignedNote.parse(KNOWN_NOTE.replace("think", "thing")).isSignedBy(List.of(NoteKey.parse(KNOWN_KEY))))
                .isFalse();
    }

    @Test
    void knownKeySignsTheKnownNote() {
        byte[] typed = Base64.getDecoder().decode(KNOWN_SEED);
        Ed25519PrivateKey key = Ed25519PrivateKey.ofSeed(Arrays.copyOfRange(typed, 1, typed.length));

        assertThat(SignedNote.sign(TEXT, "PeterNeumann", key).note()).isEqualTo(KNOWN_NOTE);
        assertThat(new NoteKey("PeterNeumann", key.publicKey()).text()).isEqualTo(KNOWN_KEY);
    }

    @Test
    void noteIsReadAsItWasWritten() {
        assertThat(SignedNote.parse(NOTE).note()).isEqualTo(NOTE);
        assertThat(SignedNote.parse(NOTE).text()).isEqualTo(TEXT);
    }

    @Test
    void textMayHoldEmptyLines() {
        String note = SignedNote.sign("a\n\nb\n", "k", KEY).note();

        assertThat(SignedNote.parse(note).text()).isEqualTo("a\n\nb\n");
        assertThat(SignedNote.parse(note).isSignedBy(List.of(new NoteKey("k", KEY.publicKey()))))
                .isTrue();
    }

    @Test
    void signatureOfAnUnknownKeyIsPassedOver() {
        NoteKey other = new NoteKey("log.example/1", key(8).publicKey());
        NoteKey otherName = new NoteKey("log.example/2", KEY.publicKey());
        String both = NOTE + lastLine(SignedNote.sign(TEXT, "witness", key(9)).note());

        assertThat(SignedNote.parse(NOTE).isSignedBy(List.of(other))).isFalse();
        assertThat(SignedNote.parse(NOTE).isSignedBy(List.of(otherName))).isFalse();
        assertThat(SignedNote.parse(NOTE).isSignedBy(List.of())).isFalse();
        assertThat(SignedNote.parse(both).isSignedBy(List.of(other, PUBLIC_KEY)))
                .isTrue();
    }

    @Test
    void wrongSignatureOfAKnownKeySpoilsTheNote() {
        NoteKey witness = new NoteKey("witness", key(9).publicKey());
        String wrong =
                lastLine(SignedNote.sign("something else\n", "witness", key(9)).note());

        assertThat(SignedNote.parse(NOTE + wrong).isSignedBy(List.of(PUBLIC_KEY, witness)))
                .isFalse();
        assertThat(SignedNote.parse(NOTE + wrong).isSignedBy(List.of(PUBLIC_KEY)))
                .isTrue();
    }

    @Test
    void numberOfSignaturesHasALimit() {
        String line = lastLine(NOTE);
        String most = TEXT + "\n" + String.join("", Collections.nCopies(SignedNote.MAX_SIGNATURES, line));

        assertThat(SignedNote.parse(most).isSignedBy(List.of(PUBLIC_KEY))).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> SignedNote.parse(most + line));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedNote.parse("x".repeat(SignedNote.MAX_LENGTH) + NOTE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "text\n",
                "text\n\n",
                "text\n\nno signature\n",
                "text\n\n\u2014 name\n",
                "text\n\n\u2014 name AAAAAA==\n",
                "text\n\n\u2014 name not-base64!\n",
                "text\n\n\u2014 na+me AAAAAAAA\n",
                "text\n\n\u2014  AAAAAAAA\n",
                "text\n\n\u2014 a b AAAAAAAA\n",
                "text\n\n- name AAAAAAAA\n",
                "te\u0000xt\n\n\u2014 name AAAAAAAA\n",
                "te\rxt\n\n\u2014 name AAAAAAAA\n",
                "text\n\n\u2014 name AAAAAAAA"
            })
    void whatIsNoNoteIsRefused(String note) {
        assertThatIllegalArgumentException().isThrownBy(() -> SignedNote.parse(note));
    }

    @ParameterizedTest
    @CsvSource({
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3",
        "PeterNeumann",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    })
    void whatIsNoVerifierKeyIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> NoteKey.parse(text));
    }

    private static String lastLine(String note) {
        return note.substring(note.lastIndexOf("\n", note.length() - 2) + 1);
    }

    private static Ed25519PrivateKey key(int fill) {
        byte[] seed = new byte[Ed25519PrivateKey.SEED_BYTES];
        Arrays.fill(seed, (byte) fill);
        return Ed25519PrivateKey.ofSeed(seed);
    }
}
