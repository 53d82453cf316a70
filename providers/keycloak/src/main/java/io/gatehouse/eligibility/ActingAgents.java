package io.gatehouse.eligibility;

import java.util.List;
import java.util.Optional;

/** Port to the agents of one realm, for whatever an agent answers for. */
@FunctionalInterface
public interface ActingAgents {
    /** Knows no agent. */
    ActingAgents NONE = id -> Optional.empty();

    /**
     * An agent as it is now: whatever takes something away from it counts within a second, whatever gives it more within
     * seconds.
     *
     * @return empty when there is none of this id in the realm
     */
    Optional<Standing> find(String agentId);

    /**
     * What is known of an agent.
     *
     * @param agent what says whether it may act
     * @param scopes the most that it may ever get
     * @param notBeforeMs rises whenever something is taken away from it, see {@link Revocations#revokeAgentTokens}
     */
    record Standing(ActingAgent agent, List<String> scopes, long notBeforeMs) {
        /** Copies the list. */
        public Standing {
            scopes = List.copyOf(scopes);
        }
    }
}
