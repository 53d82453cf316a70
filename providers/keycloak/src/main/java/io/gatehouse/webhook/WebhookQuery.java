package io.gatehouse.webhook;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.ListQuery;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import java.util.Map;

/** The query behind the list of webhooks: the realm and what the caller reaches. Not thread-safe. */
final class WebhookQuery {
    private final ListQuery<WebhookEntity> query;

    WebhookQuery(RealmScope scope, Reach reach) {
        query = new ListQuery<>(scope, "GatehouseWebhook", WebhookEntity.class);
        query.where("r.deletedAtMs is null");
        String only = reach.onlyOrganizationId();
        if (only != null) {
            query.where("r.organizationId = :only", Map.of("only", only));
        }
        if (!reach.isAll()) {
            if (reach.organizationIds().isEmpty()) {
                query.where("1 = 0");
            } else {
                query.where("r.organizationId in :organizations", Map.of("organizations", reach.organizationIds()));
            }
        }
    }

    Page<Webhook> page(PageRequest request) {
        long nowMs = Clock.nowMs();
        return query.page(
                request,
                row -> row.toWebhook(nowMs),
                webhook -> new PageCursor(webhook.state().createdAtMs(), webhook.id()));
    }
}
