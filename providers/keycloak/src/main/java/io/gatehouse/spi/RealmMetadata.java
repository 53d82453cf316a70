package io.gatehouse.spi;

import io.gatehouse.platform.Json;
import io.gatehouse.platform.RealmScope;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.cors.Cors;

/**
 * Metadata whose address has the well-known path before the path of what it is about. That is outside of the realm's own paths,
 * so that the server does not set the realm there. Open to everybody.
 */
final class RealmMetadata {
    private static final String CACHE_CONTROL = "public, max-age=300";

    private RealmMetadata() {}

    /** @throws NotFoundException when there is no such realm, or it is disabled */
    static Response of(KeycloakSession session, String realmName, Function<RealmScope, Object> metadata) {
        // PostgreSQL refuses a NUL instead of finding nothing.
        RealmModel realm = realmName.chars().anyMatch(Character::isISOControl)
                ? null
                : session.realms().getRealmByName(realmName);
        if (realm == null || !realm.isEnabled()) {
            throw new NotFoundException();
        }
        session.getContext().setRealm(realm);
        Cors.builder().allowAllOrigins().allowedMethods("GET").add();
        return Response.ok(Json.write(metadata.apply(Rooms.of(session, realm).scope())))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL)
                .build();
    }
}
