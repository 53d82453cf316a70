package io.gatehouse.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.core.token.Ed25519PublicKey;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A name and an Ed25519 key that verify signatures on notes (C2SP signed-note). Immutable and thread-safe.
 *
 * @param name who signs; no space, no plus sign, no control character
 * @param key the key
 */
public record NoteKey(String name, Ed25519PublicKey key) {
    /** The signature type of Ed25519 in the specification. */
    private static final byte ED25519 = 1;

    private static final int ID_BYTES = 4;

    /** @throws IllegalArgumentException when the name is not one that a note can carry */
    public NoteKey {
        requireName(name);
    }

    /**
     * Reads a verifier key, {@code <name>+<key id in hex>+<base64 of the type and the key>}, as the tools of the Go checksum
     * database write it.
     *
     * @throws IllegalArgumentException when it is not one of Ed25519, or the id is not that of the key
     */
    public static NoteKey parse(String verifierKey) {
        String[] parts = verifierKey.split("\\+", 3);
        if (parts.length == 3) {
            byte[] typed = Base64.getDecoder().decode(parts[2]);
            if (typed.length == 1 + Ed25519PublicKey.RAW_BYTES && typed[0] == ED25519) {
                NoteKey key = new NoteKey(parts[0], Ed25519PublicKey.ofRaw(Arrays.copyOfRange(typed, 1, typed.length)));
                if (key.text().equals(verifierKey)) {
                    return key;
                }
            }
        }
        throw new IllegalArgumentException("not a verifier key of Ed25519: <name>+<8 hex digits>+<base64>");
    }

    /** The verifier key as {@link #parse} reads it. */
    public String text() {
        return name + "+" + HexFormat.of().formatHex(id()) + "+"
                + Base64.getEncoder().encodeToString(typedKey());
    }

    /** The four bytes that stand before a signature of this key. */
    byte[] id() {
        MessageDigest digest = Hash.sha256();
        digest.update(name.getBytes(UTF_8));
        digest.update((byte) '\n');
        return Arrays.copyOf(digest.digest(typedKey()), ID_BYTES);
    }

    /** Whether a signature says to be of this key. */
    boolean claims(SignedNote.Signature signature) {
        return signature.name().equals(name) && Arrays.equals(signature.keyId(), id());
    }

    private byte[] typedKey() {
        ByteArrayOutputStream typed = new ByteArrayOutputStream();
        typed.write(ED25519);
        typed.writeBytes(key.raw());
        return typed.toByteArray();
    }

    static void requireName(String name) {
        boolean isGood = !name.isEmpty()
                && name.codePoints()
                        .noneMatch(c -> c == '+' || Character.isSpaceChar(c) || Character.isWhitespace(c) || c < ' ');
        if (!isGood) {
            throw new IllegalArgumentException("a key's name has no space, no plus sign and no control character");
        }
    }
}
