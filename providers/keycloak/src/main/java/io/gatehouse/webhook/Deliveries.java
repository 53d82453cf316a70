package io.gatehouse.webhook;

import io.gatehouse.core.webhook.RetrySchedule;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** The deliveries of one realm, as calls see them. Those of a webhook that the caller does not reach are absent to it. */
public final class Deliveries {
    private static final int UUID_LENGTH = 36;

    private final RealmScope scope;
    private final Webhooks webhooks;

    /** @param webhooks says which webhooks are within reach */
    public Deliveries(RealmScope scope, Webhooks webhooks) {
        this.scope = scope;
        this.webhooks = webhooks;
    }

    private interface Work<T> {
        T in(DeliveryTable table) throws SQLException;
    }

    /** One page of a webhook's deliveries, newest first; whether the webhook is within reach was asked before. */
    Page<Delivery> page(Webhook webhook, @Nullable DeliveryStatus status, PageRequest request) {
        List<Delivery> rows = in(table -> table.page(webhook.id(), status, request));
        Long total = request.wantsTotal() ? in(table -> table.count(webhook.id(), status)) : null;
        return Page.of(rows, request, delivery -> new PageCursor(delivery.createdAtMs(), delivery.id()), total);
    }

    /** A delivery and all its attempts. */
    Optional<Delivery.Detail> find(String id, Reach reach) {
        return row(id, reach).map(delivery -> new Delivery.Detail(delivery, in(table -> table.attempts(id))));
    }

    /**
     * Sends a delivery again, or at once when it waits.
     *
     * @throws GatehouseException 409 {@code webhook_disabled} or {@code too_many_attempts}
     */
    Optional<Delivery> redeliver(String id, Reach reach) {
        return row(id, reach).map(delivery -> {
            requireActive(webhooks.find(delivery.webhookId(), reach).orElseThrow(GatehouseException::notFound));
            if (delivery.attempts() > Delivery.MAX_ATTEMPTS - RetrySchedule.MAX_ATTEMPTS) {
                throw GatehouseException.conflict(
                        "too_many_attempts",
                        "The delivery was attempted " + delivery.attempts() + " times; there are at most "
                                + Delivery.MAX_ATTEMPTS + ".");
            }
            return in(table -> {
                table.redeliver(delivery, Clock.nowMs());
                return table.find(id).orElse(delivery);
            });
        });
    }

    /**
     * Sends dead letters of a webhook again.
     *
     * @return how many
     * @throws GatehouseException 409 {@code webhook_disabled}
     */
    int recover(Webhook webhook, WebhookBodies.Span span) {
        requireActive(webhook);
        return in(table -> table.recover(webhook.id(), span, Clock.nowMs()));
    }

    private Optional<Delivery> row(String id, Reach reach) {
        boolean isId = id.length() == UUID_LENGTH && id.chars().allMatch(c -> c == '-' || Character.digit(c, 16) >= 0);
        Optional<Delivery> row = isId ? in(table -> table.find(id)) : Optional.empty();
        return row.filter(delivery -> webhooks.find(delivery.webhookId(), reach).isPresent());
    }

    private static void requireActive(Webhook webhook) {
        if (!webhook.state().isActive()) {
            throw GatehouseException.conflict("webhook_disabled", "The webhook is disabled; enable it first.");
        }
    }

    private <T> T in(Work<T> work) {
        return scope.entityManager()
                .unwrap(Session.class)
                .doReturningWork((Connection connection) -> work.in(new DeliveryTable(connection, scope.realmId())));
    }
}
