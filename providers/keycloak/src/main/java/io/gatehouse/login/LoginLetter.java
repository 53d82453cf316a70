package io.gatehouse.login;

import io.gatehouse.platform.LoginSettings;
import io.gatehouse.platform.Mail;
import io.gatehouse.platform.RealmScope;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * How the letters of one kind are written. Called by the job in the background alone, within the transaction that claims the
 * request: no request learns by it whether an address is known. Shared by all threads, and keeps nothing.
 */
public interface LoginLetter {
    /** Longest {@link #kind}, in characters. */
    int MAX_KIND_LENGTH = 16;

    /** Member of the payload with the language to write in to who has said none: a language tag (BCP 47). */
    String LANGUAGE = "language";

    /** The kind in the row: a word such as {@code email_code}. */
    String kind();

    /** Whether the realm has it switched on, at the moment that it is written. */
    boolean isOn(RealmModel realm);

    /**
     * The address that it goes to: the one that was asked for, unless the kind lets people ask by another name of theirs.
     *
     * @return lower-case
     */
    default String address(RealmScope scope, LoginMail mail) {
        return mail.address();
    }

    /** How long what it hands out is good, from when it is written. */
    Duration lifetime();

    /**
     * A letter.
     *
     * @param secret what the letter hands out, kept as a digest; see {@link LoginMails#matches}
     */
    record Draft(Mail.Message message, String secret) {
        @Override
        public String toString() {
            return "Draft[" + message.template() + "]";
        }
    }

    /**
     * Writes a letter, or none. A letter whose sending failed is written again, with a secret of its own: the one before is worth
     * nothing then.
     *
     * @param mail the request
     * @param owner who has the address now
     * @return empty when nobody is to be written to
     */
    Optional<Draft> draft(RealmScope scope, LoginMail mail, AddressOwner owner);

    /**
     * Whether those who log in by it are written to: who can log in, and unknown ones where the realm makes accounts for them.
     */
    static boolean isWelcome(RealmScope scope, AddressOwner owner) {
        return switch (owner.standing()) {
            case ABLE -> true;
            case UNKNOWN -> LoginSettings.of(scope.realm()).createsAccounts();
            case BARRED -> false;
        };
    }

    /** A value that the payload holds as text; null for none. */
    static @Nullable String text(LoginMail mail, String name) {
        return mail.payload().get(name) instanceof String text ? text : null;
    }
}
