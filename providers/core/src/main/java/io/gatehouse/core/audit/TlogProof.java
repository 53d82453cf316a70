package io.gatehouse.core.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Proof that a log holds a leaf, complete in itself: place, path and signed checkpoint ({@code c2sp.org/tlog-proof@v1}).
 * Immutable.
 *
 * @param index place of the leaf
 * @param path the siblings from the leaf up
 * @param checkpoint the signed note
 */
public record TlogProof(long index, List<Hash> path, String checkpoint) {
    private static final String HEAD = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    /** A tree of 2^63 leaves has paths of this length. */
    private static final int MAX_PATH = 63;

    /** Copies the path. */
    public TlogProof {
        path = List.copyOf(path);
    }

    /** The proof as it travels. */
    public String text() {
        StringBuilder text =
                new StringBuilder(HEAD).append('\n').append(INDEX).append(index).append('\n');
        path.forEach(hash -> text.append(hash.base64()).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }

    /**
     * Reads a proof; nothing is verified yet, and extra data are passed over.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static TlogProof parse(String text) {
        int end = text.indexOf("\n\n");
        if (end < 0) {
            throw new IllegalArgumentException("a proof has an empty line before its checkpoint");
        }
        List<String> lines = List.of(text.substring(0, end).split("\n", -1));
        int at = lines.size() > 1 && lines.get(1).startsWith(EXTRA) ? 2 : 1;
        boolean isProof = lines.get(0).equals(HEAD)
                && lines.size() > at
                && lines.get(at).startsWith(INDEX)
                && lines.size() - at - 1 <= MAX_PATH;
        if (!isProof) {
            throw new IllegalArgumentException("not a " + HEAD);
        }
        String index = lines.get(at).substring(INDEX.length());
        long number = Long.parseLong(index);
        if (number < 0 || !Long.toString(number).equals(index)) {
            throw new IllegalArgumentException("a proof's index has no leading zero and no sign");
        }
        List<Hash> path = new ArrayList<>();
        lines.subList(at + 1, lines.size()).forEach(line -> path.add(Hash.ofBase64(line)));
        return new TlogProof(number, path, text.substring(end + 2));
    }

    /**
     * Whether the proof holds for the leaf in the log. Never throws.
     *
     * @param leaf hash of the leaf
     * @param origin the log
     * @param keys keys of which at least one must have signed the checkpoint
     */
    public boolean proves(Hash leaf, String origin, Collection<NoteKey> keys) {
        try {
            Checkpoint signed = Checkpoint.verify(checkpoint, origin, keys);
            return Proofs.includes(index, signed.size(), leaf, path, signed.root());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
