package io.gatehouse.spi;

import io.gatehouse.platform.RealmSettings;
import org.keycloak.component.ComponentModel;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.keys.KeyProvider;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.mappers.AudienceProtocolMapper;
import org.keycloak.storage.client.ClientStorageProvider;

/**
 * Gives a realm what Gatehouse needs of it: admin roles, an Ed25519 key, a pepper, the agents as clients, their secret
 * authenticator, the client scope {@code gatehouse}, the client of the approvals' pages. Every step looks first, so that doing it again changes nothing; an
 * admin's own changes stay.
 */
final class RealmSetup {
    private static final String PEPPER_BYTES = "64";
    private static final String KEY_PRIORITY = "90";

    /** Below every signing key, and passive besides: Keycloak must never sign with a pepper. */
    private static final String PEPPER_PRIORITY = "-1000";

    /** Realm attribute that tells a starting server that there is nothing to do; raised with every change of the set-up. */
    private static final String DONE_ATTRIBUTE = RealmSettings.ATTRIBUTE_PREFIX + "setup";

    private static final String DONE_VERSION = "3";

    private final RealmModel realm;
    private final KeycloakSession session;

    private RealmSetup(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Whether the realm was set up by this version; a realm from an import is looked at in any case. */
    static boolean isDone(RealmModel realm) {
        return DONE_VERSION.equals(realm.getAttribute(DONE_ATTRIBUTE));
    }

    /** Sets the realm up, as far as it is not yet. */
    static void apply(KeycloakSession session, RealmModel realm) {
        RealmSetup setup = new RealmSetup(session, realm);
        setup.addRoles();
        setup.addSigningKey();
        setup.addPepper();
        setup.addAgentStorage();
        setup.addSecretAuthenticator();
        setup.addClientScope();
        ApprovalClient.add(realm);
        realm.setAttribute(DONE_ATTRIBUTE, DONE_VERSION);
    }

    private void addRoles() {
        ManagementClient.of(realm).ifPresent(client -> RoleSetup.apply(client, client.getRole(AdminRoles.REALM_ADMIN)));
        ClientModel master = realm.getMasterAdminClient();
        if (master != null) {
            RoleSetup.apply(master, master.getRealm().getRole(AdminRoles.ADMIN));
        }
    }

    private void addSigningKey() {
        boolean hasKey = session.keys()
                .getKeysStream(realm, KeyUse.SIG, Algorithm.EdDSA)
                .anyMatch(key -> key.getStatus().isActive() && Algorithm.Ed25519.equals(key.getCurve()));
        if (!hasKey) {
            ComponentModel key = key("gatehouse-ed25519", "eddsa-generated", KEY_PRIORITY);
            key.put("eddsaEllipticCurveKey", Algorithm.Ed25519);
            ComponentModel ignored = realm.addComponentModel(key);
        }
    }

    private void addPepper() {
        boolean hasPepper = realm.getComponentsStream(realm.getId(), KeyProvider.class.getName())
                .anyMatch(component -> RealmKeysAdapter.PEPPER_NAME.equals(component.getName()));
        if (!hasPepper) {
            ComponentModel pepper = key(RealmKeysAdapter.PEPPER_NAME, "hmac-generated", PEPPER_PRIORITY);
            pepper.put("algorithm", Algorithm.HS384);
            pepper.put("secretSize", PEPPER_BYTES);
            pepper.put("active", false);
            ComponentModel ignored = realm.addComponentModel(pepper);
        }
    }

    private ComponentModel key(String name, String providerId, String priority) {
        ComponentModel key = component(name, providerId, KeyProvider.class.getName());
        key.put("priority", priority);
        return key;
    }

    private void addAgentStorage() {
        String type = ClientStorageProvider.class.getName();
        boolean hasStorage = realm.getComponentsStream(realm.getId(), type)
                .anyMatch(component -> AgentClientStorageFactory.ID.equals(component.getProviderId()));
        if (!hasStorage) {
            ComponentModel storage = component("Gatehouse agents", AgentClientStorageFactory.ID, type);
            // The row is the truth and may change on any node at any time.
            storage.put("cachePolicy", "NO_CACHE");
            ComponentModel ignored = realm.addComponentModel(storage);
        }
    }

    private ComponentModel component(String name, String providerId, String type) {
        ComponentModel component = new ComponentModel();
        component.setName(name);
        component.setProviderId(providerId);
        component.setProviderType(type);
        component.setParentId(realm.getId());
        return component;
    }

    private void addSecretAuthenticator() {
        AuthenticationFlowModel flow = realm.getClientAuthenticationFlow();
        if (flow == null || hasAuthenticator(flow)) {
            return;
        }
        int last = realm.getAuthenticationExecutionsStream(flow.getId())
                .mapToInt(AuthenticationExecutionModel::getPriority)
                .max()
                .orElse(0);
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setParentFlow(flow.getId());
        execution.setRequirement(AuthenticationExecutionModel.Requirement.ALTERNATIVE);
        execution.setAuthenticator(AgentSecretAuthenticator.ID);
        execution.setPriority(last + 1);
        execution.setAuthenticatorFlow(false);
        AuthenticationExecutionModel ignored = realm.addAuthenticatorExecution(execution);
    }

    private boolean hasAuthenticator(AuthenticationFlowModel flow) {
        return realm.getAuthenticationExecutionsStream(flow.getId())
                .anyMatch(execution -> AgentSecretAuthenticator.ID.equals(execution.getAuthenticator()));
    }

    /** Optional for whoever an admin gives it; default for the account console alone, which calls our API for its user. */
    private void addClientScope() {
        ClientScopeModel scope = KeycloakModelUtils.getClientScopeByName(realm, StockTokensAdapter.AUDIENCE);
        if (scope == null) {
            scope = realm.addClientScope(StockTokensAdapter.AUDIENCE);
            scope.setDescription("Call the Gatehouse API on behalf of the user");
            scope.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
            scope.setIncludeInTokenScope(true);
            scope.setDisplayOnConsentScreen(true);
            ProtocolMapperModel ignored = scope.addProtocolMapper(AudienceProtocolMapper.createClaimMapper(
                    "gatehouse audience", "", StockTokensAdapter.AUDIENCE, true, false, true));
        }
        letAccountConsoleUse(scope);
    }

    /** Its pages call the API as the user; whoever imported it with the scope, default or optional, has decided already. */
    private void letAccountConsoleUse(ClientScopeModel scope) {
        ClientModel account = realm.getClientByClientId("account-console");
        if (account != null
                && !account.getClientScopes(true).containsKey(scope.getName())
                && !account.getClientScopes(false).containsKey(scope.getName())) {
            account.addClientScope(scope, true);
        }
    }
}
