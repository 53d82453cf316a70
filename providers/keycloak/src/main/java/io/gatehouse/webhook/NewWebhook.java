package io.gatehouse.webhook;

import io.gatehouse.core.webhook.EventFilter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A webhook that is to be made, its bounds checked.
 *
 * @param headers names and values of the headers that each delivery carries besides
 */
record NewWebhook(
        String url,
        @Nullable String description,
        EventFilter filter,
        Map<String, String> headers,
        @Nullable Integer rateLimit,
        @Nullable String organizationId) {
    /** Copies the map. */
    NewWebhook {
        headers = Map.copyOf(headers);
    }

    NewWebhook narrowedTo(@Nullable String id) {
        return new NewWebhook(url, description, filter, headers, rateLimit, id);
    }
}
