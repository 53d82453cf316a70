package io.gatehouse.account;

import io.gatehouse.core.plan.Month;
import io.gatehouse.event.EventType;
import io.gatehouse.plan.Usage;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.RealmScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a person stands by the plan that covers the call. What the plan has left is for all that it covers together; what was
 * used is the person's own part, counted in the event log, up to {@value #MAX_COUNTED} tokens of at most {@value #MAX_AGENTS}
 * agents. An event is counted as soon as it has its place in the log, a moment after it happened.
 */
public final class PlanBilling implements Billing {
    /** Most tokens that are counted. */
    static final int MAX_COUNTED = 100_000;

    /** Most agents of one person whose tokens are counted. */
    static final int MAX_AGENTS = 100;

    private final RealmScope scope;
    private final Usage usage;
    private final @Nullable String organizationId;

    /** @param organizationId that the call is narrowed to, null for none */
    public PlanBilling(RealmScope scope, Usage usage, @Nullable String organizationId) {
        this.scope = scope;
        this.usage = usage;
        this.organizationId = organizationId;
    }

    @Override
    public Standing of(String userId) {
        long sinceMs = Month.of(Clock.nowMs(), scope.settings().plans().zone()).beginMs();
        long used = scope.ports()
                .database()
                .onConnection(scope.session(), connection -> used(connection, agents(connection, userId), sinceMs));
        Usage.Balance balance = usage.balance(organizationId);
        String upgradeUrl = scope.settings().plans().upgradeUrl();
        return new Standing(
                balance.tokenBalance(),
                balance.tokenLimit(),
                used,
                balance.tier(),
                balance.resetsAt(),
                upgradeUrl.isEmpty() ? null : upgradeUrl);
    }

    private List<String> agents(Connection connection, String userId) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select ID from GATEHOUSE_AGENT where REALM_ID = ? and OWNER_TYPE = 'user'"
                        + " and OWNER_ID = ? fetch first " + MAX_AGENTS + " rows only")) {
            select.setString(1, scope.realmId());
            select.setString(2, userId);
            List<String> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    /** By the index of agents, from the first event of the month on. */
    private long used(Connection connection, List<String> agents, long sinceMs) throws SQLException {
        if (agents.isEmpty()) {
            return 0;
        }
        String marks = String.join(", ", Collections.nCopies(agents.size(), "?"));
        try (PreparedStatement count = connection.prepareStatement(
                "select count(*) from (select 1 as ONE from GATEHOUSE_SEQUENCED_EVENT where REALM_ID = ?"
                        + " and EVENT_TYPE = ? and OCCURRED_AT_MS >= ? and AGENT_ID in (" + marks + ")"
                        + " fetch first " + MAX_COUNTED + " rows only) COUNTED")) {
            count.setString(1, scope.realmId());
            count.setString(2, EventType.TOKEN_ISSUED.text());
            count.setLong(3, sinceMs);
            for (int i = 0; i < agents.size(); i++) {
                count.setString(4 + i, agents.get(i));
            }
            try (ResultSet row = count.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
