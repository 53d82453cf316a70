package io.gatehouse.spi;

import io.gatehouse.login.EmailAddress;
import io.gatehouse.login.EmailCodes;
import io.gatehouse.login.LoginMails;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.LoginSettings;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Asks for a code that is sent by e-mail. Its pages are the same whoever has the address, and whether anybody does; the nonces of
 * the letters are kept in the login session, so that a code is good in this login alone. A wrong code counts against the letter
 * and against this login, never against the account: anybody can enter somebody else's address. Keeps nothing itself.
 */
final class EmailCodeAuthenticator implements Authenticator {
    private static final String TEMPLATE = "gatehouse-code.ftl";
    private static final String NONCES = "gatehouse.code.nonces";
    private static final String ADDRESS = "gatehouse.code.address";
    private static final String TRIES = "gatehouse.code.tries";
    private static final int MAX_NONCES = 3;

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (!LoginSettings.of(context.getRealm()).enabled().contains(LoginMethod.EMAIL_CODE)) {
            context.attempted();
            return;
        }
        UserModel user = context.getUser();
        AuthenticationSessionModel login = context.getAuthenticationSession();
        String attempted = login.getAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME);
        if (user != null) {
            send(context, Optional.ofNullable(user.getEmail()).orElse(""), user.getUsername());
        } else if (attempted != null) {
            send(context, attempted, attempted);
        } else {
            context.challenge(context.form().createForm(TEMPLATE));
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        AuthenticationSessionModel login = context.getAuthenticationSession();
        String address = login.getAuthNote(ADDRESS);
        String entered = form.getFirst("email");
        if (address == null) {
            String text = entered == null ? "" : entered.trim().toLowerCase(Locale.ROOT);
            if (EmailAddress.isOne(text)) {
                send(context, text, text);
            } else {
                context.challenge(context.form().setError("invalidEmailMessage").createForm(TEMPLATE));
            }
        } else if (form.containsKey("again")) {
            send(context, address, String.valueOf(login.getAuthNote(ADDRESS + ".shown")));
        } else {
            check(context, address, Optional.ofNullable(form.getFirst("code")).orElse(""));
        }
    }

    /** Asks for a letter, and shows that it is on its way; where nobody can be written to, just the latter. */
    private static void send(AuthenticationFlowContext context, String text, String shown) {
        String address = text.toLowerCase(Locale.ROOT);
        AuthenticationSessionModel login = context.getAuthenticationSession();
        login.setAuthNote(ADDRESS, address);
        login.setAuthNote(ADDRESS + ".shown", shown);
        Rooms rooms = Rooms.of(context.getSession(), context.getRealm());
        try {
            GatehouseProvider.nodeOf(context.getSession())
                    .loginThrottle()
                    .admit(rooms.scope(), "Too many letters were asked for from this address.");
        } catch (GatehouseException e) {
            context.challenge(page(context, "gatehouseCodeTooMany").createForm(TEMPLATE));
            return;
        }
        if (EmailAddress.isOne(address)) {
            String language = context.getSession()
                    .getContext()
                    .resolveLocale(context.getUser())
                    .toLanguageTag();
            String nonce = rooms.emailCodes().send(address, language);
            String kept = Stream.concat(Stream.of(nonce), nonces(login).stream())
                    .limit(MAX_NONCES)
                    .collect(Collectors.joining("."));
            login.setAuthNote(NONCES, kept);
        }
        context.challenge(page(context, null).createForm(TEMPLATE));
    }

    private static void check(AuthenticationFlowContext context, String address, String code) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        int tries =
                Integer.parseInt(Optional.ofNullable(login.getAuthNote(TRIES)).orElse("0")) + 1;
        login.setAuthNote(TRIES, Integer.toString(tries));
        if (tries > LoginMails.MAX_GUESSES) {
            context.getEvent().error(Errors.INVALID_USER_CREDENTIALS);
            context.failure(
                    AuthenticationFlowError.ACCESS_DENIED,
                    context.form().setError("gatehouseCodeTooMany").createErrorPage(Response.Status.BAD_REQUEST));
            return;
        }
        Rooms rooms = Rooms.of(context.getSession(), context.getRealm());
        EmailCodes codes = rooms.emailCodes();
        UserModel known = context.getUser();
        EmailCodes.Proof proof = codes.prove(address, code.replace(" ", ""), nonces(login))
                .filter(found ->
                        known == null || known.getId().equals(found.user().getId()))
                .orElse(null);
        if (proof == null) {
            context.getEvent().clone().error(Errors.INVALID_USER_CREDENTIALS);
            context.challenge(page(context, "gatehouseCodeWrong").createForm(TEMPLATE));
            return;
        }
        codes.succeeded(proof);
        context.setUser(proof.user());
        context.success();
    }

    private static LoginFormsProvider page(AuthenticationFlowContext context, @Nullable String error) {
        String shown = String.valueOf(context.getAuthenticationSession().getAuthNote(ADDRESS + ".shown"));
        LoginFormsProvider form = context.form().setAttribute("codeAddress", shown);
        return error == null ? form : form.setError(error);
    }

    private static List<String> nonces(AuthenticationSessionModel login) {
        String kept = login.getAuthNote(NONCES);
        return kept == null ? List.of() : Arrays.asList(kept.split("\\.", -1));
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
