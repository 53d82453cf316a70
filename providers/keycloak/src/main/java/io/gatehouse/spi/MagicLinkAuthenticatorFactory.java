package io.gatehouse.spi;

import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;

/** Makes the step of a login flow that sends a link. */
public final class MagicLinkAuthenticatorFactory implements StepFactory {
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
}
