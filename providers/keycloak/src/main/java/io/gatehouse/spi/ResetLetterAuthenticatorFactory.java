package io.gatehouse.spi;

import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;

/** Makes the step of a flow for forgotten passwords that sends a letter. */
public final class ResetLetterAuthenticatorFactory implements StepFactory {
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

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED};
    }
}
