package io.gatehouse.login;

import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.LoginSettings;
import io.gatehouse.platform.Mail;
import io.gatehouse.platform.RealmScope;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.RealmModel;

/** The letter with the code by which a guest proves an address. Whoever has an account already gets none. */
public final class GuestLinkLetter implements LoginLetter {
    /** The only one. */
    public static final GuestLinkLetter INSTANCE = new GuestLinkLetter();

    /** What the payload calls the guest. */
    static final String USER_ID = "user_id";

    /** How long a code is good. */
    static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final String SUBJECT = "gatehouseGuestSubject";
    private static final String TEMPLATE = "gatehouse-guest.ftl";

    private GuestLinkLetter() {}

    @Override
    public String kind() {
        return "guest_link";
    }

    @Override
    public boolean isOn(RealmModel realm) {
        return LoginSettings.of(realm).enabled().contains(LoginMethod.GUEST);
    }

    @Override
    public Duration lifetime() {
        return LIFETIME;
    }

    @Override
    public Optional<Draft> draft(RealmScope scope, LoginMail mail, AddressOwner owner) {
        String userId = LoginLetter.text(mail, USER_ID);
        boolean isWanted = owner.standing() == AddressOwner.Standing.UNKNOWN
                && userId != null
                && scope.ports().guestUsers().isGuest(scope.session(), scope.realm(), userId)
                && scope.ports().users().isAbleToAct(scope.session(), scope.realm(), userId);
        if (!isWanted) {
            return Optional.empty();
        }
        String code = EmailCodeLetter.makeCode();
        Map<String, Object> values = Map.of("code", code, "minutes", LIFETIME.toMinutes());
        return Optional.of(new Draft(new Mail.Message(SUBJECT, TEMPLATE, values), code));
    }
}
