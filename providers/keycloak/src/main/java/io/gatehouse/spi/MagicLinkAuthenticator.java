package io.gatehouse.spi;

import io.gatehouse.login.LinkRequest;
import io.gatehouse.login.MagicLinks;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.LoginSettings;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A step of a login flow: asks for an address, unless an earlier step knows the person, and sends a link there. It never passes by
 * itself: the page behind the link passes it for this login session ({@link LinkUse}). What it shows is the same whether
 * somebody has the address or not. While the realm has not switched links on it stands aside, as if it were not in the flow.
 */
final class MagicLinkAuthenticator implements Authenticator {
    private static final String TEMPLATE = "gatehouse-magic-link-request.ftl";

    /** Note of the login session: where a link was sent last. */
    private static final String SENT_TO = "gatehouse.link.sent_to";

    /** What of a login's request a link can carry into another browser; with anything else in it, it stays where it is. */
    private static final Set<String> CARRIED = Set.of(
            OAuth2Constants.CLIENT_ID,
            OIDCLoginProtocol.RESPONSE_TYPE_PARAM,
            OIDCLoginProtocol.REDIRECT_URI_PARAM,
            OIDCLoginProtocol.SCOPE_PARAM,
            OIDCLoginProtocol.STATE_PARAM,
            OIDCLoginProtocol.NONCE_PARAM,
            OIDCLoginProtocol.CODE_CHALLENGE_PARAM,
            OIDCLoginProtocol.CODE_CHALLENGE_METHOD_PARAM);

    /** Notes that say nothing about what is asked for. */
    private static final Set<String> NEUTRAL = Set.of(OIDCLoginProtocol.ISSUER, OIDCLoginProtocol.LOGIN_HINT_PARAM);

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (!isOn(context)) {
            context.attempted();
            return;
        }
        context.challenge(page(context, null));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        if (!isOn(context)) {
            context.attempted();
            return;
        }
        AuthenticationSessionModel login = context.getAuthenticationSession();
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        if ("other".equals(form.getFirst("do"))) {
            login.removeAuthNote(SENT_TO);
            context.challenge(page(context, null));
            return;
        }
        String address = address(context, form);
        if (address == null) {
            context.challenge(page(context, "invalidEmailMessage"));
            return;
        }
        context.challenge(page(context, send(context, address)));
    }

    private static boolean isOn(AuthenticationFlowContext context) {
        return LoginSettings.of(context.getRealm()).enabled().contains(LoginMethod.MAGIC_LINK);
    }

    /** Null for what is no address; empty for a person who has none, to whom nothing is sent. */
    private static @Nullable String address(AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
        UserModel user = context.getUser();
        if (user != null) {
            return Optional.ofNullable(user.getEmail()).orElse("");
        }
        String sentTo = context.getAuthenticationSession().getAuthNote(SENT_TO);
        boolean isAgain = "resend".equals(form.getFirst("do")) && sentTo != null;
        return isAgain ? sentTo : MagicLinks.address(form.getFirst("email"));
    }

    /** @return key of a message to show besides, null for none */
    private static @Nullable String send(AuthenticationFlowContext context, String address) {
        context.getAuthenticationSession().setAuthNote(SENT_TO, address);
        if (address.isEmpty()) {
            return null;
        }
        try {
            KeycloakSession session = context.getSession();
            Rooms rooms = Rooms.of(session, context.getRealm());
            GatehouseProvider.nodeOf(session).loginThrottle().admit(rooms.scope(), "Too many requests.");
            rooms.magicLinks().send(address, request(context), null);
            return null;
        } catch (GatehouseException e) {
            return "gatehouseLinkTooMany";
        }
    }

    private static LinkRequest request(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        return new LinkRequest(
                login.getClient().getClientId(),
                context.getUser() == null ? carried(login) : Map.of(),
                new LinkRequest.Waiting(
                        login.getParentSession().getId(),
                        login.getTabId(),
                        context.getExecution().getId()));
    }

    /** The authorization request, if a link may begin it anew in another browser (rule 24 of the contract): else empty. */
    private static Map<String, String> carried(AuthenticationSessionModel login) {
        Map<String, String> notes = new HashMap<>(login.getClientNotes());
        notes.keySet().removeAll(NEUTRAL);
        notes.put(OAuth2Constants.CLIENT_ID, login.getClient().getClientId());
        boolean isPlain = OIDCLoginProtocol.LOGIN_PROTOCOL.equals(login.getProtocol())
                && CARRIED.containsAll(notes.keySet())
                && OAuth2Constants.CODE.equals(notes.get(OIDCLoginProtocol.RESPONSE_TYPE_PARAM))
                && "S256".equals(notes.get(OIDCLoginProtocol.CODE_CHALLENGE_METHOD_PARAM));
        return isPlain ? new LinkedHashMap<>(notes) : Map.of();
    }

    private static Response page(AuthenticationFlowContext context, @Nullable String error) {
        String sentTo = context.getAuthenticationSession().getAuthNote(SENT_TO);
        boolean isKnown = context.getUser() != null;
        Map<String, Object> shown = new HashMap<>();
        shown.put("isSent", sentTo != null);
        shown.put("isChangeable", !isKnown);
        shown.put("isSameBrowser", LoginSettings.of(context.getRealm()).isSameBrowser());
        shown.put("address", isKnown ? "" : Optional.ofNullable(sentTo).orElseGet(() -> hint(context)));
        shown.put("minutes", MagicLinks.LIFETIME.toMinutes());
        LoginFormsProvider form = context.form().setAttribute("link", shown);
        if (error != null) {
            form.setError(error);
        }
        return form.createForm(TEMPLATE);
    }

    private static String hint(AuthenticationFlowContext context) {
        String hint = context.getAuthenticationSession().getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM);
        return Optional.ofNullable(MagicLinks.address(hint)).orElse("");
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return LoginSettings.of(realm).enabled().contains(LoginMethod.MAGIC_LINK) && user.getEmail() != null;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // There is nothing that a user could set up.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
