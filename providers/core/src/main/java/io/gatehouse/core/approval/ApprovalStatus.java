package io.gatehouse.core.approval;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where an approval stands. */
public enum ApprovalStatus {
    /** Nobody decided yet. */
    PENDING,
    /** A person said yes; the agent did not fetch its token yet. */
    APPROVED,
    /** A person said no. */
    DENIED,
    /** Nobody decided in time, or the agent did not come for its token in time. */
    EXPIRED,
    /** The agent changed, or was handed over, or ended. */
    CANCELLED,
    /** The agent has its token. */
    REDEEMED;

    /** The word in JSON and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of a word, or empty. */
    public static Optional<ApprovalStatus> of(String text) {
        return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
    }

    /** Whether nothing follows on it. */
    public boolean isFinal() {
        return this != PENDING && this != APPROVED;
    }
}
