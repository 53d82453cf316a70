package io.gatehouse.login;

import io.gatehouse.platform.GuestUsers;
import io.gatehouse.platform.RealmScope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;

/**
 * Who has an e-mail address in a realm at this moment.
 *
 * @param standing what may be done for the address
 * @param user who has it, null unless {@link Standing#ABLE}
 */
public record AddressOwner(Standing standing, @Nullable UserModel user) {
    /** What may be done for an address. */
    public enum Standing {
        /** One user has it, and may log in. */
        ABLE,
        /** Nobody has it. */
        UNKNOWN,
        /** Who has it may not log in, or several have it: nothing is done, and nobody is told. */
        BARRED
    }

    /**
     * Looks the address up. A user who is disabled, locked by brute-force protection, a guest or a service account is barred, and so
     * is an address of several users, one that is somebody else's user name, and one that only guests have.
     *
     * @param address lower-case
     */
    public static AddressOwner of(RealmScope scope, String address) {
        if (GuestUsers.isGuestAddress(address)) {
            return new AddressOwner(Standing.BARRED, null);
        }
        List<UserModel> found = scope.session()
                .users()
                .searchForUserStream(scope.realm(), Map.of(UserModel.EMAIL, address, UserModel.EXACT, "true"), 0, 2)
                .filter(user -> address.equalsIgnoreCase(user.getEmail()))
                .toList();
        if (found.size() > 1) {
            return new AddressOwner(Standing.BARRED, null);
        }
        UserModel user =
                found.isEmpty() ? scope.session().users().getUserByEmail(scope.realm(), address) : found.get(0);
        if (user == null) {
            boolean isTaken = scope.session().users().getUserByUsername(scope.realm(), address) != null;
            return new AddressOwner(isTaken ? Standing.BARRED : Standing.UNKNOWN, null);
        }
        boolean isAble = user.getServiceAccountClientLink() == null
                && !scope.ports().guestUsers().isGuest(scope.session(), scope.realm(), user.getId())
                && scope.ports().users().isAbleToAct(scope.session(), scope.realm(), user.getId());
        return isAble ? new AddressOwner(Standing.ABLE, user) : new AddressOwner(Standing.BARRED, null);
    }
}
