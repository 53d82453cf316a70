package io.gatehouse.platform;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.RealmModel;

/**
 * What a realm says of the ways of ours to log in: part of {@link RealmSettings}, kept in the same way. Without it none is on.
 *
 * @param enabled the ways that are on
 * @param clientId client whose tokens a call gets that names none; empty for none
 * @param createsAccounts whether a code or a link that was sent to an unknown address makes an account
 * @param isSameBrowser whether a link is good only in the browser that asked for it
 * @param guestMaxIdleDays after how many days without a login a guest is deleted
 * @param guestMaxCount how many guests there may be at a time
 */
public record LoginSettings(
        Set<LoginMethod> enabled,
        String clientId,
        boolean createsAccounts,
        boolean isSameBrowser,
        int guestMaxIdleDays,
        int guestMaxCount) {
    /** Longest client id, in characters. */
    public static final int MAX_CLIENT_ID_LENGTH = 255;

    /** Most days that a guest may be kept. */
    public static final int MAX_GUEST_IDLE_DAYS = 3_650;

    /** Most guests that a realm may allow at a time. */
    public static final int MAX_GUEST_COUNT = 100_000;

    private static final int GUEST_COUNT = 10_000;
    private static final int GUEST_IDLE_DAYS = 30;
    private static final String CLIENT_ID = "login_client_id";
    private static final String CREATES_ACCOUNTS = "login_creates_accounts";
    private static final String SAME_BROWSER = "magic_link_same_browser";
    private static final String GUEST_DAYS = "guest_max_idle_days";
    private static final String GUEST_MAX_COUNT = "guest_max_count";

    /** Copies the set. */
    public LoginSettings {
        enabled = Set.copyOf(enabled);
    }

    /** The settings of a realm. What cannot be read counts as the safer value. */
    public static LoginSettings of(RealmModel realm) {
        Set<LoginMethod> enabled = EnumSet.noneOf(LoginMethod.class);
        for (LoginMethod method : LoginMethod.values()) {
            if (isTrue(realm, method.setting())) {
                enabled.add(method);
            }
        }
        return new LoginSettings(
                enabled,
                Optional.ofNullable(realm.getAttribute(attribute(CLIENT_ID))).orElse(""),
                isTrue(realm, CREATES_ACCOUNTS),
                isTrue(realm, SAME_BROWSER),
                RealmSettings.bounded(realm, attribute(GUEST_DAYS), 1, MAX_GUEST_IDLE_DAYS, GUEST_IDLE_DAYS),
                RealmSettings.bounded(realm, attribute(GUEST_MAX_COUNT), 1, MAX_GUEST_COUNT, GUEST_COUNT));
    }

    /** @throws GatehouseException 403 {@code login_disabled} while the realm has not switched it on */
    public void require(LoginMethod method) {
        if (!enabled.contains(method)) {
            throw GatehouseException.forbidden(
                    "login_disabled",
                    "This realm does not let people log in like that: " + method.setting() + " is off.");
        }
    }

    void storeIn(RealmModel realm) {
        for (LoginMethod method : LoginMethod.values()) {
            realm.setAttribute(attribute(method.setting()), enabled.contains(method));
        }
        realm.setAttribute(attribute(CLIENT_ID), clientId);
        realm.setAttribute(attribute(CREATES_ACCOUNTS), createsAccounts);
        realm.setAttribute(attribute(SAME_BROWSER), isSameBrowser);
        realm.setAttribute(attribute(GUEST_DAYS), guestMaxIdleDays);
        realm.setAttribute(attribute(GUEST_MAX_COUNT), guestMaxCount);
    }

    LoginSettings patchedBy(Fields fields) {
        Set<LoginMethod> patched = EnumSet.noneOf(LoginMethod.class);
        for (LoginMethod method : LoginMethod.values()) {
            if (fields.bool(method.setting()).orElse(enabled.contains(method))) {
                patched.add(method);
            }
        }
        return new LoginSettings(
                patched,
                fields.text(CLIENT_ID, 0, MAX_CLIENT_ID_LENGTH).orElse(clientId),
                fields.bool(CREATES_ACCOUNTS).orElse(createsAccounts),
                fields.bool(SAME_BROWSER).orElse(isSameBrowser),
                fields.integer(GUEST_DAYS, 1, MAX_GUEST_IDLE_DAYS)
                        .orElse((long) guestMaxIdleDays)
                        .intValue(),
                fields.integer(GUEST_MAX_COUNT, 1, MAX_GUEST_COUNT)
                        .orElse((long) guestMaxCount)
                        .intValue());
    }

    private static String attribute(String setting) {
        return RealmSettings.ATTRIBUTE_PREFIX + setting;
    }

    private static boolean isTrue(RealmModel realm, String setting) {
        return Boolean.parseBoolean(realm.getAttribute(attribute(setting)));
    }
}
