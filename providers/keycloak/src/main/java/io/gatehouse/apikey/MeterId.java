package io.gatehouse.apikey;

import java.util.Comparator;

/**
 * Under which id use is counted: that of a key, shared by the keys that replace it.
 *
 * @param realmId the realm of the keys
 * @param id see {@link KeyLimits#accountOf}
 */
record MeterId(String realmId, String id) implements Comparable<MeterId> {
    private static final Comparator<MeterId> ORDER =
            Comparator.comparing(MeterId::realmId).thenComparing(MeterId::id);

    static MeterId of(ApiKey key) {
        return new MeterId(key.realmId(), key.limits().accountOf(key.id()));
    }

    @Override
    public int compareTo(MeterId other) {
        return ORDER.compare(this, other);
    }
}
