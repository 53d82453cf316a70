package io.gatehouse.agent;

import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Query;
import org.jspecify.annotations.Nullable;

/**
 * Which agents of a list are wanted; each part null for any.
 *
 * @param status the status that is shown, {@link AgentStatus#EXPIRED} included
 * @param owner exact id or text of the owner
 * @param search part of the name or the id, whatever its case
 * @param blueprintId the blueprint that it was made from
 * @param isOrphaned whether the owner is disabled or gone
 */
public record AgentFilter(
        @Nullable AgentStatus status,
        @Nullable String owner,
        @Nullable String search,
        @Nullable String blueprintId,
        @Nullable Boolean isOrphaned) {
    /** @throws GatehouseException 400 for a status that there is none of */
    static AgentFilter of(Query query) {
        AgentStatus status = query.text("status")
                .map(text -> AgentStatus.of(text)
                        .orElseThrow(() -> GatehouseException.badRequest(
                                "invalid_parameter",
                                "status must be one of: pending, active, paused, expired, revoked.")))
                .orElse(null);
        return new AgentFilter(
                status,
                query.text("owner").orElse(null),
                query.text("search").orElse(null),
                query.text("blueprint_id").orElse(null),
                query.text("orphaned").map(AgentFilter::bool).orElse(null));
    }

    private static Boolean bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw GatehouseException.badRequest("invalid_parameter", "orphaned must be true or false.");
        }
        return Boolean.valueOf(text);
    }
}
