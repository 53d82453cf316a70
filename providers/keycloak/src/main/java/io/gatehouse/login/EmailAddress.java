package io.gatehouse.login;

import io.gatehouse.platform.Fields;
import java.util.Locale;
import java.util.regex.Pattern;

/** E-mail addresses as bodies hold them: the ones that mail servers take in practice (RFC 5321 4.5.3.1), in lower case. */
public final class EmailAddress {
    /** Shortest, in characters. */
    public static final int MIN_LENGTH = 3;

    private static final Pattern FORM =
            Pattern.compile("[^\\s@\"(),:;<>\\[\\]\\\\]{1,64}@[\\p{L}\\p{N}-]{1,63}(\\.[\\p{L}\\p{N}-]{1,63}){0,20}");

    private EmailAddress() {}

    /** Reads a member; what is none is noted as an error. */
    public static String required(Fields fields, String name) {
        String text = fields.requiredText(name, MIN_LENGTH, LoginMails.MAX_ADDRESS_LENGTH);
        String address = text.toLowerCase(Locale.ROOT);
        if (!text.isEmpty() && !isOne(address)) {
            fields.reject(name, "invalid_email", name + " must be an e-mail address.");
        }
        return address;
    }

    /** Whether a text in lower case is one. */
    public static boolean isOne(String text) {
        return text.length() <= LoginMails.MAX_ADDRESS_LENGTH
                && FORM.matcher(text).matches();
    }
}
