package io.gatehouse.platform;

import java.util.Locale;

/** The ways of ours to log in that a realm may switch on and a client may allow; all are off unless somebody did. */
public enum LoginMethod {
    /** A code of six digits that is sent by e-mail. */
    EMAIL_CODE("email_code_enabled"),
    /** A link that is sent by e-mail. */
    MAGIC_LINK("magic_link_enabled"),
    /** Nothing at all: somebody who has not said who they are. */
    GUEST("guests_enabled"),
    /** An ID token that Google One Tap gave the page. */
    ONE_TAP("one_tap_enabled");

    private final String setting;

    LoginMethod(String setting) {
        this.setting = setting;
    }

    /** The realm's setting that switches it on. */
    public String setting() {
        return setting;
    }

    /** The word for it in a client's attribute and in events, such as {@code email_code}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
