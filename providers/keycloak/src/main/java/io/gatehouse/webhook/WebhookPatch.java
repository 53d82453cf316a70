package io.gatehouse.webhook;

import io.gatehouse.core.webhook.EventFilter;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a merge patch changes of a webhook; empty parts stay as they are.
 *
 * @param description empty inside for "remove it"
 * @param headers values by name, null for "remove it"
 * @param isClearingHeaders whether all headers go before the others are set
 * @param rateLimit empty inside for "no limit"
 */
record WebhookPatch(
        Optional<String> url,
        Optional<Optional<String>> description,
        Optional<EventFilter> filter,
        Map<String, @Nullable String> headers,
        boolean isClearingHeaders,
        Optional<Optional<Integer>> rateLimit,
        Optional<Boolean> isActive) {}
