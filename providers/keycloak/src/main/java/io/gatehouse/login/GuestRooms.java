package io.gatehouse.login;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** Opens the guests of a realm for work that goes on outside of any request; implemented by the wiring. */
@FunctionalInterface
public interface GuestRooms {
    /** The guests of the realm with this id; empty when it is gone. */
    Optional<Guests> open(KeycloakSession session, String realmId);
}
