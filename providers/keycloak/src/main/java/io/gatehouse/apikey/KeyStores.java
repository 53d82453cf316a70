package io.gatehouse.apikey;

import io.gatehouse.agent.AgentCache;
import io.gatehouse.agent.CachedAgents;
import io.gatehouse.eligibility.RevocationState;
import io.gatehouse.eligibility.Revocations;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Ports;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RequestFacts;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Makes {@link ApiKeys} for work that takes several transactions, each with a session of its own. One for each node.
 *
 * @param ports the node's ports
 * @param state the node's revocation state
 * @param cache the node's cache of keys
 * @param agents the node's cache of agents
 * @param meters the node's
 */
public record KeyStores(Ports ports, RevocationState state, ApiKeyCache cache, AgentCache agents, KeyMeters meters) {
    /**
     * The keys of a realm within a fresh session.
     *
     * @param caller whom events name as the actor
     * @return empty when the realm is gone
     */
    Optional<ApiKeys> open(KeycloakSession session, String realmId, Caller caller, RequestFacts request) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm == null) {
            return Optional.empty();
        }
        session.getContext().setRealm(realm);
        RealmScope scope = new RealmScope(session, realm, ports, request);
        return Optional.of(new ApiKeys(
                scope,
                caller,
                new Events(scope, caller),
                new Revocations(scope, state),
                cache,
                new CachedAgents(scope, agents),
                new KeyCredits(scope, meters)));
    }
}
