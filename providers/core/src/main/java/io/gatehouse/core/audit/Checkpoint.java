package io.gatehouse.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.core.token.Ed25519PrivateKey;
import java.util.Collection;

/**
 * How large a log is and the root over it, to be signed (C2SP tlog-checkpoint). Whoever keeps one can later tell whether
 * the log still begins with what it then held. Immutable.
 *
 * @param origin which log
 * @param size its leaves
 * @param root root over them
 */
public record Checkpoint(String origin, long size, Hash root) {
    private static final String ORIGIN_PREFIX = "gatehouse/";
    private static final int FIXED_LINES = 3;

    /** @throws IllegalArgumentException for a negative size, or an origin that cannot name a key */
    public Checkpoint {
        NoteKey.requireName(origin);
        if (size < 0) {
            throw new IllegalArgumentException("a log has no fewer than 0 leaves, got " + size);
        }
    }

    /** The origin of a realm's log: {@code gatehouse/} and its id, in which what no key's name may hold is percent-encoded. */
    public static String originOf(String realmId) {
        StringBuilder origin = new StringBuilder(ORIGIN_PREFIX);
        for (byte b : realmId.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            boolean isPlain = (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || c == '-'
                    || c == '_'
                    || c == '.'
                    || c == '~';
            origin.append(isPlain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return origin.toString();
    }

    /** The note's text: origin, size and root, a line each. */
    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }

    /** The note, signed by a key that has the origin as its name. */
    public String signedBy(Ed25519PrivateKey key) {
        return SignedNote.sign(text(), origin, key).note();
    }

    /**
     * Reads the text of a note; lines after the third are extensions and passed over.
     *
     * @throws IllegalArgumentException when it is no checkpoint
     */
    public static Checkpoint parseText(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length <= FIXED_LINES || !lines[lines.length - 1].isEmpty()) {
            throw new IllegalArgumentException("a checkpoint has at least three lines");
        }
        for (int i = 0; i < lines.length - 1; i++) {
            if (lines[i].isEmpty()) {
                throw new IllegalArgumentException("a checkpoint has no empty line");
            }
        }
        long size;
        try {
            size = Long.parseLong(lines[1]);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a checkpoint's size must be a whole number", e);
        }
        if (!Long.toString(size).equals(lines[1])) {
            throw new IllegalArgumentException("a checkpoint's size has no leading zero and no sign");
        }
        return new Checkpoint(lines[0], size, Hash.ofBase64(lines[2]));
    }

    /**
     * Reads a signed checkpoint and verifies it.
     *
     * @param note the signed note
     * @param origin the log that it must be of
     * @param keys keys of which at least one must have signed
     * @throws IllegalArgumentException when it is no checkpoint, of another log, or not signed by any of the keys
     */
    public static Checkpoint verify(String note, String origin, Collection<NoteKey> keys) {
        SignedNote signed = SignedNote.parse(note);
        if (!signed.isSignedBy(keys)) {
            throw new IllegalArgumentException("the checkpoint is not signed by a known key");
        }
        Checkpoint checkpoint = parseText(signed.text());
        if (!checkpoint.origin.equals(origin)) {
            throw new IllegalArgumentException("the checkpoint is of another log: " + checkpoint.origin);
        }
        return checkpoint;
    }
}
