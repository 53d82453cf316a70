package io.gatehouse.agent;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.RequestFacts;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** Makes {@link Agents} for work that takes several transactions, each with a session of its own. */
@FunctionalInterface
public interface AgentStores {
    /**
     * The agents of a realm within a fresh session.
     *
     * @param caller whom events name as the actor
     * @return empty when the realm is gone
     */
    Optional<Agents> open(KeycloakSession session, String realmId, Caller caller, RequestFacts request);
}
