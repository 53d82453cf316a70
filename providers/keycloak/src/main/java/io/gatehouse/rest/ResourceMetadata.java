package io.gatehouse.rest;

import io.gatehouse.platform.Permission;
import io.gatehouse.platform.RealmScope;
import java.util.Arrays;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.urls.UrlType;

/**
 * What our API says of itself as a protected resource (RFC 9728 section 2). Clients find it from a 401, and learn which
 * authorization server gives tokens for it.
 *
 * @param resource the root of the API, which is also the {@code aud} of tokens for it
 * @param authorizationServers the realm
 * @param scopesSupported one for each permission
 * @param bearerMethodsSupported the header alone
 * @param dpopSigningAlgValuesSupported names of what may sign the proofs of agents
 * @param resourceName a name for people
 * @param resourceDocumentation where the API is described
 */
public record ResourceMetadata(
        String resource,
        List<String> authorizationServers,
        List<String> scopesSupported,
        List<String> bearerMethodsSupported,
        List<String> dpopSigningAlgValuesSupported,
        String resourceName,
        String resourceDocumentation) {
    /** Path of the metadata of a resource on this server, before the path of the resource itself. */
    public static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    /** The metadata of a realm's API. */
    public static ResourceMetadata of(RealmScope scope) {
        return new ResourceMetadata(
                scope.apiRoot(),
                List.of(scope.issuer()),
                Arrays.stream(Permission.values())
                        .map(Permission::scope)
                        .distinct()
                        .sorted()
                        .toList(),
                List.of("header"),
                List.of("EdDSA", "Ed25519", "ES256"),
                "Gatehouse",
                scope.apiRoot() + "/openapi.json");
    }

    /** Where the metadata of a realm's API is. */
    public static String address(KeycloakSession session, RealmModel realm) {
        return session.getContext()
                .getUri(UrlType.FRONTEND)
                .getBaseUriBuilder()
                .path(WELL_KNOWN)
                .path("realms")
                .path(realm.getName())
                .path("gatehouse/v1")
                .build()
                .toString();
    }
}
