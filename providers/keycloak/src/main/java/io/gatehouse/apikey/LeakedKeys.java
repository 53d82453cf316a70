package io.gatehouse.apikey;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Ends keys whose whole text was found in the open: the text is the proof, nothing else is asked. */
public final class LeakedKeys {
    private final ApiKeyVerification verification;
    private final ApiKeys keys;

    /** Ends keys of one realm. */
    public LeakedKeys(ApiKeyVerification verification, ApiKeys keys) {
        this.verification = verification;
        this.keys = keys;
    }

    /**
     * Revokes every reported text that is a key of the realm; all others leave no trace.
     *
     * @param signedBy id of the public key by which the sender proved itself, null when it did not
     */
    void revoke(List<LeakReport> reports, @Nullable String signedBy) {
        // By id, so that two reports of the same keys never wait for each other in a circle.
        SortedMap<String, LeakReport> byId = new TreeMap<>();
        for (LeakReport report : reports) {
            verification.holderOf(report.token()).ifPresent(key -> byId.putIfAbsent(key.id(), report));
        }
        byId.forEach((id, report) -> keys.revokeLeaked(id, report, signedBy));
    }
}
