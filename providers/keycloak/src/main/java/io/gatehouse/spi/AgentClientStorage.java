package io.gatehouse.spi;

import io.gatehouse.agent.Agent;
import io.gatehouse.core.id.Ids;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.client.FederatedJWTClientAuthenticator;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.client.ClientStorageProvider;
import org.keycloak.storage.client.ClientStorageProviderModel;

/**
 * Finds agents as read-only clients. Asked for every client id that Keycloak does not know itself: whatever does not look
 * like an agent's id costs no query.
 */
final class AgentClientStorage implements ClientStorageProvider {
    private static final int MAX_RESULTS = 100;

    private final KeycloakSession session;
    private final ClientStorageProviderModel component;

    AgentClientStorage(KeycloakSession session, ClientStorageProviderModel component) {
        this.session = session;
        this.component = component;
    }

    @Override
    public @Nullable ClientModel getClientById(RealmModel realm, String id) {
        return getClientByClientId(realm, StorageId.externalId(id));
    }

    @Override
    public @Nullable ClientModel getClientByClientId(RealmModel realm, String clientId) {
        if (!Ids.isAgentId(clientId)) {
            return null;
        }
        Optional<Agent> agent = Rooms.of(session, realm).agents().find(clientId);
        return agent.map(found -> client(realm, found)).orElse(null);
    }

    @Override
    public Stream<ClientModel> searchClientsByClientIdStream(
            RealmModel realm, String text, Integer first, Integer max) {
        if (text == null || !(Ids.AGENT_PREFIX.startsWith(text) || text.startsWith(Ids.AGENT_PREFIX))) {
            return Stream.empty();
        }
        int from = first == null || first < 0 ? 0 : first;
        int count = max == null || max < 0 ? MAX_RESULTS : Math.min(max, MAX_RESULTS);
        return Rooms.of(session, realm).agents().searchByIdContains(text, from, count).stream()
                .map(agent -> client(realm, agent));
    }

    /** So Keycloak's {@code federated-jwt} asks for the client that an assertion is for; nobody else finds agents so. */
    @Override
    public Stream<ClientModel> searchClientsByAttributes(
            RealmModel realm, Map<String, String> attributes, Integer first, Integer max) {
        String subject = attributes.get(FederatedJWTClientAuthenticator.JWT_CREDENTIAL_SUBJECT_KEY);
        if (subject == null) {
            return Stream.empty();
        }
        return Rooms.of(session, realm).agents().findByFederatedSubject(subject).stream()
                .map(agent -> client(realm, agent))
                .filter(client -> attributes.entrySet().stream()
                        .allMatch(wanted -> wanted.getValue().equals(client.getAttribute(wanted.getKey()))));
    }

    @Override
    public Stream<ClientModel> searchClientsByAuthenticationFlowBindingOverrides(
            RealmModel realm, Map<String, String> overrides, Integer first, Integer max) {
        return Stream.empty();
    }

    @Override
    public Map<String, ClientScopeModel> getClientScopes(RealmModel realm, ClientModel client, boolean isDefault) {
        return client.getClientScopes(isDefault);
    }

    private ClientModel client(RealmModel realm, Agent agent) {
        return new AgentClient(session, realm, component, agent);
    }

    @Override
    public void close() {}
}
