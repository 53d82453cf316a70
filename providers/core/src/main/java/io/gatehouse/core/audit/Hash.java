package io.gatehouse.core.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A SHA-256 hash of the audit log's tree, and the two ways to make one (RFC 6962 section 2.1): leaves and nodes are told
 * apart by their first byte, so that no leaf can pass for a node. Immutable and thread-safe.
 */
public final class Hash {
    /** Bytes of every hash. */
    public static final int BYTES = 32;

    /** What stands for the leaf before the first one: 32 zero bytes, the hash of nothing that anybody could find. */
    public static final Hash NONE = new Hash(new byte[BYTES]);

    /** The root of the tree without leaves. */
    public static final Hash EMPTY_ROOT = new Hash(sha256().digest());

    private static final byte LEAF = 0;
    private static final byte NODE = 1;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The hash of a leaf. */
    public static Hash ofLeaf(byte[] leaf) {
        MessageDigest digest = sha256();
        digest.update(LEAF);
        return new Hash(digest.digest(leaf));
    }

    /** The hash of the node above two others. */
    public static Hash ofNode(Hash left, Hash right) {
        MessageDigest digest = sha256();
        digest.update(NODE);
        digest.update(left.bytes);
        return new Hash(digest.digest(right.bytes));
    }

    /** @throws IllegalArgumentException unless there are {@value #BYTES} bytes; they are copied */
    public static Hash of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** As {@link #of(byte[])}, out of a longer array. */
    static Hash of(byte[] bytes, int from, int to) {
        if (to - from != BYTES) {
            throw new IllegalArgumentException("a hash has %d bytes, got %d".formatted(BYTES, to - from));
        }
        return new Hash(Arrays.copyOfRange(bytes, from, to));
    }

    /** @throws IllegalArgumentException unless it is what {@link #base64} gives for some hash */
    public static Hash ofBase64(String text) {
        Hash hash = of(Base64.getDecoder().decode(text));
        if (!hash.base64().equals(text)) {
            throw new IllegalArgumentException("not the base64 of a hash");
        }
        return hash;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The hash as 44 characters of base64, as checkpoints and proofs carry it. */
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The hash as 43 characters of base64url without padding, as leaves carry it. */
    public String base64Url() {
        return BASE64URL.encodeToString(bytes);
    }

    void copyTo(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, BYTES);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
