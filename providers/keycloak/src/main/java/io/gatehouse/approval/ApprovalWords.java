package io.gatehouse.approval;

import io.gatehouse.core.approval.ApprovalStatus;
import java.util.Optional;

/** The words of the API for where an approval stands. */
enum ApprovalWords {
    PENDING("pending"),
    APPROVED("approved"),
    DENIED("denied"),
    EXPIRED("expired");

    private final String text;

    ApprovalWords(String text) {
        this.text = text;
    }

    /** The word. */
    String text() {
        return text;
    }

    /** What people are told of a status: one whose token was fetched is approved, one whose agent changed is over. */
    static String of(ApprovalStatus status) {
        return switch (status) {
            case PENDING -> PENDING.text;
            case APPROVED, REDEEMED -> APPROVED.text;
            case DENIED -> DENIED.text;
            case EXPIRED, CANCELLED -> EXPIRED.text;
        };
    }

    /** The word, or empty for another one. */
    static Optional<ApprovalWords> parse(String text) {
        for (ApprovalWords one : values()) {
            if (one.text.equals(text)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
