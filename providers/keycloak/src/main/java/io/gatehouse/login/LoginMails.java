package io.gatehouse.login;

import io.gatehouse.core.key.Digest;
import io.gatehouse.core.key.Peppers;
import io.gatehouse.platform.AddressThrottle;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.RealmScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one realm for letters by which people log in. A request is one row, written without a look at anybody: so
 * nothing that the asking side sees, times included, depends on whether the address is known. What a letter handed out is tried
 * at most {@link #MAX_GUESSES} times and used once.
 */
public final class LoginMails {
    /** How often what one letter handed out may be tried. */
    public static final int MAX_GUESSES = 5;

    /** Longest e-mail address, in characters. */
    public static final int MAX_ADDRESS_LENGTH = 254;

    /** For how long a request may wait for its turn, in milliseconds. */
    static final long MAX_WAIT_MS = Duration.ofMinutes(5).toMillis();

    private static final Digest DECOY = new Digest("", "-".repeat(43));

    private final RealmScope scope;

    /** The requests of a realm. */
    public LoginMails(RealmScope scope) {
        this.scope = scope;
    }

    /**
     * Asks for a letter, in the present transaction.
     *
     * @param address where to; becomes lower-case
     * @param payload at most 4 KiB of JSON for the kind's own use; no secret
     * @param nonce what the asking browser holds, null for none
     * @return the request's id
     */
    public String ask(LoginLetter letter, String address, Map<String, Object> payload, @Nullable String nonce) {
        long nowMs = Clock.nowMs();
        LoginMail mail = new LoginMail(
                Entropy.uuid(nowMs).toString(),
                letter.kind(),
                address.toLowerCase(Locale.ROOT),
                AddressThrottle.networkOf(scope.request().ip()),
                payload,
                nonce == null ? null : LoginNonce.hash(nonce),
                null,
                null,
                nowMs,
                null,
                nowMs + letter.lifetime().toMillis() + MAX_WAIT_MS,
                0,
                0,
                null);
        scope.ports().database().onConnection(scope.session(), connection -> {
            new LoginMailTable(connection, scope.realmId()).insert(mail);
            return true;
        });
        return mail.id();
    }

    /** The request with this id, whatever became of it; empty for another realm's. */
    public Optional<LoginMail> find(String id) {
        return scope.ports()
                .database()
                .onConnection(scope.session(), connection -> new LoginMailTable(connection, scope.realmId()).find(id));
    }

    /**
     * The requests of a kind for an address by a browser that holds one of these nonces, as far as what their letters handed out
     * may be tried: each try is counted, as by {@link #countGuess}, whatever comes of it.
     *
     * @param nonces at most {@link LoginMailTable#MAX_NONCES}; more are passed over
     * @return the newest first
     */
    public List<LoginMail> tried(LoginLetter letter, String address, Collection<String> nonces) {
        long nowMs = Clock.nowMs();
        List<String> hashes = nonces.stream()
                .limit(LoginMailTable.MAX_NONCES)
                .map(LoginNonce::hash)
                .toList();
        // All of it in one transaction of its own: who waits for a row holds no other connection.
        return scope.ports().database().inNewConnection(connection -> {
            LoginMailTable table = new LoginMailTable(connection, scope.realmId());
            List<LoginMail> open = new ArrayList<>();
            for (LoginMail mail : table.asked(letter.kind(), address.toLowerCase(Locale.ROOT), hashes)) {
                if (table.countGuess(mail.id(), MAX_GUESSES, nowMs)) {
                    open.add(mail);
                }
            }
            return open;
        });
    }

    /**
     * Counts a try, in a transaction of its own, so that neither a refusal nor many calls at once let anybody try more often.
     *
     * @return whether what the letter handed out may be tried now: it was written, is neither used nor expired, and was not tried
     *     too often
     */
    public boolean countGuess(LoginMail mail) {
        long nowMs = Clock.nowMs();
        return scope.ports().database().inNewConnection(connection -> new LoginMailTable(connection, scope.realmId())
                .countGuess(mail.id(), MAX_GUESSES, nowMs));
    }

    /**
     * Whether a text is what the letter handed out. Takes as long for a request whose letter was never written, and for none.
     *
     * @param mail null for none
     */
    public boolean matches(@Nullable LoginMail mail, String presented) {
        Digest stored = mail == null ? null : mail.digest();
        boolean isSame =
                peppers().matches(stored == null ? DECOY : stored, bound(mail == null ? "" : mail.id(), presented));
        return isSame && stored != null;
    }

    /**
     * Uses up what the letter handed out, in the present transaction; of many at once one alone.
     *
     * @return whether it was not used before, and is good still
     */
    public boolean use(LoginMail mail) {
        long nowMs = Clock.nowMs();
        return scope.ports().database().onConnection(scope.session(), connection -> new LoginMailTable(
                        connection, scope.realmId())
                .use(mail.id(), nowMs));
    }

    /** Takes {@link #use} back, within the same transaction. */
    public void giveBack(LoginMail mail) {
        scope.ports().database().onConnection(scope.session(), connection -> {
            new LoginMailTable(connection, scope.realmId()).giveBack(mail.id());
            return true;
        });
    }

    /** The digest of what a letter hands out; bound to its request, so that it is worth nothing in another row. */
    Digest digest(String id, String secret) {
        return peppers().digest(bound(id, secret));
    }

    private static String bound(String id, String secret) {
        return "login-mail:" + id + ":" + secret;
    }

    private Peppers peppers() {
        return scope.ports().realmKeys().peppers(scope.session(), scope.realm());
    }
}
