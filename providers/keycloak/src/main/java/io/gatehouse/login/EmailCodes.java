package io.gatehouse.login;

import io.gatehouse.event.Events;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.LoginSettings;
import io.gatehouse.platform.Logins;
import io.gatehouse.platform.RealmScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;

/**
 * Login by a code that was sent by e-mail, for one realm. What is wrong, used, too old, for another address or browser, or of
 * somebody who may not log in, is refused alike.
 */
public final class EmailCodes {
    private final RealmScope scope;
    private final FirstProof proofs;
    private final LoginMails mails;
    private final LoginEvents events;

    /** Codes of a realm. */
    public EmailCodes(RealmScope scope, Events events, FirstProof proofs) {
        this.scope = scope;
        this.proofs = proofs;
        this.mails = new LoginMails(scope);
        this.events = new LoginEvents(events, LoginMethod.EMAIL_CODE);
    }

    /**
     * A proof that an address is somebody's.
     *
     * @param mail the request whose letter held the code; used up in the present transaction
     * @param isNew whether the account was made now
     */
    public record Proof(LoginMail mail, UserModel user, boolean isNew) {}

    static GatehouseException wrong() {
        return GatehouseException.http(401, "invalid_code", "The code is wrong, used, or too old.");
    }

    /** @throws GatehouseException 403 {@code login_disabled} */
    void requireOn() {
        LoginSettings.of(scope.realm()).require(LoginMethod.EMAIL_CODE);
    }

    /**
     * Asks for a code.
     *
     * @param language to write in to who has said none, a language tag; null for the realm's
     * @return the nonce that goes back with the code
     */
    public String send(String address, @Nullable String language) {
        String nonce = LoginNonce.make();
        String ignored = mails.ask(
                EmailCodeLetter.INSTANCE,
                address,
                language == null ? Map.of() : Map.of(LoginLetter.LANGUAGE, language),
                nonce);
        return nonce;
    }

    /**
     * Uses a code up. The first proof of an address ends what was set up before it, see {@link FirstProof}.
     *
     * @param address lower-case
     * @param nonces what the browser holds
     * @return empty when it is not to be taken, or its owner may not log in; a try was counted, and what was wrong is recorded
     */
    public Optional<Proof> prove(String address, String code, List<String> nonces) {
        List<LoginMail> open = mails.tried(EmailCodeLetter.INSTANCE, address, nonces);
        LoginMail found = null;
        for (LoginMail mail : open) {
            boolean isIt = mails.matches(mail, code);
            found = isIt && found == null ? mail : found;
        }
        if (open.isEmpty()) {
            boolean ignored = mails.matches(null, code);
        }
        if (found == null || !mails.use(found)) {
            open.stream().findFirst().ifPresent(mail -> events.failed(mail.id(), mail.userId(), null));
            return Optional.empty();
        }
        Optional<Proof> proof = owner(found);
        if (proof.isEmpty()) {
            mails.giveBack(found);
            events.failed(found.id(), found.userId(), Logins.Refusal.NOT_ALLOWED);
        }
        return proof;
    }

    private Optional<Proof> owner(LoginMail mail) {
        AddressOwner owner = AddressOwner.of(scope, mail.address());
        UserModel user = owner.user();
        if (user != null) {
            boolean ignored = proofs.take(user);
            return Optional.of(new Proof(mail, user, false));
        }
        if (!LoginLetter.isWelcome(scope, owner)) {
            return Optional.empty();
        }
        UserModel made = scope.session().users().addUser(scope.realm(), mail.address());
        made.setEmail(mail.address());
        made.setEmailVerified(true);
        made.setEnabled(true);
        return Optional.of(new Proof(mail, made, true));
    }

    /** Logs in with a code. One that was right is good again when what else is asked for was lacking. */
    Logins.Outcome logIn(EmailCodeBodies.Presented presented) {
        scope.ports()
                .logins()
                .requireClient(scope.session(), scope.realm(), LoginMethod.EMAIL_CODE, presented.client());
        Proof proof =
                prove(presented.address(), presented.code(), presented.nonces()).orElse(null);
        if (proof == null) {
            return new Logins.Outcome(null, Logins.Refusal.NOT_ALLOWED);
        }
        String userId = proof.user().getId();
        Logins.Outcome outcome = scope.ports()
                .logins()
                .logIn(
                        scope.session(),
                        scope.realm(),
                        new Logins.Attempt(
                                userId,
                                LoginMethod.EMAIL_CODE,
                                presented.client(),
                                presented.scope(),
                                presented.otp()));
        if (outcome.tokens() == null) {
            mails.giveBack(proof.mail());
            events.failed(proof.mail().id(), userId, outcome.refusal());
        } else {
            succeeded(proof);
        }
        return outcome;
    }

    /** Records that somebody is logged in. */
    public void succeeded(Proof proof) {
        events.succeeded(proof.mail().id(), proof.user().getId(), proof.isNew());
    }
}
