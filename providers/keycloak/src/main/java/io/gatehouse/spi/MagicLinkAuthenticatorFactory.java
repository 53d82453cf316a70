package io.gatehouse.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes the step of a login flow that sends a link. */
public final class MagicLinkAuthenticatorFactory implements AuthenticatorFactory, PlainFactory<Authenticator> {
    static final String ID = "gatehouse-magic-link";

    @Override
    public Authenticator create(KeycloakSession session) {
        return new MagicLinkAuthenticator();
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Gatehouse magic link";
    }

    @Override
    public String getHelpText() {
        return "Asks for an e-mail address, sends a link to it and goes on when the link was opened and confirmed";
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
        return new Requirement[] {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }
}
