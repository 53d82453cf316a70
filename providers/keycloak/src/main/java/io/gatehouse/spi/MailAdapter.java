package io.gatehouse.spi;

import io.gatehouse.platform.Mail;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.email.freemarker.FreeMarkerEmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.adapter.InMemoryUserAdapter;

/** Keycloak's e-mail themes and sender, the one within a transaction and the other outside of any. */
final class MailAdapter implements Mail {
    private static final Logger LOG = Logger.getLogger(MailAdapter.class);
    private static final String PASSWORD = "password";

    private final KeycloakSessionFactory factory;

    MailAdapter(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    @Override
    public boolean hasServer(RealmModel realm) {
        return realm.getSmtpConfig().get("host") != null;
    }

    @Override
    public Optional<Letter> write(KeycloakSession session, RealmModel realm, String userId, Message message) {
        UserModel user = session.users().getUserById(realm, userId);
        String address = user == null ? null : user.getEmail();
        boolean canBeWrittenTo = user != null && user.isEnabled() && address != null && user.isEmailVerified();
        return canBeWrittenTo
                ? Optional.of(written(session, realm, Objects.requireNonNull(user), String.valueOf(address), message))
                : Optional.empty();
    }

    @Override
    public Letter writeTo(KeycloakSession session, RealmModel realm, Recipient recipient, Message message) {
        String userId = recipient.userId();
        UserModel known = userId == null ? null : session.users().getUserById(realm, userId);
        return written(
                session,
                realm,
                known == null ? nobody(session, realm, recipient) : known,
                recipient.address(),
                message);
    }

    /** Somebody of whom nothing is known but the address. */
    private static UserModel nobody(KeycloakSession session, RealmModel realm, Recipient recipient) {
        InMemoryUserAdapter user = new InMemoryUserAdapter(session, realm, null);
        user.setEmail(recipient.address());
        Locale locale = recipient.locale();
        if (locale != null) {
            user.setSingleAttribute(UserModel.LOCALE, locale.toLanguageTag());
        }
        return user;
    }

    private static Letter written(
            KeycloakSession session, RealmModel realm, UserModel user, String address, Message message) {
        Draft draft = new Draft(session, server(session, realm), address);
        try {
            draft.setRealm(realm).setUser(user);
            draft.send(message.subjectKey(), message.template(), draft.values(message));
        } catch (EmailException e) {
            throw new IllegalStateException("the template " + message.template() + " cannot be used", e);
        }
        return Objects.requireNonNull(draft.letter);
    }

    /** With the password in place of its name in the vault: to look it up later needs the realm. */
    static Map<String, String> server(KeycloakSession session, RealmModel realm) {
        Map<String, String> server = new HashMap<>(realm.getSmtpConfig());
        server.values().removeIf(value -> value == null);
        String password = server.get(PASSWORD);
        if (password != null) {
            session.vault().getStringSecret(password).get().ifPresent(secret -> server.put(PASSWORD, secret));
        }
        return server;
    }

    @Override
    public boolean send(Letter letter) {
        try (KeycloakSession session = factory.create()) {
            session.getProvider(EmailSenderProvider.class)
                    .send(letter.server(), letter.address(), letter.subject(), letter.text(), letter.html());
            return true;
        } catch (EmailException e) {
            LOG.debug("a letter could not be sent; it is tried again", e);
            return false;
        }
    }

    /** Keeps what Keycloak would send. */
    private static final class Draft extends FreeMarkerEmailTemplateProvider {
        private final Map<String, String> server;
        private final String recipient;
        private @Nullable Letter letter;

        Draft(KeycloakSession session, Map<String, String> server, String recipient) {
            super(session);
            this.server = server;
            this.recipient = recipient;
        }

        Map<String, Object> values(Message message) throws EmailException {
            Map<String, Object> values = new HashMap<>(message.values());
            if (values.get(Message.EXPIRY) instanceof Long minutes) {
                addLinkInfoIntoAttributes(String.valueOf(values.get("link")), minutes, values);
            }
            return values;
        }

        @Override
        protected void send(
                Map<String, String> config, String subject, String text, String html, @Nullable String address) {
            letter = new Letter(server, recipient, subject, text, html);
        }
    }
}
