package io.gatehouse.core.key;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ring of peppers: new digests use the active one, digests made with an older one stay checkable until it is taken
 * out of the ring.
 *
 * <p>Immutable and thread-safe; the bytes are copied on the way in and out, and never shown.
 *
 * @param activeId the pepper for new digests; one of the ring
 * @param byId 1..{@value #MAX_PEPPERS} peppers of at least {@value #MIN_PEPPER_BYTES} bytes each, by id
 */
public record Peppers(String activeId, Map<String, byte[]> byId) {

    /** Most peppers in one ring. */
    public static final int MAX_PEPPERS = 8;

    /** Shortest pepper: the output length of SHA-256 (RFC 2104 section 3). */
    public static final int MIN_PEPPER_BYTES = 32;

    /** Longest pepper id in characters. */
    public static final int MAX_ID_LENGTH = 64;

    public Peppers {
        if (byId.isEmpty() || byId.size() > MAX_PEPPERS) {
            throw new IllegalArgumentException(
                    "the ring must hold 1..%d peppers, got %d".formatted(MAX_PEPPERS, byId.size()));
        }
        byId = copyOf(byId);
        byId.forEach(Peppers::requireUsable);
        if (!byId.containsKey(activeId)) {
            throw new IllegalArgumentException("the active pepper \"" + activeId + "\" is not in the ring");
        }
    }

    /** A copy: changing its bytes does not change the ring. */
    @Override
    public Map<String, byte[]> byId() {
        return copyOf(byId);
    }

    /** Digests a secret with the active pepper. */
    public Digest digest(String text) {
        return new Digest(activeId, KeyDigest.hmacSha256(pepper(activeId), text));
    }

    /**
     * True when the text is the one that was digested. False for a pepper that is not in the ring, after the same work,
     * so that the time taken does not tell which.
     *
     * @param stored what {@link #digest} once gave
     * @param text what a caller presents
     */
    public boolean matches(Digest stored, String text) {
        byte @Nullable [] known = byId.get(stored.pepperId());
        byte[] pepper = known == null ? pepper(activeId) : known;
        boolean same = KeyDigest.matches(stored.value(), KeyDigest.hmacSha256(pepper, text));
        return same && known != null;
    }

    /** True when digests of that pepper are to be made again with the active one at the next chance. */
    public boolean isOutdated(Digest stored) {
        return !stored.pepperId().equals(activeId);
    }

    /** Names the ids only. */
    @Override
    public String toString() {
        return "Peppers[activeId=" + activeId + ", ids=" + byId.keySet() + ", redacted]";
    }

    private byte[] pepper(String id) {
        byte @Nullable [] pepper = byId.get(id);
        if (pepper == null) {
            throw new IllegalStateException("the ring lost pepper " + id);
        }
        return pepper;
    }

    private static Map<String, byte[]> copyOf(Map<String, byte[]> peppers) {
        Map<String, byte[]> copy = new TreeMap<>();
        peppers.forEach((id, pepper) -> copy.put(id, pepper.clone()));
        return copy;
    }

    private static void requireUsable(String id, byte[] pepper) {
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException("a pepper's id must have 1..%d characters".formatted(MAX_ID_LENGTH));
        }
        if (pepper.length < MIN_PEPPER_BYTES) {
            throw new IllegalArgumentException(
                    "pepper \"%s\" must have at least %d bytes, got %d".formatted(id, MIN_PEPPER_BYTES, pepper.length));
        }
    }
}
