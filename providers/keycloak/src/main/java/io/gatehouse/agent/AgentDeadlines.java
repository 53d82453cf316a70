package io.gatehouse.agent;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Deadlines;
import io.gatehouse.platform.Ports;
import io.gatehouse.platform.RequestFacts;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/** Looks for agents and blueprints whose time has come, see {@link AgentLook}, {@link BlueprintNarrowing}, {@link Deadlines}. */
public final class AgentDeadlines {
    /** Most agents of one transaction. */
    private static final int BATCH_AGENTS = 100;

    private AgentDeadlines() {}

    /** In every realm. */
    public static Deadlines of(Ports ports, AgentStores stores) {
        return new Deadlines(
                ports.database(),
                "agent-deadlines",
                List.of(
                        new Deadlines.Kind(
                                "GATEHOUSE_AGENT",
                                "LOOK_AT_MS",
                                (session, realmId, nowMs) -> look(stores, session, realmId, nowMs)),
                        new Deadlines.Kind(
                                "GATEHOUSE_AGENT_BLUEPRINT",
                                "NARROW_AT_MS",
                                (session, realmId, nowMs) ->
                                        BlueprintNarrowing.runDue(stores, session, realmId, nowMs))));
    }

    private static boolean look(AgentStores stores, KeycloakSession session, String realmId, long nowMs) {
        Agents agents = stores.open(session, realmId, Caller.system(), RequestFacts.ofBackground())
                .orElse(null);
        if (agents == null) {
            return false;
        }
        List<String> ids = agents.rows().idsToLookAt(nowMs, BATCH_AGENTS);
        AgentLook look = agents.look();
        // In the order of ids, as whoever locks many agents does, so that two never wait for each other in a circle.
        ids.stream().sorted().forEach(id -> look.at(id, nowMs));
        return ids.size() == BATCH_AGENTS;
    }
}
