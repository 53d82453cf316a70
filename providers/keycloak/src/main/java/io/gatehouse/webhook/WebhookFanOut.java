package io.gatehouse.webhook;

import io.gatehouse.core.webhook.EventFilter;
import io.gatehouse.core.webhook.RetrySchedule;
import io.gatehouse.event.EventBatch;
import io.gatehouse.event.SequencedEvent;
import io.gatehouse.event.SequencedReader;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes one delivery for each event and each active webhook that wants it, in the transaction that gives the event its
 * place: no event is delivered that has none, and none is forgotten. The webhooks are read in each batch, by one query on an
 * index, because any node may have changed them meanwhile.
 */
public final class WebhookFanOut implements SequencedReader {
    private static final int FLUSH_ROWS = 1_000;

    /** One that is told of events. */
    private record Subscriber(
            String webhookId, EventFilter filter, @Nullable String organizationId) {
        boolean wants(SequencedEvent event) {
            boolean isOfOrganization =
                    organizationId == null || organizationId.equals(event.data().get("organization_id"));
            return isOfOrganization && filter.wants(event.type());
        }
    }

    @Override
    public void read(EventBatch batch) throws SQLException {
        List<Subscriber> subscribers = subscribers(batch.connection(), batch.realmId());
        if (subscribers.isEmpty()) {
            return;
        }
        long nowMs = Clock.nowMs();
        TreeSet<String> woken = new TreeSet<>();
        try (PreparedStatement insert = batch.connection()
                .prepareStatement("insert into GATEHOUSE_DELIVERY (ID, REALM_ID, WEBHOOK_ID, EVENT_ID, EVENT_SEQ,"
                        + " EVENT_TYPE, STATUS, ATTEMPTS, FAILURES, DUE_AT_MS, EXPIRES_AT_MS, CREATED_AT_MS)"
                        + " values (?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?)")) {
            int rows = 0;
            for (SequencedEvent event : batch.events()) {
                for (Subscriber subscriber : subscribers) {
                    if (subscriber.wants(event)) {
                        add(insert, subscriber.webhookId(), event, nowMs);
                        woken.add(subscriber.webhookId());
                        if (++rows % FLUSH_ROWS == 0) {
                            insert.executeBatch();
                        }
                    }
                }
            }
            insert.executeBatch();
        }
        new LaneTable(batch.connection()).wake(woken);
    }

    private static void add(PreparedStatement insert, String webhookId, SequencedEvent event, long nowMs)
            throws SQLException {
        insert.setString(1, Entropy.uuid(nowMs).toString());
        insert.setString(2, event.realmId());
        insert.setString(3, webhookId);
        insert.setString(4, event.id());
        insert.setLong(5, event.seq());
        insert.setString(6, event.type());
        insert.setLong(7, nowMs);
        insert.setLong(8, RetrySchedule.deadlineMs(nowMs));
        insert.setLong(9, nowMs);
        insert.addBatch();
    }

    private static List<Subscriber> subscribers(Connection connection, String realmId) throws SQLException {
        List<Subscriber> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("select ID, EVENTS, ORGANIZATION_ID"
                + " from GATEHOUSE_WEBHOOK where REALM_ID = ? and IS_ACTIVE = true and DELETED_AT_MS is null"
                + " order by CREATED_AT_MS, ID fetch first " + Webhook.MAX_PER_REALM + " rows only")) {
            select.setString(1, realmId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    List<String> globs = List.of(rows.getString(2).split("\n", -1));
                    found.add(new Subscriber(rows.getString(1), new EventFilter(globs), rows.getString(3)));
                }
            }
        }
        return found;
    }
}
