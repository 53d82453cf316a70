package io.gatehouse.approval;

import io.gatehouse.agent.Agent;

/** What changes with every change of an agent, so that an approval ends with it. */
public final class AgentState {
    private AgentState() {}

    /** The same text for the same state alone. */
    public static String of(Agent agent) {
        return String.join(
                " ",
                Long.toString(agent.updatedAtMs()),
                Long.toString(agent.notBeforeMs()),
                agent.status().text());
    }
}
