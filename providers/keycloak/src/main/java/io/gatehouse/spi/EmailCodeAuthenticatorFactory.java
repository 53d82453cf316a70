package io.gatehouse.spi;

import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;

/** Makes the step of a login flow that sends a code by e-mail. */
public final class EmailCodeAuthenticatorFactory implements StepFactory {
    static final String ID = "gatehouse-email-code";

    private static final Authenticator INSTANCE = new EmailCodeAuthenticator();

    @Override
    public Authenticator create(KeycloakSession session) {
        return INSTANCE;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Gatehouse code by e-mail";
    }

    @Override
    public String getHelpText() {
        return "Sends a code of six digits by e-mail and asks for it; asks for the address, too, where no step before did."
                + " The realm's setting email_code_enabled must be on.";
    }
}
