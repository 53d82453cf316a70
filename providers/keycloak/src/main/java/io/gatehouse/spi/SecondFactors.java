package io.gatehouse.spi;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.RecoveryAuthnCodesFormAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.WebAuthnAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.WebAuthnPasswordlessAuthenticatorFactory;
import org.keycloak.authentication.authenticators.directgrant.ValidateOTP;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;

/**
 * When a second factor was given in a login session. Keycloak notes there when each step of a login flow was passed; steps of
 * these kinds ask for something that the person has, however the realm has put its flows together.
 */
final class SecondFactors {
    private static final Set<String> AUTHENTICATORS = Set.of(
            OTPFormAuthenticatorFactory.PROVIDER_ID,
            RecoveryAuthnCodesFormAuthenticatorFactory.PROVIDER_ID,
            WebAuthnAuthenticatorFactory.PROVIDER_ID,
            WebAuthnPasswordlessAuthenticatorFactory.PROVIDER_ID,
            ValidateOTP.PROVIDER_ID);

    private SecondFactors() {}

    /** In milliseconds since the epoch; empty for never. */
    static Optional<Long> lastAtMs(RealmModel realm, UserSessionModel session) {
        Map<String, Integer> passed =
                AuthenticatorUtils.parseCompletedExecutions(session.getNote(Constants.AUTHENTICATORS_COMPLETED));
        return passed.entrySet().stream()
                .filter(step -> isSecondFactor(realm, step.getKey()))
                .map(step -> step.getValue() * 1000L)
                .max(Long::compare);
    }

    private static boolean isSecondFactor(RealmModel realm, String executionId) {
        AuthenticationExecutionModel execution = realm.getAuthenticationExecutionById(executionId);
        return execution != null && AUTHENTICATORS.contains(String.valueOf(execution.getAuthenticator()));
    }
}
