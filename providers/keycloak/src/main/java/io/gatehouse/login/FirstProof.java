package io.gatehouse.login;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.RealmScope;
import java.util.List;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * Somebody proved for the first time that an account's address is theirs. Whoever made the account had not: it may be somebody
 * who knew the address and waited for its owner to come (account pre-hijacking, Sudhodanan and Paverd, USENIX Security 2022). So
 * all by which that one could come back ends: passwords and second factors, links to identity providers, sessions and tokens, API
 * keys and agents. An
 * account of a user federation keeps what the federation holds: it is that which says whose it is. Rule 25 of the contract.
 */
public final class FirstProof {
    private final RealmScope scope;
    private final Belongings belongings;

    /** What a user owns that acts on its own. */
    @FunctionalInterface
    public interface Belongings {
        /** Ends the user's API keys and agents once the present transaction has committed. */
        void end(String userId);
    }

    /** Proofs in a realm. */
    public FirstProof(RealmScope scope, Belongings belongings) {
        this.scope = scope;
        this.belongings = belongings;
    }

    /**
     * Takes the proof, in the present transaction.
     *
     * @param user the owner of the address, as it was just looked up by {@link AddressOwner#of}
     * @return whether it was the first; otherwise nothing was changed
     */
    public boolean take(UserModel user) {
        if (user.isEmailVerified()) {
            return false;
        }
        removeCredentials(user);
        List<String> providers = scope.session()
                .users()
                .getFederatedIdentitiesStream(scope.realm(), user)
                .map(FederatedIdentityModel::getIdentityProvider)
                .toList();
        providers.forEach(provider -> scope.session().users().removeFederatedIdentity(scope.realm(), user, provider));
        endSessions(user);
        belongings.end(user.getId());
        user.setEmailVerified(true);
        user.removeRequiredAction(UserModel.RequiredAction.VERIFY_EMAIL);
        // Such an action would only ask for what is gone now.
        user.removeRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
        return true;
    }

    private static void removeCredentials(UserModel user) {
        List<String> ids = user.credentialManager()
                .getStoredCredentialsStream()
                .map(CredentialModel::getId)
                .toList();
        ids.forEach(id -> user.credentialManager().removeStoredCredentialById(id));
    }

    private void endSessions(UserModel user) {
        List<UserSessionModel> online = scope.session()
                .sessions()
                .getUserSessionsStream(scope.realm(), user)
                .toList();
        online.forEach(login -> scope.session().sessions().removeUserSession(scope.realm(), login));
        List<UserSessionModel> offline = scope.session()
                .sessions()
                .getOfflineUserSessionsStream(scope.realm(), user)
                .toList();
        offline.forEach(login -> scope.session().sessions().removeOfflineUserSession(scope.realm(), login));
        scope.session().users().setNotBeforeForUser(scope.realm(), user, (int) Clock.nowSeconds());
    }
}
