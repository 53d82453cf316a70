package io.gatehouse.agent;

import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Reach;
import java.util.Optional;

/** Which agents the caller sees and may change. An agent out of sight is not found, wherever it is. */
final class AgentAccess {
    private final Call call;
    private final Agents agents;

    AgentAccess(Call call, Agents agents) {
        this.call = call;
        this.agents = agents;
    }

    /** @throws GatehouseException 401, 403 for programs without {@code agents:write}; people make and keep agents of their own */
    void requireMayManage() {
        Caller caller = call.caller();
        boolean isPerson = caller.kind() == Caller.Kind.USER && caller.userId() != null;
        if (!isPerson) {
            caller.require(Permission.AGENTS_WRITE);
        }
    }

    /** @throws GatehouseException 404 for what the caller does not see */
    Agent visible(String id, Reach reach) {
        return agents.find(id).filter(agent -> agent.isWithin(reach)).orElseThrow(GatehouseException::notFound);
    }

    /** @throws GatehouseException 404 for what the caller does not see, 403 for what it sees and may not change */
    Agent mayChange(String id) {
        Caller caller = call.caller();
        requireMayManage();
        Optional<Agent> agent = agents.find(id).filter(found -> found.isWithin(caller.reach(Permission.AGENTS_WRITE)));
        if (agent.isPresent()) {
            return agent.get();
        }
        Agent ignored = visible(id, caller.reach(Permission.AGENTS_READ));
        throw GatehouseException.forbidden(Permission.AGENTS_WRITE);
    }
}
