package io.gatehouse.platform;

import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.UriInfo;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.urls.UrlType;

/**
 * One realm within one Keycloak session: what a store is built for. Every query of the store binds {@link #realmId()}. Lives
 * as long as the session and, like it, belongs to one thread.
 *
 * @param session Keycloak's session
 * @param realm the realm that everything is bound to
 * @param ports the node's ports to Keycloak
 * @param request what is known of the request
 */
public record RealmScope(KeycloakSession session, RealmModel realm, Ports ports, RequestFacts request) {
    /** The realm's id, bound by every query. */
    public String realmId() {
        return realm.getId();
    }

    /** The entity manager of the session's transaction. */
    public EntityManager entityManager() {
        return ports.database().entityManager(session);
    }

    /** The realm's issuer, as the stock endpoints name it in this request. */
    public String issuer() {
        UriInfo uri = session.getContext().getUri(UrlType.FRONTEND);
        String name = realm.getName();
        if (!isPlain(name)) {
            return uri.getBaseUriBuilder().path("realms").path(name).build().toString();
        }
        // The same, without taking the address apart and putting it together again, which costs as much as to verify.
        String base = uri.getBaseUri().toString();
        return base + (base.endsWith("/") ? "realms/" : "/realms/") + name;
    }

    /** Whether a URI holds the name as it is. */
    private static boolean isPlain(String name) {
        return name.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '-'
                        || c == '_'
                        || c == '.');
    }

    /** The address of our API for programs, {@code …/realms/{realm}/gatehouse/v1}. */
    public String apiRoot() {
        return issuer() + "/gatehouse/v1";
    }

    /** The realm's settings as they are now. */
    public RealmSettings settings() {
        return RealmSettings.of(realm);
    }
}
