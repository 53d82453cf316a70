package io.gatehouse.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.core.token.Ed25519PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/**
 * Text signed by one or more keys (C2SP signed-note). Immutable.
 *
 * @param text what is signed, ending in a newline
 * @param signatures who signed, at least one
 */
public record SignedNote(String text, List<Signature> signatures) {
    /** Most signatures of a note; the specification demands at least 16. */
    public static final int MAX_SIGNATURES = 32;

    /** Longest note, in characters. */
    public static final int MAX_LENGTH = 65_536;

    private static final String MARK = "\u2014 ";
    private static final int KEY_ID_BYTES = 4;

    /** Copies the signatures. */
    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /**
     * One line of a signature.
     *
     * @param name name of the key
     * @param base64 four bytes that tell the key, and the signature itself
     */
    public record Signature(String name, String base64) {
        /** @throws IllegalArgumentException when the name cannot be one, or it is not base64 of more than four bytes */
        public Signature {
            NoteKey.requireName(name);
            if (Base64.getDecoder().decode(base64).length <= KEY_ID_BYTES) {
                throw new IllegalArgumentException("a signature is too short");
            }
        }

        private static Signature of(NoteKey key, byte[] signature) {
            byte[] both = Arrays.copyOf(key.id(), KEY_ID_BYTES + signature.length);
            System.arraycopy(signature, 0, both, KEY_ID_BYTES, signature.length);
            return new Signature(key.name(), Base64.getEncoder().encodeToString(both));
        }

        /** The four bytes that tell the key. */
        byte[] keyId() {
            return Arrays.copyOf(Base64.getDecoder().decode(base64), KEY_ID_BYTES);
        }

        private byte[] signature() {
            byte[] both = Base64.getDecoder().decode(base64);
            return Arrays.copyOfRange(both, KEY_ID_BYTES, both.length);
        }

        private String line() {
            return MARK + name + " " + base64 + "\n";
        }
    }

    /**
     * Signs a text.
     *
     * @param text ends in a newline, has no other control character
     * @param name name of the key
     */
    public static SignedNote sign(String text, String name, Ed25519PrivateKey key) {
        requireText(text);
        NoteKey publicKey = new NoteKey(name, key.publicKey());
        return new SignedNote(text, List.of(Signature.of(publicKey, key.sign(text.getBytes(UTF_8)))));
    }

    /**
     * Reads a note. Nothing is verified yet.
     *
     * @throws IllegalArgumentException when it is no note
     */
    public static SignedNote parse(String note) {
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || note.length() > MAX_LENGTH || !note.endsWith("\n")) {
            throw new IllegalArgumentException("not a signed note: text, empty line, signatures");
        }
        String text = note.substring(0, end + 1);
        requireText(text);
        String[] lines = note.substring(end + 2).split("\n", -1);
        int count = lines.length - 1;
        if (count < 1 || count > MAX_SIGNATURES) {
            throw new IllegalArgumentException("a note has 1 to %d signatures".formatted(MAX_SIGNATURES));
        }
        List<Signature> signatures = new ArrayList<>();
        for (String line : Arrays.asList(lines).subList(0, count)) {
            signatures.add(signature(line));
        }
        return new SignedNote(text, signatures);
    }

    /**
     * Whether one of the keys signed. Signatures of other keys are passed over; a signature that says to be of one of the
     * keys and is wrong spoils the note. Never throws.
     */
    public boolean isSignedBy(Collection<NoteKey> keys) {
        byte[] message = text.getBytes(UTF_8);
        boolean isSigned = false;
        for (Signature signature : signatures) {
            for (NoteKey key : keys) {
                if (key.claims(signature)) {
                    if (!key.key().verify(message, signature.signature())) {
                        return false;
                    }
                    isSigned = true;
                }
            }
        }
        return isSigned;
    }

    /** The note as it travels. */
    public String note() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()));
        return note.toString();
    }

    private static Signature signature(String line) {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(MARK) || space < MARK.length()) {
            throw new IllegalArgumentException("not a line of a signature");
        }
        return new Signature(line.substring(MARK.length(), space), line.substring(space + 1));
    }

    private static void requireText(String text) {
        boolean isGood = text.endsWith("\n") && text.chars().noneMatch(c -> c < ' ' && c != '\n');
        if (!isGood) {
            throw new IllegalArgumentException("a note's text ends in a newline and has no other control character");
        }
    }
}
