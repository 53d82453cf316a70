package io.gatehouse.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a domain stands.
 *
 * <pre>
 *   PENDING --the record is found within 7 days--> VERIFIED
 *   PENDING --7 days are over--> FAILED (for good: delete it and add it again)
 *   VERIFIED --three daily looks miss the record, or none confirms it for 7 days--> UNVERIFIED
 *   UNVERIFIED --somebody asks and the record is there--> VERIFIED
 * </pre>
 */
enum DomainStatus {
    PENDING,
    VERIFIED,
    FAILED,
    UNVERIFIED;

    /** The names, for error messages. */
    static final String WORDS = "pending, verified, failed, unverified";

    /** The name in JSON and in the database. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<DomainStatus> of(String text) {
        return Arrays.stream(values())
                .filter(status -> status.text().equals(text))
                .findFirst();
    }
}
