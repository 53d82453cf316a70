package io.gatehouse.spi;

import io.gatehouse.account.OneTimeCodes;
import io.gatehouse.core.key.Secret;
import io.gatehouse.platform.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.OTPCredentialProvider;
import org.keycloak.credential.OTPCredentialProviderFactory;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.OTPPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.models.credential.dto.RecoveryAuthnCodesCredentialData;
import org.keycloak.models.utils.Base32;
import org.keycloak.models.utils.CredentialValidation;
import org.keycloak.models.utils.HmacOTP;
import org.keycloak.models.utils.RecoveryAuthnCodesUtils;
import org.keycloak.services.managers.BruteForceProtector;
import org.keycloak.util.JsonSerialization;
import org.keycloak.utils.CredentialHelper;
import org.keycloak.utils.TotpUtils;

/** Keycloak's one-time codes and recovery codes, made and checked by Keycloak's own code, by the realm's OTP policy. */
final class OneTimeCodesAdapter implements OneTimeCodes {
    /** As Keycloak's own page makes them: letters and digits, whose bytes are the key. */
    private static final int SECRET_LENGTH = 20;

    private static final List<String> METHODS =
            List.of(OTPCredentialModel.TYPE, WebAuthnCredentialModel.TYPE_TWOFACTOR);
    private static final String DATA = "data:image/png;base64,";

    private final KeycloakSession session;
    private final RealmModel realm;

    OneTimeCodesAdapter(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    @Override
    public List<String> methods(String userId) {
        UserModel user = user(userId);
        return METHODS.stream()
                .filter(user.credentialManager()::isConfiguredFor)
                .toList();
    }

    @Override
    public List<Device> devices(String userId) {
        return stored(user(userId), OTPCredentialModel.TYPE)
                .map(found -> new Device(found.getId(), name(found), found.getCreatedDate()))
                .toList();
    }

    private static @Nullable String name(CredentialModel credential) {
        String label = credential.getUserLabel();
        return label == null || label.isEmpty() ? null : label;
    }

    @Override
    public Secret newSecret() {
        return Secret.of(HmacOTP.generateSecret(SECRET_LENGTH));
    }

    @Override
    public Offer offer(String userId, Secret secret) {
        UserModel user = user(userId);
        OTPPolicy policy = realm.getOTPPolicy();
        return new Offer(
                Base32.encode(secret.reveal().getBytes(StandardCharsets.UTF_8)),
                policy.getKeyURI(realm, user, secret.reveal()),
                DATA + TotpUtils.qrCode(session, secret.reveal(), realm, user));
    }

    @Override
    public boolean fits(Secret secret, String code) {
        OTPCredentialModel model = OTPCredentialModel.createFromPolicy(realm, secret.reveal());
        return CredentialValidation.validOTP(code, model, realm.getOTPPolicy().getLookAheadWindow());
    }

    @Override
    public Enrolment enrol(String userId, Secret secret, String code, @Nullable String name) {
        UserModel user = user(userId);
        OTPCredentialModel model =
                OTPCredentialModel.createFromPolicy(realm, secret.reveal(), name == null ? "" : name);
        boolean isNameTaken =
                name != null && devices(userId).stream().anyMatch(device -> name.equalsIgnoreCase(device.name()));
        if (isNameTaken) {
            return Enrolment.NAME_TAKEN;
        }
        try {
            if (!CredentialHelper.createOTPCredential(session, realm, user, code, model)) {
                return Enrolment.REFUSED;
            }
        } catch (ModelDuplicateException e) {
            return Enrolment.NAME_TAKEN;
        }
        user.removeRequiredAction(UserModel.RequiredAction.CONFIGURE_TOTP);
        credentialChanged(user, OTPCredentialModel.TYPE);
        return Enrolment.DONE;
    }

    @Override
    public boolean verify(String userId, String code) {
        UserModel user = user(userId);
        OTPCredentialProvider provider = (OTPCredentialProvider)
                session.getProvider(CredentialProvider.class, OTPCredentialProviderFactory.PROVIDER_ID);
        boolean isRight = devices(userId).stream()
                .anyMatch(device -> provider.isValid(
                        realm, user, new UserCredentialModel(device.id(), OTPCredentialModel.TYPE, code)));
        if (!isRight && realm.isBruteForceProtected()) {
            session.getProvider(BruteForceProtector.class)
                    .failedLogin(
                            realm,
                            user,
                            session.getContext().getConnection(),
                            session.getContext().getUri(),
                            Set.of(OTPCredentialModel.TYPE));
        }
        return isRight;
    }

    @Override
    public Optional<Long> givenAtMs() {
        return StockTokensAdapter.loginSession(session, realm).flatMap(login -> SecondFactors.lastAtMs(realm, login));
    }

    @Override
    public boolean markGiven() {
        Optional<UserSessionModel> login = StockTokensAdapter.loginSession(session, realm)
                .filter(found -> found.getPersistenceState() != UserSessionModel.SessionPersistenceState.TRANSIENT);
        login.ifPresent(found -> SecondFactors.given(found, Clock.nowSeconds()));
        return login.isPresent();
    }

    @Override
    public Optional<Recovery> recovery(String userId) {
        return stored(user(userId), RecoveryAuthnCodesCredentialModel.TYPE)
                .findFirst()
                .map(OneTimeCodesAdapter::left);
    }

    private static Recovery left(CredentialModel credential) {
        try {
            RecoveryAuthnCodesCredentialData data =
                    JsonSerialization.readValue(credential.getCredentialData(), RecoveryAuthnCodesCredentialData.class);
            return new Recovery(data.getRemainingCodes(), data.getTotalCodes());
        } catch (IOException e) {
            throw new IllegalStateException("recovery codes in an unknown form", e);
        }
    }

    @Override
    public List<String> newRecovery(String userId) {
        UserModel user = user(userId);
        List<String> codes = RecoveryAuthnCodesUtils.generateRawCodes();
        CredentialHelper.createRecoveryCodesCredential(
                session,
                realm,
                user,
                RecoveryAuthnCodesCredentialModel.createFromValues(codes, Clock.nowMs(), null),
                codes);
        user.removeRequiredAction(UserModel.RequiredAction.CONFIGURE_RECOVERY_AUTHN_CODES);
        credentialChanged(user, RecoveryAuthnCodesCredentialModel.TYPE);
        return codes;
    }

    private void credentialChanged(UserModel user, String type) {
        AccountsAdapter.event(session, realm, EventType.UPDATE_CREDENTIAL, user)
                .detail(Details.CREDENTIAL_TYPE, type)
                .success();
    }

    private static Stream<CredentialModel> stored(UserModel user, String type) {
        return user.credentialManager().getStoredCredentialsByTypeStream(type);
    }

    private UserModel user(String userId) {
        UserModel user = UsersAdapter.user(session, realm, userId);
        if (user == null) {
            throw new IllegalStateException("the user who calls is gone");
        }
        return user;
    }
}
