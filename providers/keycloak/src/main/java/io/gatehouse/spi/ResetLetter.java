package io.gatehouse.spi;

import io.gatehouse.login.AddressOwner;
import io.gatehouse.login.LoginLetter;
import io.gatehouse.login.LoginMail;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.Mail;
import io.gatehouse.platform.RealmScope;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.keycloak.authentication.actiontoken.resetcred.ResetCredentialsActionToken;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Keycloak's own letter to somebody who forgot a password, with its own link and text, written in the background. The link leads
 * back to the login that asked ({@link ResetLetterAuthenticator}); Keycloak checks it, and takes it once.
 */
final class ResetLetter implements LoginLetter {
    /** The only one. */
    static final ResetLetter INSTANCE = new ResetLetter();

    /** Member of the payload with the realm's address, as whoever asked saw it. */
    static final String ISSUER = "issuer";

    /** Member of the payload with the address of the link, without its token. */
    static final String LINK = "link";

    /** Member of the payload with the login that waits, as Keycloak's tokens name it. */
    static final String LOGIN = "login";

    /** Member of the payload with the application's {@code client_id}. */
    static final String CLIENT = "client_id";

    private static final String SUBJECT = "passwordResetSubject";
    private static final String TEMPLATE = "password-reset.ftl";

    /** Of the row: the link has Keycloak's own lifetime. */
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private ResetLetter() {}

    @Override
    public String kind() {
        return "password_reset";
    }

    @Override
    public boolean isOn(RealmModel realm) {
        return realm.isResetPasswordAllowed();
    }

    @Override
    public Duration lifetime() {
        return LIFETIME;
    }

    /** People may ask by their user name, which goes before an address that is the same. */
    @Override
    public String address(RealmScope scope, LoginMail mail) {
        UserModel named = scope.session().users().getUserByUsername(scope.realm(), mail.address());
        String address = named == null ? null : named.getEmail();
        return address == null ? mail.address() : address.toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<Draft> draft(RealmScope scope, LoginMail mail, AddressOwner owner) {
        UserModel user = owner.user();
        String issuer = LoginLetter.text(mail, ISSUER);
        String link = LoginLetter.text(mail, LINK);
        if (user == null || issuer == null || link == null) {
            return Optional.empty();
        }
        RealmModel realm = scope.realm();
        long nowMs = Clock.nowMs();
        int seconds = realm.getActionTokenGeneratedByUserLifespan(ResetCredentialsActionToken.TOKEN_TYPE);
        ResetCredentialsActionToken token = new ResetCredentialsActionToken(
                user.getId(),
                user.getEmail(),
                Math.toIntExact(TimeUnit.MILLISECONDS.toSeconds(nowMs) + seconds),
                LoginLetter.text(mail, LOGIN),
                LoginLetter.text(mail, CLIENT));
        token.id(Entropy.uuid(nowMs).toString()).issuedNow().issuer(issuer).audience(issuer);
        // The key first, as in Keycloak's own links.
        String full = link.replaceFirst(
                "[?]", "?" + Constants.KEY + "=" + scope.session().tokens().encode(token) + "&");
        tell(scope, mail, user);
        return Optional.of(new Draft(
                new Mail.Message(
                        SUBJECT,
                        TEMPLATE,
                        Map.of(LINK, full, Mail.Message.EXPIRY, TimeUnit.SECONDS.toMinutes(seconds))),
                token.getId()));
    }

    /** Keycloak's own event of such a letter. */
    private static void tell(RealmScope scope, LoginMail mail, UserModel user) {
        new EventBuilder(scope.realm(), scope.session())
                .event(EventType.SEND_RESET_PASSWORD)
                .client(LoginLetter.text(mail, CLIENT))
                .user(user)
                .detail(Details.USERNAME, mail.address())
                .detail(Details.EMAIL, user.getEmail())
                .success();
    }
}
