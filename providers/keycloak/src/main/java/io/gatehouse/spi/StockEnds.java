package io.gatehouse.spi;

import io.gatehouse.core.id.Ids;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What Keycloak says of users, logins and consents that end, for the tokens by which agents act for those users. A fault of
 * ours must not undo what was done there; verification looks at the user and the login anyway.
 *
 * @param session Keycloak's session
 * @param realm the realm in which it happened
 */
record StockEnds(KeycloakSession session, RealmModel realm) {
    private static final Logger LOG = Logger.getLogger(StockEnds.class);

    static StockEnds of(KeycloakSession session, RealmModel realm) {
        return new StockEnds(session, realm);
    }

    /** What an administrator did to a user or a session. */
    void heard(ResourceType resource, OperationType operation, String path) {
        String[] segments = path.split("/", -1);
        if (resource == ResourceType.USER && operation == OperationType.ACTION && segments.length >= 3) {
            boolean isLogout = segments.length == 3 && segments[2].equals("logout");
            if (isLogout) {
                userEnded(segments[1], "user_logged_out");
            } else if (segments.length == 4 && segments[2].equals("consents")) {
                consentWithdrawn(segments[1], segments[3]);
            }
        } else if (resource == ResourceType.USER_SESSION
                && operation == OperationType.DELETE
                && segments.length == 2
                && segments[0].equals("sessions")) {
            loginEnded(segments[1]);
        }
    }

    /** The user may not act any more, or is logged out everywhere. */
    void userEnded(String userId, String cause) {
        guarded(rooms -> rooms.delegationEnds().ofUser(userId, cause));
    }

    /** The user is deleted. */
    void userGone(String userId) {
        guarded(rooms -> rooms.delegations().userGone(userId));
    }

    /** A login session has ended. */
    void loginEnded(@Nullable String sessionId) {
        if (sessionId != null) {
            guarded(rooms -> rooms.delegationEnds().ofLogin(sessionId));
        }
    }

    /** A user's consent to a client, perhaps an agent, is withdrawn. */
    void consentWithdrawn(String userId, @Nullable String clientId) {
        if (clientId != null && Ids.isAgentId(clientId)) {
            guarded(rooms -> rooms.delegations().consentWithdrawn(userId, clientId));
        }
    }

    /** A user's consent to a client, perhaps an agent, says something else now. */
    void consentChanged(String userId, @Nullable String clientId) {
        if (clientId != null && Ids.isAgentId(clientId)) {
            guarded(rooms -> rooms.delegations().consentChanged(userId, clientId));
        }
    }

    private void guarded(Consumer<Rooms> work) {
        try {
            work.accept(Rooms.of(session, realm));
        } catch (RuntimeException e) {
            LOG.error("could not end the tokens by which agents act for a user", e);
        }
    }
}
