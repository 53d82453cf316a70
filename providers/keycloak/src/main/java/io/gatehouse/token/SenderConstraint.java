package io.gatehouse.token;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.Agents;
import io.gatehouse.platform.Owner;
import java.util.Map;

/**
 * Whether a token would be anybody's who finds it, though the agent's tokens are to be bound to a key ({@code
 * dpop_bound_access_tokens}, RFC 9449 5.2). Tokens from before that was asked for are dead: see {@code
 * AgentDetails#outdatesTokens}.
 */
final class SenderConstraint {
    /** What the caller is told. */
    static final String MISSING =
            "The agent's tokens are bound to a key; ask for them at the token endpoint with a DPoP proof.";

    private SenderConstraint() {}

    /** @param confirmation {@code cnf} of the proof that came with the request, empty for none */
    static boolean isMissing(Agent agent, Map<String, Object> confirmation) {
        return agent.isDpopBound() && !confirmation.containsKey("jkt");
    }

    /**
     * The same of a token for whoever owns an API key. No query unless that is an agent.
     *
     * @param confirmation {@code cnf} of the proof that came with the request, empty for none
     */
    static boolean isMissing(Agents agents, Owner owner, Map<String, Object> confirmation) {
        return owner.type() == Owner.Type.AGENT
                && agents.find(owner.id())
                        .filter(agent -> isMissing(agent, confirmation))
                        .isPresent();
    }
}
