package io.gatehouse.agent;

import io.gatehouse.eligibility.ActingAgents;
import io.gatehouse.platform.RealmScope;
import java.util.Optional;

/** The agents of one realm through the node's {@link AgentCache}. */
public final class CachedAgents implements ActingAgents {
    private final RealmScope scope;
    private final AgentCache cache;

    /** @param cache the node's */
    public CachedAgents(RealmScope scope, AgentCache cache) {
        this.scope = scope;
        this.cache = cache;
    }

    @Override
    public Optional<Standing> find(String agentId) {
        return cache.get(scope.realmId(), agentId, () -> load(agentId));
    }

    private Optional<Standing> load(String agentId) {
        AgentRows rows = new AgentRows(scope);
        Optional<AgentEntity> row = rows.find(agentId);
        return row.map(rows::agent).map(agent -> new Standing(agent.acting(), agent.scopes(), agent.notBeforeMs()));
    }
}
