package io.gatehouse.spi;

import io.gatehouse.rest.ApiPaths;
import io.gatehouse.token.StatusLists;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.representations.OIDCConfigurationRepresentation;
import org.keycloak.wellknown.WellKnownProvider;

/**
 * The stock metadata with what is ours: revocation goes to our endpoint, which also revokes stock tokens. An administrator
 * who overrides the metadata by a file gets a plain map here, and keeps what the file says.
 */
record WellKnownAddition(KeycloakSession session, String stockId) implements WellKnownProvider {
    /** Lowest wins; stock has 100. */
    static final int PRIORITY = 1;

    @Override
    public Object getConfig() {
        Object stock = session.getProvider(WellKnownProvider.class, stockId).getConfig();
        if (stock instanceof OIDCConfigurationRepresentation metadata) {
            metadata.setRevocationEndpoint(revocationEndpoint());
            metadata.setOtherClaims("gatehouse_api", apiRoot());
            metadata.setOtherClaims("protected_resources", List.of(apiRoot()));
            metadata.setOtherClaims("status_list_aggregation_endpoint", statusLists());
        } else if (stock instanceof Map<?, ?>) {
            return stock;
        }
        return stock;
    }

    private String apiRoot() {
        return Rooms.of(session, session.getContext().getRealm()).scope().apiRoot();
    }

    private String statusLists() {
        return StatusLists.aggregationAddress(
                Rooms.of(session, session.getContext().getRealm()).scope());
    }

    private String revocationEndpoint() {
        return apiRoot() + ApiPaths.OAUTH_REVOKE;
    }

    @Override
    public void close() {}
}
