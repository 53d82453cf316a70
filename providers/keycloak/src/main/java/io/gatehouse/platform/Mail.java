package io.gatehouse.platform;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Port to the mail server of a realm. What is written needs the database; what is sent needs the network, and no transaction. */
public interface Mail {
    /**
     * A letter that can be sent. Holds the password of the mail server: never kept, never logged.
     *
     * @param server the realm's settings for mail, as Keycloak's sender reads them
     * @param address whom it is for
     */
    record Letter(Map<String, String> server, String address, String subject, String text, String html) {
        /** Copies the map. */
        public Letter {
            server = Map.copyOf(server);
        }

        @Override
        public String toString() {
            return "Letter";
        }
    }

    /**
     * What a letter says.
     *
     * @param subjectKey key of a message of the realm's e-mail theme
     * @param template name of a template of the theme, in its folders {@code text} and {@code html}
     * @param values what the template may use; with {@link #EXPIRY} among them, Keycloak's way to say it in words as well
     */
    record Message(String subjectKey, String template, Map<String, Object> values) {
        /** Name in Keycloak's templates of how long a {@code link} is good: a {@code Long}, in minutes. */
        public static final String EXPIRY = "linkExpiration";

        /** Copies the map. */
        public Message {
            values = Map.copyOf(values);
        }
    }

    /** Whether the realm has a mail server. */
    boolean hasServer(RealmModel realm);

    /** Writes to a user in the user's language; empty for users without a verified address, or who may not log in. */
    Optional<Letter> write(KeycloakSession session, RealmModel realm, String userId, Message message);

    /**
     * Whom a letter is for that may go to an address which nobody has proved to be theirs.
     *
     * @param userId who has the address, null for nobody of the realm
     * @param locale what to write in to nobody of the realm, null for the realm's own
     */
    record Recipient(
            String address,
            @Nullable String userId,
            @Nullable Locale locale) {
        @Override
        public String toString() {
            return "Recipient";
        }
    }

    /** Writes to an address, in the language of the user who has it; the caller knows that it may. */
    Letter writeTo(KeycloakSession session, RealmModel realm, Recipient recipient, Message message);

    /**
     * Sends a letter; waits for the server as long as the realm's settings say, ten seconds unless they do.
     *
     * @return whether the server took it
     */
    boolean send(Letter letter);
}
