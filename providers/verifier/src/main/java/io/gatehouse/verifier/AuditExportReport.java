package io.gatehouse.verifier;

import io.gatehouse.core.audit.Hash;
import org.jspecify.annotations.Nullable;

/**
 * What the verification of an audit export found.
 *
 * @param origin the log, such as {@code gatehouse/<realm id>}
 * @param records records read and found good
 * @param root root over them
 * @param firstBadSeq the first record that is not as it was written, or is missing; null when all are good, and when the
 *     fault lies in none of them
 * @param fault what is wrong, in a sentence; null when nothing is
 * @param checkpointsInLog checkpoints inside the log that agree with it
 * @param savedCheckpoints checkpoints kept outside that agree with it
 * @param personalFacts facts about persons that are still there and are those that the leaves commit to
 * @param erasedFacts facts about persons that are erased
 */
public record AuditExportReport(
        String origin,
        long records,
        Hash root,
        @Nullable Long firstBadSeq,
        @Nullable String fault,
        int checkpointsInLog,
        int savedCheckpoints,
        long personalFacts,
        long erasedFacts) {
    /** Whether everything is as it was written. */
    public boolean isIntact() {
        return fault == null;
    }
}
