package io.gatehouse.spi;

import io.gatehouse.platform.Consents;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserConsentModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.UserConsentManager;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.storage.UserStorageUtil;

/** Keycloak's consents: those of its own users and those of users from a federation, which stand in other tables. */
final class ConsentsAdapter implements Consents {
    private static final String SELECT = """
            select c.ID as ID, c.EXTERNAL_CLIENT_ID as AGENT_ID, c.USER_ID as USER_ID,
                   coalesce(c.CREATED_DATE, 0) as CREATED_AT_MS
              from USER_CONSENT c
              join USER_ENTITY u on u.ID = c.USER_ID
              join GATEHOUSE_AGENT a on a.ID = c.EXTERNAL_CLIENT_ID
             where u.REALM_ID = :realm and a.REALM_ID = :realm
            union all
            select f.ID, f.EXTERNAL_CLIENT_ID, f.USER_ID, coalesce(f.CREATED_DATE, 0)
              from FED_USER_CONSENT f
              join GATEHOUSE_AGENT b on b.ID = f.EXTERNAL_CLIENT_ID
             where f.REALM_ID = :realm and b.REALM_ID = :realm""";

    private static final String SCOPES = """
            select x.USER_CONSENT_ID, s.NAME from USER_CONSENT_CLIENT_SCOPE x
              join CLIENT_SCOPE s on s.ID = x.SCOPE_ID where x.USER_CONSENT_ID in (:ids)
            union all
            select y.USER_CONSENT_ID, t.NAME from FED_USER_CONSENT_CL_SCOPE y
              join CLIENT_SCOPE t on t.ID = y.SCOPE_ID where y.USER_CONSENT_ID in (:ids)""";

    /** Past the user cache: another node may have withdrawn the consent a moment ago. */
    @Override
    public Optional<List<String>> scopes(KeycloakSession session, RealmModel realm, String userId, String agentId) {
        ClientModel client = realm.getClientByClientId(agentId);
        if (client == null) {
            return Optional.empty();
        }
        UserConsentModel consent = StorageId.isLocalStorage(userId)
                ? UserStoragePrivateUtil.userLocalStorage(session).getConsentByClient(realm, userId, client.getId())
                : UserStorageUtil.userFederatedStorage(session).getConsentByClient(realm, userId, client.getId());
        return Optional.ofNullable(consent).map(found -> found.getGrantedClientScopes().stream()
                .map(ClientScopeModel::getName)
                .toList());
    }

    @Override
    public String select() {
        return SELECT;
    }

    @Override
    public Map<String, List<String>> scopesOf(KeycloakSession session, Collection<String> consentIds) {
        Map<String, List<String>> scopes = new HashMap<>();
        if (consentIds.isEmpty()) {
            return scopes;
        }
        EntityManager em = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        List<?> rows =
                em.createNativeQuery(SCOPES).setParameter("ids", consentIds).getResultList();
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            scopes.computeIfAbsent(String.valueOf(columns[0]), id -> new ArrayList<>())
                    .add(String.valueOf(columns[1]));
        }
        return scopes;
    }

    @Override
    public void withdraw(KeycloakSession session, RealmModel realm, String userId, String agentId) {
        ClientModel client = realm.getClientByClientId(agentId);
        UserModel user = session.users().getUserById(realm, userId);
        if (client != null && user != null) {
            boolean ignored = UserConsentManager.revokeConsentToClient(session, client, user);
        }
    }

    /** What Keycloak does when a client is deleted: one statement for each table, and the realm's users leave the cache. */
    @Override
    public void deleteAll(KeycloakSession session, RealmModel realm, String agentId) {
        ClientModel client = realm.getClientByClientId(agentId);
        if (client != null) {
            session.users().preRemove(realm, client);
        }
    }
}
