package io.gatehouse.spi;

import io.gatehouse.login.AddressOwner;
import io.gatehouse.login.LoginLetter;
import io.gatehouse.login.LoginMails;
import io.gatehouse.platform.GatehouseException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.events.Errors;
import org.keycloak.models.Constants;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.validation.Validation;
import org.keycloak.sessions.AuthenticationSessionCompoundId;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The step of a flow for forgotten passwords that asks who somebody is and sends the letter; it stands in place of Keycloak's two
 * (choose a user, send an e-mail). Those look the user up and hand the mail over before they answer, and by the time that takes
 * they tell who has an account. This one writes a row and looks at nobody. Whoever comes back by the link of the letter has
 * proved the address, which may be the first time ({@link io.gatehouse.login.FirstProof}).
 */
final class ResetLetterAuthenticator implements Authenticator {
    private static final String USERNAME = "username";

    /** Longest address of a link that is kept; what Keycloak can do without is left out of a longer one. */
    private static final int MAX_LINK_LENGTH = 2_000;

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        String returned = context.getAuthenticationSession().getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID);
        if (returned != null) {
            comeBack(context, returned);
            return;
        }
        AuthenticationManager.AuthResult online =
                AuthenticationManager.authenticateIdentityCookie(context.getSession(), context.getRealm(), true);
        if (online == null) {
            context.challenge(context.form().createPasswordReset());
        } else {
            send(context, online.user().getUsername());
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        String name = Optional.ofNullable(
                        context.getHttpRequest().getDecodedFormParameters().getFirst(USERNAME))
                .orElse("")
                .strip();
        if (name.isEmpty()) {
            context.challenge(context.form()
                    .addError(new FormMessage(Validation.FIELD_USERNAME, Messages.MISSING_USERNAME))
                    .createPasswordReset());
            return;
        }
        send(context, name);
    }

    /** Keycloak has checked the link, and that the user is enabled and still has that address. */
    private static void comeBack(AuthenticationFlowContext context, String userId) {
        KeycloakSession session = context.getSession();
        Rooms rooms = Rooms.of(session, context.getRealm());
        UserModel named = session.users().getUserById(context.getRealm(), userId);
        String address = named == null ? null : named.getEmail();
        UserModel user = address == null
                ? null
                : AddressOwner.of(rooms.scope(), address.toLowerCase(Locale.ROOT))
                        .user();
        if (user == null || !user.getId().equals(userId)) {
            context.getEvent().user(userId).error(Errors.USER_TEMPORARILY_DISABLED);
            context.failureChallenge(
                    AuthenticationFlowError.INVALID_USER,
                    context.form().setError("gatehouseLinkRefused").createErrorPage(Response.Status.BAD_REQUEST));
            return;
        }
        boolean ignored = rooms.firstProof().take(user);
        context.setUser(user);
        context.success();
    }

    private static void send(AuthenticationFlowContext context, String name) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        login.setAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME, name);
        if (name.length() <= LoginMails.MAX_ADDRESS_LENGTH && name.chars().noneMatch(Character::isISOControl)) {
            KeycloakSession session = context.getSession();
            Rooms rooms = Rooms.of(session, context.getRealm());
            try {
                GatehouseProvider.nodeOf(session).loginThrottle().admit(rooms.scope(), "Too many requests.");
            } catch (GatehouseException e) {
                context.challenge(
                        context.form().setError("gatehouseLinkTooMany").createPasswordReset());
                return;
            }
            String ignored =
                    new LoginMails(rooms.scope()).ask(ResetLetter.INSTANCE, name, payload(context, rooms), null);
        }
        context.forkWithSuccessMessage(new FormMessage(Messages.EMAIL_SENT));
    }

    private static Map<String, Object> payload(AuthenticationFlowContext context, Rooms rooms) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        return Map.of(
                ResetLetter.ISSUER,
                rooms.scope().issuer(),
                ResetLetter.LINK,
                link(context),
                ResetLetter.LOGIN,
                AuthenticationSessionCompoundId.fromAuthSession(login).getEncodedId(),
                ResetLetter.CLIENT,
                login.getClient().getClientId(),
                LoginLetter.LANGUAGE,
                context.getSession().getContext().resolveLocale(null).toLanguageTag());
    }

    /** Where Keycloak takes the token of this login, which is added once it is made. */
    private static String link(AuthenticationFlowContext context) {
        URI full = context.getActionTokenUrl("");
        UriBuilder link = UriBuilder.fromUri(full).replaceQueryParam(Constants.KEY);
        return full.toString().length() <= MAX_LINK_LENGTH
                ? link.build().toString()
                : link.replaceQueryParam(Constants.CLIENT_DATA).build().toString();
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, @Nullable UserModel user) {
        return true;
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
