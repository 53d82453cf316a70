package io.gatehouse.agent;

import io.gatehouse.platform.ListQuery;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RealmSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The query behind a list of agents: the realm, what the caller reaches and the filters. Not thread-safe. */
final class AgentQuery {
    private final ListQuery<AgentEntity> query;

    AgentQuery(RealmScope scope, AgentFilter filter, Reach reach, long nowMs) {
        query = new ListQuery<>(scope, "GatehouseAgent", AgentEntity.class);
        within(reach);
        withStatus(filter.status(), RealmSettings.agentMaxLifetimeDays(scope.realm()), nowMs);
        String owner = filter.owner();
        if (owner != null) {
            query.where("r.ownerId = :owner", Map.of("owner", owner));
        }
        String blueprintId = filter.blueprintId();
        if (blueprintId != null) {
            query.where("r.blueprintId = :blueprint", Map.of("blueprint", blueprintId));
        }
        Boolean isOrphaned = filter.isOrphaned();
        if (isOrphaned != null) {
            query.where(isOrphaned ? "r.orphanedAtMs is not null" : "r.orphanedAtMs is null");
        }
        String search = filter.search();
        if (search != null) {
            query.where(
                    "(lower(r.name) like lower(:search) escape '!' or r.id like lower(:search) escape '!')",
                    Map.of("search", containing(search)));
        }
    }

    /** @param read makes an agent of a row */
    Page<Agent> page(PageRequest request, Function<AgentEntity, Agent> read) {
        return query.page(request, read, agent -> new PageCursor(agent.createdAtMs(), agent.id()));
    }

    /** The LIKE pattern for texts that contain this one. */
    static String containing(String text) {
        return "%" + ListQuery.literal(text) + "%";
    }

    private void within(Reach reach) {
        String only = reach.onlyOrganizationId();
        if (only != null) {
            query.where("r.organizationId = :only", Map.of("only", only));
        }
        if (reach.isAll()) {
            return;
        }
        String userId = reach.userId();
        String own = "1 = 0";
        Map<String, Object> values = new HashMap<>();
        if (userId != null) {
            own = "(r.ownerId = :user and r.ownerType in :userTypes)";
            values.put("user", userId);
            values.put("userTypes", List.of(Owner.Type.USER.text(), Owner.Type.SERVICE_ACCOUNT.text()));
        }
        if (reach.organizationIds().isEmpty()) {
            query.where(own, values);
        } else {
            values.put("managed", reach.organizationIds());
            query.where("(" + own + " or r.organizationId in :managed)", values);
        }
    }

    private void withStatus(@Nullable AgentStatus status, int maxLifetimeDays, long nowMs) {
        if (status == null) {
            return;
        }
        // Whoever was created by then is past what the realm allows; nobody is where it allows any lifetime.
        long tooOldMs = maxLifetimeDays == 0 ? -1 : nowMs - TimeUnit.DAYS.toMillis(maxLifetimeDays);
        switch (status) {
            case ACTIVE ->
                query.where(
                        "(r.expiresAtMs is null or r.expiresAtMs > :now) and r.createdAtMs > :tooOld",
                        Map.of("now", nowMs, "tooOld", tooOldMs));
            case EXPIRED ->
                query.where(
                        "(r.expiresAtMs <= :now or r.createdAtMs <= :tooOld)",
                        Map.of("now", nowMs, "tooOld", tooOldMs));
            default -> {}
        }
        AgentStatus stored = status == AgentStatus.EXPIRED ? AgentStatus.ACTIVE : status;
        query.where("r.status = :status", Map.of("status", stored.text()));
    }
}
