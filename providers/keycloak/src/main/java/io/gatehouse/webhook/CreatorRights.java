package io.gatehouse.webhook;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Port to the question whether the creator of a webhook may still read what it sends. Asked anew for each claim of a lane. */
public interface CreatorRights {
    /** The answer. */
    enum Standing {
        /** Deliveries go out. */
        MAY_READ,
        /** The creator or the organization is disabled or locked: deliveries wait and it is asked again. */
        HELD,
        /** The permission, the creator or the organization is gone: the webhook is disabled. */
        LOST
    }

    /**
     * How the creator stands now.
     *
     * @param realm the realm; also the one of the session's context
     * @param organizationId the organization that the webhook is narrowed to, null for none
     */
    Standing of(KeycloakSession session, RealmModel realm, Creator creator, @Nullable String organizationId);
}
