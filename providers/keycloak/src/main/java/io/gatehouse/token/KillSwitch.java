package io.gatehouse.token;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.Agents;
import io.gatehouse.agent.DelegationEnds;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import java.util.Optional;

/**
 * Ends all tokens of an agent, or all that agents hold on behalf of a user, at once. Nobody is switched off: the next request is
 * decided as ever. Unlike the revocation of a token it tells when there is nobody of that name, because a kill switch that
 * misses must not look like one that worked.
 */
public final class KillSwitch {
    private final RealmScope scope;
    private final Agents agents;
    private final DelegationEnds delegations;

    /** A switch for the scope's realm. */
    public KillSwitch(RealmScope scope, Agents agents, DelegationEnds delegations) {
        this.scope = scope;
        this.agents = agents;
        this.delegations = delegations;
    }

    /**
     * Ends an agent's tokens and those that were exchanged from them. An agent may end its own.
     *
     * @throws GatehouseException 401, 403 without any right, 404 for what is unknown or out of reach
     */
    void endAgent(String agentId, Caller caller) {
        caller.requireCredential();
        boolean isItself = caller.kind() == Caller.Kind.AGENT && agentId.equals(caller.id());
        Optional<Agent> agent = agents.find(agentId);
        if (!isItself) {
            Reach reach = caller.reach(Permission.TOKENS_REVOKE);
            agent = agent.filter(found -> reach.covers(found.owner(), found.organizationId()));
        }
        Agent ignored = agent.flatMap(found -> agents.endTokens(found.id())).orElseThrow(GatehouseException::notFound);
    }

    /**
     * Ends what agents hold on behalf of a user. A user may end what is held on its own behalf.
     *
     * @throws GatehouseException 401, 403 without any right, 404 for who is unknown or out of reach
     */
    void endSubject(String userId, Caller caller) {
        caller.requireCredential();
        boolean isReached = caller.reach(Permission.TOKENS_REVOKE).covers(Owner.user(userId), null)
                && scope.session().users().getUserById(scope.realm(), userId) != null;
        if (!isReached) {
            throw GatehouseException.notFound();
        }
        delegations.ofUserForSure(userId, "requested");
    }
}
