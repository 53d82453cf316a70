package io.gatehouse.login;

import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.Logins;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.PersistenceException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ModelDuplicateException;

/**
 * How a guest becomes an ordinary user: by a code that is sent to an address which nobody has, given back in the very login session
 * that asked for it. Each request takes the place of the guest's one before. What is wrong, used, too old, for another address or
 * session, or was never sent because somebody has the address, is refused alike (rule 25 of the contract).
 */
public final class GuestLinks {
    private final RealmScope scope;
    private final Caller caller;
    private final Guests guests;
    private final Events events;
    private final LoginEvents logged;
    private final LoginMails mails;

    /** @param caller the guest */
    public GuestLinks(RealmScope scope, Caller caller, Guests guests, Events events) {
        this.scope = scope;
        this.caller = caller;
        this.guests = guests;
        this.events = events;
        this.logged = new LoginEvents(events, LoginMethod.GUEST);
        this.mails = new LoginMails(scope);
    }

    /**
     * The guest who calls.
     *
     * @throws GatehouseException 401 for anonymous callers, 403 {@code not_a_guest} for everybody else who is none
     */
    String requireGuest() {
        caller.requireCredential();
        String userId = caller.kind() == Caller.Kind.USER ? caller.userId() : null;
        if (userId == null || !scope.ports().guestUsers().isGuest(scope.session(), scope.realm(), userId)) {
            throw notAGuest();
        }
        return userId;
    }

    private static GatehouseException notAGuest() {
        return GatehouseException.forbidden("not_a_guest", "Only guests can be linked, with their own access token.");
    }

    static GatehouseException wrong() {
        return GatehouseException.http(401, "invalid_code", "The code is wrong, used, or too old.");
    }

    /** Asks for a code; whether one is sent is nobody's to see. */
    void ask(String userId, String address) {
        GuestEntity row = guests.lock(userId).orElseThrow(GuestLinks::notAGuest);
        row.linkBy(
                mails.ask(GuestLinkLetter.INSTANCE, address, Map.of(GuestLinkLetter.USER_ID, userId), nonce(userId)));
    }

    /** Of this guest in this session alone. */
    private String nonce(String userId) {
        String sessionId = scope.ports()
                .stockTokens()
                .sessionId(scope.session(), scope.realm())
                .orElseThrow(GuestLinks::notAGuest);
        return "guest-link:" + userId + ":" + sessionId;
    }

    /**
     * Links the guest, and logs the user that it is now in anew: every session from before has ended.
     *
     * @return refused with {@code NOT_ALLOWED} when the code is not to be taken, which is recorded; any other refusal is of the new
     *     login, and the guest is linked
     * @throws GatehouseException 409 {@code address_taken} to who has the right code, and nothing changes
     */
    Logins.Outcome confirm(String userId, GuestBodies.Confirm wanted) {
        Logins logins = scope.ports().logins();
        Logins.Client client = wanted.login().client();
        logins.requireClient(scope.session(), scope.realm(), LoginMethod.GUEST, client);
        LoginMail mail = scope.ports().users().isAbleToAct(scope.session(), scope.realm(), userId)
                ? proved(userId, wanted.email(), wanted.code()).orElse(null)
                : null;
        GuestEntity row = mail == null ? null : guests.lock(userId).orElse(null);
        if (mail == null || row == null) {
            logged.failed(userId, userId, null);
            return new Logins.Outcome(null, Logins.Refusal.NOT_ALLOWED);
        }
        become(userId, mail.address());
        scope.entityManager().remove(row);
        String ignored = events.append(Event.of(EventType.GUEST_LINKED, Guests.TARGET, userId)
                .subject(userId)
                .data("client_id", wanted.clientId())
                .build());
        Logins.Outcome outcome = logins.logIn(
                scope.session(),
                scope.realm(),
                new Logins.Attempt(
                        userId, LoginMethod.GUEST, client, wanted.login().scopes(), null));
        if (outcome.tokens() == null) {
            logged.failed(mail.id(), userId, outcome.refusal());
        } else {
            logged.succeeded(mail.id(), userId, false);
        }
        return outcome;
    }

    /** Counts a try, and uses the code up when it is right. */
    private Optional<LoginMail> proved(String userId, String address, String code) {
        LoginMail mail = asked(userId)
                .filter(found -> found.kind().equals(GuestLinkLetter.INSTANCE.kind()))
                .filter(found -> found.address().equals(address))
                .filter(found -> LoginNonce.hash(nonce(userId)).equals(found.nonceHash()))
                .filter(mails::countGuess)
                .orElse(null);
        boolean isRight = mails.matches(mail, code);
        return Optional.ofNullable(mail).filter(found -> isRight).filter(mails::use);
    }

    private Optional<LoginMail> asked(String userId) {
        GuestEntity row = scope.entityManager().find(GuestEntity.class, userId);
        @Nullable String linkId = row == null || !row.isOf(scope.realmId()) ? null : row.linkId();
        return linkId == null ? Optional.empty() : mails.find(linkId);
    }

    private void become(String userId, String address) {
        try {
            boolean isDone = scope.ports()
                    .guestUsers()
                    .become(scope.session(), scope.realm(), userId, address)
                    .isPresent();
            if (!isDone) {
                throw taken();
            }
            // Now, so that of two who take an address at the same moment the second is told so.
            scope.entityManager().flush();
        } catch (ModelDuplicateException | PersistenceException e) {
            throw taken();
        }
    }

    private static GatehouseException taken() {
        return GatehouseException.conflict("address_taken", "This address cannot be the guest's: somebody has it.");
    }
}
