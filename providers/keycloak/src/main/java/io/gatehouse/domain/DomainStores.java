package io.gatehouse.domain;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.RequestFacts;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** Makes the domains of a realm for work of several transactions; implemented by the wiring. */
@FunctionalInterface
public interface DomainStores {
    /** The domains of the realm with this id; empty when it is gone. */
    Optional<Domains> open(KeycloakSession session, String realmId, Caller caller, RequestFacts request);
}
