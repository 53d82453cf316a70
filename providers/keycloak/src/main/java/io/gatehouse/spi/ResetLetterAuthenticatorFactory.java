package io.gatehouse.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes the step of a flow for forgotten passwords that sends a letter. */
public final class ResetLetterAuthenticatorFactory implements AuthenticatorFactory, PlainFactory<Authenticator> {
    static final String ID = "gatehouse-reset-email";

    @Override
    public Authenticator create(KeycloakSession session) {
        return new ResetLetterAuthenticator();
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Gatehouse reset e-mail";
    }

    @Override
    public String getHelpText() {
        return "Asks who forgot a password and sends them Keycloak's letter, without telling by its time whether there is an account. Takes the place of the steps Choose User and Send Reset Email";
    }

    /** None: to have given it is to have no credential of that kind, and Keycloak would ask whether the user has one. */
    @Override
    public @Nullable String getReferenceCategory() {
        return null;
    }

    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED};
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }
}
