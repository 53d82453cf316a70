package io.gatehouse.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.provider.ProviderConfigProperty;

/** A factory of a step of a flow that has no settings of its own; those of the realm count. */
interface StepFactory extends AuthenticatorFactory, PlainFactory<Authenticator> {
    /** None: to have given it is to have no credential of that kind, and Keycloak would ask whether the user has one. */
    @Override
    default @Nullable String getReferenceCategory() {
        return null;
    }

    @Override
    default boolean isConfigurable() {
        return false;
    }

    @Override
    default boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    default Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};
    }

    @Override
    default List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }
}
