package io.gatehouse.spi;

import io.gatehouse.platform.Logins;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.RecoveryAuthnCodesFormAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.WebAuthnAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.WebAuthnPasswordlessAuthenticatorFactory;
import org.keycloak.authentication.authenticators.directgrant.ValidateOTP;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.OTPCredentialProvider;
import org.keycloak.credential.OTPCredentialProviderFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.models.utils.AuthenticationFlowResolver;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * When a second factor was given in a login session. Keycloak notes there when each step of a login flow was passed; steps of
 * these kinds ask for something that the person has, however the realm has put its flows together.
 */
final class SecondFactors {
    /** Deepest nesting of flows that is looked through. */
    private static final int MAX_DEPTH = 10;

    private static final Set<String> AUTHENTICATORS = Set.of(
            OTPFormAuthenticatorFactory.PROVIDER_ID,
            RecoveryAuthnCodesFormAuthenticatorFactory.PROVIDER_ID,
            WebAuthnAuthenticatorFactory.PROVIDER_ID,
            WebAuthnPasswordlessAuthenticatorFactory.PROVIDER_ID,
            ValidateOTP.PROVIDER_ID);

    /** What a person may have besides a one-time code generator, and gives on Keycloak's pages alone. */
    private static final List<String> OTHERS =
            List.of(WebAuthnCredentialModel.TYPE_TWOFACTOR, RecoveryAuthnCodesCredentialModel.TYPE);

    /** Note of a login session: when a one-time code was given outside of any login flow, in seconds since the epoch. */
    private static final String GIVEN_AT = "gatehouse.second_factor_at";

    private SecondFactors() {}

    /**
     * Whether a login that goes through no page lacks a second factor: one that the user has, or one that the client's login
     * demands of everybody.
     *
     * @param otp the one-time code that was given, null for none
     * @return null when nothing is lacking
     */
    static Logins.@Nullable Refusal refusal(
            KeycloakSession session,
            RealmModel realm,
            AuthenticationSessionModel login,
            UserModel user,
            @Nullable String otp) {
        if (user.credentialManager().isConfiguredFor(OTPCredentialModel.TYPE)) {
            if (otp == null) {
                return Logins.Refusal.SECOND_FACTOR_REQUIRED;
            }
            return isValid(session, realm, user, otp) ? null : Logins.Refusal.SECOND_FACTOR_INVALID;
        }
        boolean hasOther = OTHERS.stream().anyMatch(user.credentialManager()::isConfiguredFor);
        if (hasOther) {
            return Logins.Refusal.SECOND_FACTOR_REQUIRED;
        }
        boolean isDemanded = isDemanded(
                realm, AuthenticationFlowResolver.resolveBrowserFlow(login).getId(), 0);
        return isDemanded ? Logins.Refusal.ACTION_REQUIRED : null;
    }

    private static boolean isValid(KeycloakSession session, RealmModel realm, UserModel user, String otp) {
        OTPCredentialProvider provider = (OTPCredentialProvider)
                session.getProvider(CredentialProvider.class, OTPCredentialProviderFactory.PROVIDER_ID);
        String credentialId =
                provider.getDefaultCredential(session, realm, user).getId();
        return provider.isValid(realm, user, new UserCredentialModel(credentialId, OTPCredentialModel.TYPE, otp));
    }

    /** Whether a flow has a step of these kinds that nobody gets around. One that nests deeper than any real flow counts as one. */
    private static boolean isDemanded(RealmModel realm, String flowId, int depth) {
        return depth > MAX_DEPTH
                || realm.getAuthenticationExecutionsStream(flowId)
                        .filter(AuthenticationExecutionModel::isRequired)
                        .anyMatch(step -> step.isAuthenticatorFlow()
                                ? isDemanded(realm, step.getFlowId(), depth + 1)
                                : AUTHENTICATORS.contains(String.valueOf(step.getAuthenticator())));
    }

    /** In milliseconds since the epoch; empty for never. */
    static Optional<Long> lastAtMs(RealmModel realm, UserSessionModel session) {
        Map<String, Integer> passed =
                AuthenticatorUtils.parseCompletedExecutions(session.getNote(Constants.AUTHENTICATORS_COMPLETED));
        Stream<Long> atLogin = passed.entrySet().stream()
                .filter(step -> isSecondFactor(realm, step.getKey()))
                .map(step -> step.getValue().longValue());
        return Stream.concat(
                        atLogin, Stream.ofNullable(session.getNote(GIVEN_AT)).map(Long::valueOf))
                .max(Long::compare)
                .map(seconds -> seconds * 1_000);
    }

    /** Notes in a login session that its person gave a one-time code to us. */
    static void given(UserSessionModel session, long nowSeconds) {
        session.setNote(GIVEN_AT, Long.toString(nowSeconds));
    }

    private static boolean isSecondFactor(RealmModel realm, String executionId) {
        AuthenticationExecutionModel execution = realm.getAuthenticationExecutionById(executionId);
        return execution != null && AUTHENTICATORS.contains(String.valueOf(execution.getAuthenticator()));
    }
}
