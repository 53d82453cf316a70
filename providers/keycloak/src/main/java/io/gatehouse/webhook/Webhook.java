package io.gatehouse.webhook;

import io.gatehouse.core.webhook.EventFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that is told of events. Immutable; without its secrets.
 *
 * @param filter which events
 * @param headerNames names of the headers that each delivery carries besides; their values are never shown
 * @param rateLimit most deliveries a second, null for no limit but the lane's
 * @param organizationId the organization whose agents' and keys' events it gets, null for all of the realm
 * @param publicKey {@code whpk_…}, verifies the signatures of version {@code v1a}
 * @param state whether and since when it is sent to
 */
record Webhook(
        String id,
        String realmId,
        String url,
        @Nullable String description,
        EventFilter filter,
        List<String> headerNames,
        @Nullable Integer rateLimit,
        @Nullable String organizationId,
        Creator creator,
        String publicKey,
        State state) {
    /** Most webhooks of a realm. */
    static final int MAX_PER_REALM = 100;

    /** Longest description, in characters. */
    static final int MAX_DESCRIPTION_LENGTH = 500;

    /** Most headers of one webhook. */
    static final int MAX_HEADERS = 20;

    /** Longest name of a header, in characters. */
    static final int MAX_HEADER_NAME_LENGTH = 64;

    /** Longest value of a header, in characters. */
    static final int MAX_HEADER_VALUE_LENGTH = 1_024;

    /** Most deliveries a second that may be asked for. */
    static final int MAX_RATE_LIMIT = 1_000;

    /** Longest time for which the secrets from before a rotation still sign, in seconds: 30 days. */
    static final int MAX_OVERLAP_SECONDS = 2_592_000;

    /** That time when the caller does not say: one day. */
    static final int DEFAULT_OVERLAP_SECONDS = 86_400;

    /**
     * Whether and since when it is sent to.
     *
     * @param disabledReason one of {@link DisabledReason}, null while active
     * @param previousSecretUntilMs until when the secrets from before the last rotation sign too, null for not at all
     * @param failingSinceMs when the endpoint began to fail without a success since, null when it does not
     */
    record State(
            boolean isActive,
            @Nullable String disabledReason,
            @Nullable Long disabledAtMs,
            @Nullable Long previousSecretUntilMs,
            @Nullable Long failingSinceMs,
            long createdAtMs,
            long updatedAtMs) {}

    /** Copies the list. */
    Webhook {
        headerNames = List.copyOf(headerNames);
    }
}
