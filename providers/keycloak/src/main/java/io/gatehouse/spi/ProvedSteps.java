package io.gatehouse.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.authentication.authenticators.browser.CookieAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.IdentityProviderAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.PasswordFormFactory;
import org.keycloak.authentication.authenticators.browser.SpnegoAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.UsernameFormFactory;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordFormFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.AuthenticationFlowResolver;
import org.keycloak.organization.authentication.authenticators.browser.OrganizationAuthenticatorFactory;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * Tells a login of Keycloak's which steps of its flow a link in a mail stands for. Only who somebody is and the first proof of
 * it count as given: every other step of the flow, conditions and second factors above all, is Keycloak's to run as ever. A step
 * that is not known here is never skipped.
 */
final class ProvedSteps {
    /** Deepest nesting of flows that is looked through; what lies deeper is not skipped. */
    private static final int MAX_DEPTH = 10;

    /** Ask for a name and a password; a link stands for them where the flow has no step of its own for links. */
    private static final Set<String> NAME_AND_PASSWORD = Set.of(
            UsernamePasswordFormFactory.PROVIDER_ID, UsernameFormFactory.PROVIDER_ID, PasswordFormFactory.PROVIDER_ID);

    /** What a flow with a step for links counts as given: that step, and the name. Not a password that it asks for besides. */
    private static final Set<String> NAME_AND_LINK =
            Set.of(UsernameFormFactory.PROVIDER_ID, MagicLinkAuthenticatorFactory.ID);

    /** Find out who somebody is by other means, and would find somebody else or send the browser away. */
    private static final Set<String> OTHER_WAYS = Set.of(
            CookieAuthenticatorFactory.PROVIDER_ID,
            SpnegoAuthenticatorFactory.PROVIDER_ID,
            IdentityProviderAuthenticatorFactory.PROVIDER_ID,
            OrganizationAuthenticatorFactory.ID);

    private ProvedSteps() {}

    /** A login that has just begun: the user is known, and the first proof was given. */
    static void ofNewLogin(RealmModel realm, AuthenticationSessionModel login, UserModel user) {
        AuthenticationFlowModel flow = AuthenticationFlowResolver.resolveBrowserFlow(login);
        List<AuthenticationExecutionModel> steps = new ArrayList<>();
        collect(realm, flow.getId(), 0, steps);
        boolean hasOwnStep = steps.stream()
                .anyMatch(step -> step.isEnabled() && MagicLinkAuthenticatorFactory.ID.equals(step.getAuthenticator()));
        Set<String> proved = hasOwnStep ? NAME_AND_LINK : NAME_AND_PASSWORD;
        for (AuthenticationExecutionModel step : steps) {
            String authenticator = String.valueOf(step.getAuthenticator());
            if (proved.contains(authenticator)) {
                login.setExecutionStatus(step.getId(), ExecutionStatus.SUCCESS);
            } else if (OTHER_WAYS.contains(authenticator)) {
                login.setExecutionStatus(step.getId(), ExecutionStatus.ATTEMPTED);
            }
        }
        known(login, user);
    }

    /** A login that waits at its step for links: that one step was passed. */
    static void ofWaitingLogin(AuthenticationSessionModel login, String executionId, UserModel user) {
        login.setExecutionStatus(executionId, ExecutionStatus.SUCCESS);
        login.removeAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION);
        known(login, user);
    }

    private static void known(AuthenticationSessionModel login, UserModel user) {
        login.setAuthenticatedUser(user);
        login.setAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME, user.getUsername());
    }

    private static void collect(RealmModel realm, String flowId, int depth, List<AuthenticationExecutionModel> steps) {
        if (depth > MAX_DEPTH) {
            return;
        }
        realm.getAuthenticationExecutionsStream(flowId).toList().forEach(step -> {
            if (step.isAuthenticatorFlow()) {
                collect(realm, step.getFlowId(), depth + 1, steps);
            } else {
                steps.add(step);
            }
        });
    }
}
