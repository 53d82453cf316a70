package io.gatehouse.spi;

import io.gatehouse.login.AddressOwner;
import io.gatehouse.login.LinkRequest;
import io.gatehouse.login.LoginNonce;
import io.gatehouse.login.MagicLink;
import io.gatehouse.login.MagicLinks;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.LoginSettings;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel;

/**
 * What a genuine link may still be used for, and its use. Everything that was true when it was asked for is asked again: the
 * realm's settings, the application and where it may lead, the person, the address and the browser. Made for one request.
 */
final class LinkUse {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final Rooms rooms;

    LinkUse(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.rooms = Rooms.of(session, realm);
    }

    /** Keycloak's word for why the link may not be used; null when it may, and then its client is the session's. */
    @Nullable
    String refusal(MagicLink link) {
        LoginSettings settings = LoginSettings.of(realm);
        ClientModel client = client(link.request()).orElse(null);
        if (!settings.enabled().contains(LoginMethod.MAGIC_LINK) || client == null) {
            return Errors.NOT_ALLOWED;
        }
        AuthenticationSessionModel login = waiting(link.request(), client);
        if (login == null && !mayBegin(link, settings)) {
            return Errors.COOKIE_NOT_FOUND;
        }
        String refusal = personRefusal(link, settings, login == null ? null : login.getAuthenticatedUser());
        if (refusal == null) {
            session.getContext().setClient(client);
        }
        return refusal;
    }

    /** Of a login that waits, its flow says that people log in there by links, and Keycloak checked where it leads. */
    private Optional<ClientModel> client(LinkRequest request) {
        if (request.waiting() != null) {
            return LinkClient.enabled(session, realm, request.clientId());
        }
        try {
            return Optional.of(LinkClient.require(session, realm, request));
        } catch (GatehouseException e) {
            return Optional.empty();
        }
    }

    /** The login that the link was asked for, when it waits in this very browser. */
    private @Nullable AuthenticationSessionModel waiting(LinkRequest request, ClientModel client) {
        LinkRequest.Waiting waiting = request.waiting();
        if (waiting == null) {
            return null;
        }
        AuthenticationSessionModel login = new AuthenticationSessionManager(session)
                .getCurrentAuthenticationSession(realm, client, waiting.tabId());
        boolean isThat = login != null
                && login.getParentSession().getId().equals(waiting.sessionId())
                && CommonClientSessionModel.Action.AUTHENTICATE.name().equals(login.getAction());
        return isThat ? login : null;
    }

    /** Whether the link may begin a login of its own, because none waits for it in this browser. */
    private boolean mayBegin(MagicLink link, LoginSettings settings) {
        boolean isBound = link.nonceHash() != null || settings.isSameBrowser();
        return !link.request().parameters().isEmpty() && (!isBound || link.isOf(nonce()));
    }

    private @Nullable String nonce() {
        Cookie held = session.getContext()
                .getHttpRequest()
                .getHttpHeaders()
                .getCookies()
                .get(MagicLinks.BROWSER_COOKIE);
        return held != null && LoginNonce.isWellFormed(held.getValue()) ? held.getValue() : null;
    }

    /** @param there whom the login that waits knows already, null for nobody */
    private @Nullable String personRefusal(MagicLink link, LoginSettings settings, @Nullable UserModel there) {
        AddressOwner owner = AddressOwner.of(rooms.scope(), link.address());
        UserModel user = owner.user();
        if (user == null) {
            boolean isNew = owner.standing() == AddressOwner.Standing.UNKNOWN
                    && link.userId() == null
                    && there == null
                    && settings.createsAccounts();
            return isNew ? null : Errors.USER_NOT_FOUND;
        }
        boolean isSame = user.getId().equals(link.userId())
                && (there == null || there.getId().equals(user.getId()));
        return isSame ? null : Errors.DIFFERENT_USER_AUTHENTICATED;
    }

    /** Writes down, as Keycloak's own event, that somebody tried. */
    void tell(MagicLink link, String refusal) {
        new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.LOGIN)
                .client(link.request().clientId())
                .user(link.userId())
                .detail(Details.AUTH_METHOD, LoginMethod.MAGIC_LINK.text())
                .error(refusal);
    }

    /** Goes on with the login; called by whoever has used the link up, when nothing speaks against it. */
    Response logIn(MagicLink link) {
        ClientModel client = Objects.requireNonNull(session.getContext().getClient());
        AuthenticationSessionModel login = waiting(link.request(), client);
        UserModel user = rooms.magicLinks().owner(link);
        LinkRequest.Waiting waiting = link.request().waiting();
        if (login == null || waiting == null) {
            return LinkLogin.begin(session, user, link.request().parameters());
        }
        ProvedSteps.ofWaitingLogin(login, waiting.executionId(), user);
        return Response.seeOther(new AuthenticationFlowURLHelper(
                                session, realm, session.getContext().getUri())
                        .getLastExecutionUrl(login))
                .build();
    }
}
