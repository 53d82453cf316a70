package io.gatehouse.login;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.RealmScope;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;

/**
 * Links of one realm by which people log in. The key in a link is the id of its row and 256 random bits, of which the row has the
 * HMAC under the realm's pepper: a row shows no link, and all that a link is good for is in the row. Used once: the row says
 * so, on every node and after every restart.
 */
public final class MagicLinks {
    /** How long a link is good. */
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    /** After how long another letter can go to an address. */
    public static final Duration COOLDOWN = Duration.ofMillis(LoginMailTurns.COOLDOWN_MS);

    /** Cookie of the browser that asked, where a link is good in that one alone. */
    public static final String BROWSER_COOKIE = "GATEHOUSE_LINK";

    private static final String PATH = "/gatehouse/login/link";
    private static final Pattern KEY = Pattern.compile("([0-9a-f-]{36})\\.([A-Za-z0-9_-]{43})");

    private final RealmScope scope;
    private final FirstProof proofs;
    private final LoginMails mails;

    /** Links of a realm. */
    public MagicLinks(RealmScope scope, FirstProof proofs) {
        this.scope = scope;
        this.proofs = proofs;
        this.mails = new LoginMails(scope);
    }

    /** Where links lead, below the realm's address. */
    public static String page(String issuer) {
        return issuer + PATH;
    }

    static String link(String issuer, String id, String secret) {
        return page(issuer) + "?key=" + id + "." + secret;
    }

    /** The address that somebody gave, in lower case; null when it looks like none. */
    public static @Nullable String address(@Nullable String given) {
        String text = given == null ? "" : given.strip().toLowerCase(Locale.ROOT);
        return EmailAddress.isOne(text) ? text : null;
    }

    /**
     * Asks for a link. Whether anybody has the address is not looked at; that makes no difference to who asks.
     *
     * @param nonce what the browser holds in which alone the link is to be good, null for any
     */
    public void send(String address, LinkRequest request, @Nullable String nonce) {
        Map<String, Object> payload = new HashMap<>(request.toPayload());
        payload.put(MagicLinkLetter.ISSUER, scope.issuer());
        payload.put(
                LoginLetter.LANGUAGE,
                scope.session().getContext().resolveLocale(null).toLanguageTag());
        String ignored = mails.ask(MagicLinkLetter.INSTANCE, address, payload, nonce);
    }

    /** The link that has this key; empty when nobody made it, in this realm. Changes nothing. */
    public Optional<MagicLink> find(String key) {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            return Optional.empty();
        }
        LoginMail mail = mails.find(parts.group(1))
                .filter(found -> found.kind().equals(MagicLinkLetter.INSTANCE.kind()))
                .orElse(null);
        if (!mails.matches(mail, parts.group(2)) || mail == null) {
            return Optional.empty();
        }
        return Optional.of(new MagicLink(
                mail.id(),
                mail.address(),
                mail.userId(),
                LinkRequest.of(mail.payload()),
                mail.nonceHash(),
                mail.usedAtMs() != null || mail.expiresAtMs() <= Clock.nowMs()));
    }

    /**
     * Uses a link up, in a transaction of its own: whatever happens after it, it is used.
     *
     * @return whether it was good until now; of many at once one alone
     */
    public boolean consume(MagicLink link) {
        long nowMs = Clock.nowMs();
        return scope.ports().database().inNewConnection(connection -> new LoginMailTable(connection, scope.realmId())
                .use(link.id(), nowMs));
    }

    /**
     * Whose the link is now that its address is proved: makes the account of somebody who has none, and takes the first proof of
     * somebody who has one.
     *
     * @throws IllegalStateException when somebody else has got the address since; nothing is made then
     */
    public UserModel owner(MagicLink link) {
        String userId = link.userId();
        if (userId != null) {
            UserModel user = scope.session().users().getUserById(scope.realm(), userId);
            boolean ignored = proofs.take(user);
            return user;
        }
        UserModel user = scope.session().users().addUser(scope.realm(), link.address());
        user.setEnabled(true);
        user.setEmail(link.address());
        user.setEmailVerified(true);
        return user;
    }
}
