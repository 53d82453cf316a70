package io.gatehouse.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The status lists that this node has computed of late. One for each node; thread-safe. */
public final class StatusListCache {
    /** Most lists held, each at most about 60 KB. */
    static final int MAX_LISTS = 512;

    /**
     * A list as it was computed.
     *
     * @param facts what it was computed from
     * @param settledSeq revocations numbered after it are looked at again
     * @param bits never changed
     * @param endsAtMs when the list is over
     * @param signedAtMs when it was signed
     * @param text the signed list
     * @param etag its entity tag, with quotes
     */
    record Built(Facts facts, long settledSeq, BitSet bits, long endsAtMs, long signedAtMs, String text, String etag) {}

    /**
     * What a list depends on.
     *
     * @param changes of the realm's revocations
     * @param notBefore the realm's, in seconds
     * @param keyId the key that signs now
     * @param uri the list's address as this request names it
     */
    record Facts(long changes, int notBefore, String keyId, String uri) {}

    /** Room for one list; whoever builds it holds its monitor. */
    static final class Slot {
        private volatile @Nullable Built built;

        @Nullable
        Built built() {
            return built;
        }

        void keep(Built newest) {
            built = newest;
        }
    }

    private record Name(String realmId, long number) {}

    private final Cache<Name, Slot> slots =
            Caffeine.newBuilder().maximumSize(MAX_LISTS).executor(Runnable::run).build();

    /** An empty cache. */
    public StatusListCache() {}

    /** What was computed last, null when nothing was. */
    @Nullable
    Built find(String realmId, long number) {
        Slot slot = slots.getIfPresent(new Name(realmId, number));
        return slot == null ? null : slot.built();
    }

    /** The room for a list that exists. */
    Slot slot(String realmId, long number) {
        return slots.get(new Name(realmId, number), name -> new Slot());
    }
}
