package io.gatehouse.platform;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Port to Keycloak's own consents of users to agents, which are clients there. */
public interface Consents {
    /** The names of the client scopes that a user has consented to; empty when there is no consent. Reads the database. */
    Optional<List<String>> scopes(KeycloakSession session, RealmModel realm, String userId, String agentId);

    /**
     * The select that finds the realm's consents to agents: columns {@code ID, AGENT_ID, USER_ID, CREATED_AT_MS}, parameter
     * {@code :realm}. A store unites it with rows of its own.
     */
    String select();

    /** The names of the client scopes of consents, by the consent's id. */
    Map<String, List<String>> scopesOf(KeycloakSession session, Collection<String> consentIds);

    /** Withdraws a user's consent, as the account console does; nothing happens when there is none. */
    void withdraw(KeycloakSession session, RealmModel realm, String userId, String agentId);

    /** Deletes all users' consents to an agent, without an event for each. */
    void deleteAll(KeycloakSession session, RealmModel realm, String agentId);
}
