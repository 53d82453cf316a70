package io.gatehouse.login;

import org.keycloak.models.KeycloakSession;

/** Opens a realm's One Tap in another transaction of the same call; implemented by the wiring. */
@FunctionalInterface
public interface OneTapRooms {
    /** @throws io.gatehouse.platform.GatehouseException 404 when the realm is gone */
    OneTap open(KeycloakSession session);
}
