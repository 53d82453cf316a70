package io.gatehouse.webhook;

import io.gatehouse.platform.GatehouseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Applies a patch to a locked row, but for switching it off and on, and says what is different. */
final class WebhookChange {
    private final WebhookEntity row;
    private final WebhookSecrets secrets;
    private final Webhook before;
    private final List<String> changed = new ArrayList<>();

    WebhookChange(WebhookEntity row, WebhookSecrets secrets, long nowMs) {
        this.row = row;
        this.secrets = secrets;
        this.before = row.toWebhook(nowMs);
    }

    /**
     * Changes the row.
     *
     * @param creator answers for the webhook when it is sent to another address
     * @return names of the members that are different now
     * @throws GatehouseException 422 for too many headers
     */
    List<String> apply(WebhookPatch patch, Creator creator) {
        patch.url().filter(url -> !url.equals(before.url())).ifPresent(url -> {
            row.sendTo(url);
            row.answeredForBy(creator);
            changed.add("url");
        });
        patch.filter().filter(filter -> !filter.equals(before.filter())).ifPresent(filter -> {
            row.tellOf(filter);
            changed.add("events");
        });
        patch.description().ifPresent(text -> describe(text.orElse(null)));
        patch.rateLimit().ifPresent(limit -> {
            if (!Objects.equals(limit.orElse(null), before.rateLimit())) {
                row.limit(limit.orElse(null));
                changed.add("rate_limit");
            }
        });
        headers(patch);
        return List.copyOf(changed);
    }

    private void describe(@org.jspecify.annotations.Nullable String description) {
        if (!Objects.equals(description, before.description())) {
            row.describe(description);
            changed.add("description");
        }
    }

    private void headers(WebhookPatch patch) {
        if (patch.headers().isEmpty() && !patch.isClearingHeaders()) {
            return;
        }
        Map<String, String> headers = secrets.openHeaders(row.sealedHeaders(), before.id());
        Map<String, String> after = WebhookHeaders.patched(headers, patch.headers(), patch.isClearingHeaders());
        if (after.size() > Webhook.MAX_HEADERS) {
            throw GatehouseException.invalid(
                    "/headers", "too_many", "headers may have at most " + Webhook.MAX_HEADERS + " members.");
        }
        if (!after.equals(headers)) {
            row.send(List.copyOf(after.keySet()), secrets.sealHeaders(after, before.id()));
            changed.add("headers");
        }
    }
}
