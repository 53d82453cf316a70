package io.gatehouse.login;

import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.LoginSettings;
import io.gatehouse.platform.Mail;
import io.gatehouse.platform.RealmScope;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.RealmModel;

/** The letter with a code of six digits. */
public final class EmailCodeLetter implements LoginLetter {
    /** The only one. */
    public static final EmailCodeLetter INSTANCE = new EmailCodeLetter();

    /** How many digits a code has. */
    static final int DIGITS = 6;

    /** How long a code is good. */
    static final Duration LIFETIME = Duration.ofMinutes(10);

    /** So many that the remainder by a million favours no code by more than one part in 2^108. */
    private static final int RANDOM_BYTES = 16;

    private static final BigInteger CODES = BigInteger.TEN.pow(DIGITS);
    private static final String SUBJECT = "gatehouseCodeSubject";
    private static final String TEMPLATE = "gatehouse-code.ftl";

    private EmailCodeLetter() {}

    @Override
    public String kind() {
        return LoginMethod.EMAIL_CODE.text();
    }

    @Override
    public boolean isOn(RealmModel realm) {
        return LoginSettings.of(realm).enabled().contains(LoginMethod.EMAIL_CODE);
    }

    @Override
    public Duration lifetime() {
        return LIFETIME;
    }

    @Override
    public Optional<Draft> draft(RealmScope scope, LoginMail mail, AddressOwner owner) {
        if (!LoginLetter.isWelcome(scope, owner)) {
            return Optional.empty();
        }
        String code = makeCode();
        Map<String, Object> values = Map.of("code", code, "minutes", LIFETIME.toMinutes());
        return Optional.of(new Draft(new Mail.Message(SUBJECT, TEMPLATE, values), code));
    }

    /** Six digits, each code as likely as any other. */
    static String makeCode() {
        BigInteger random = new BigInteger(1, Entropy.bytes(RANDOM_BYTES));
        String digits = random.mod(CODES).toString();
        return "0".repeat(DIGITS - digits.length()) + digits;
    }
}
