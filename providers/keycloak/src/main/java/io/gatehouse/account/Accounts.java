package io.gatehouse.account;

import io.gatehouse.platform.Mail;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Port to the accounts of one realm as Keycloak keeps them, within one session. */
public interface Accounts {
    /** Most organizations of one user that are shown. */
    int MAX_PROJECTS = 100;

    /** An enabled organization that a user is a member of. */
    record Project(String id, String name) {}

    /**
     * Names to set; an empty text removes one.
     *
     * @param first first name, null to leave it
     * @param last last name, null to leave it
     */
    record Names(@Nullable String first, @Nullable String last) {}

    /**
     * Why the realm's user profile refuses a change.
     *
     * @param attribute the attribute at fault, such as {@code firstName}
     * @param reason Keycloak's word for it, such as {@code error-user-attribute-required}
     */
    record Refusal(String attribute, String reason) {}

    /** Actions of Keycloak that a realm can switch off. */
    enum Action {
        CONFIGURE_TOTP("CONFIGURE_TOTP"),
        RECOVERY_CODES("CONFIGURE_RECOVERY_AUTHN_CODES"),
        UPDATE_EMAIL("UPDATE_EMAIL"),
        DELETE_ACCOUNT("delete_account");

        private final String alias;

        Action(String alias) {
            this.alias = alias;
        }

        /** Keycloak's name of it. */
        public String alias() {
            return alias;
        }
    }

    /** Roles of the client {@code account}. */
    enum Role {
        MANAGE_ACCOUNT("manage-account"),
        DELETE_ACCOUNT("delete-account");

        private final String text;

        Role(String text) {
            this.text = text;
        }

        /** Its name. */
        public String text() {
            return text;
        }
    }

    /**
     * What came of a wish to be written to.
     *
     * @param letter what is to be sent once the transaction has committed, null for nothing
     * @param waitSeconds when the next may be asked for, 0 when it was not too soon
     * @param refusals why the address is refused, empty when it is not
     */
    record Written(Mail.@Nullable Letter letter, long waitSeconds, List<Refusal> refusals) {
        /** Copies the list. */
        public Written {
            refusals = List.copyOf(refusals);
        }
    }

    /** The user with this id; empty for none of this realm. */
    Optional<Account> find(String userId);

    /** The enabled organizations that the user is a member of, by name, at most {@link #MAX_PROJECTS}. */
    List<Project> projects(String userId);

    /** Whether the realm has the action switched on. */
    boolean isOn(Action action);

    /** Whether the user holds a role of the client {@code account} now. */
    boolean holds(String userId, Role role);

    /**
     * Changes names as Keycloak's account pages would, with Keycloak's event.
     *
     * @return why nothing was changed; empty when it was
     */
    List<Refusal> rename(String userId, Names names);

    /**
     * Removes the user as Keycloak's account pages would, with Keycloak's event.
     *
     * @return false when the user's storage refuses
     */
    boolean delete(String userId);

    /** Writes Keycloak's letter to the user's own address, whose link proves that the address is the user's. */
    Written verification(String userId);

    /**
     * Writes Keycloak's letter to a new address, whose link makes it the user's. For an address that somebody else has there is
     * no letter and no refusal.
     */
    Written emailChange(String userId, String address);
}
