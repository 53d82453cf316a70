package io.gatehouse.login;

import io.gatehouse.event.Events;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.LoginSettings;
import io.gatehouse.platform.Logins;
import io.gatehouse.platform.RealmScope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.UserModel;

/**
 * Login by a credential of Google One Tap whose signature is good, for one realm. Who somebody is, the identity provider's own id
 * says and nothing else: an address is never looked at (rule 25 of the contract).
 */
public final class OneTap {
    private final RealmScope scope;
    private final LoginEvents events;
    private final OneTapNonces nonces;

    /** One Tap of a realm. */
    public OneTap(RealmScope scope, Events events) {
        this.scope = scope;
        this.events = new LoginEvents(events, LoginMethod.ONE_TAP);
        this.nonces = new OneTapNonces(scope);
    }

    /** What came of a login; without an outcome, nobody of the realm is linked to the person yet. */
    record Result(Logins.@Nullable Outcome outcome) {
        static Result refused(Logins.Refusal refusal) {
            return new Result(new Logins.Outcome(null, refusal));
        }
    }

    /** A nonce for a page, see {@link OneTapNonces#issue}. */
    String nonce() {
        return nonces.issue();
    }

    /**
     * Logs a person in, in the present transaction, which is another one than that in which the issuer was read.
     *
     * @param issuer whose key signed the credential
     * @param person what the credential says; null when it is not for this realm, or not of this time
     */
    Result logIn(OneTapBodies.Presented presented, OneTapIssuer issuer, OneTapCredential.@Nullable Person person) {
        String id = Entropy.uuid().toString();
        LoginSettings.of(scope.realm()).require(LoginMethod.ONE_TAP);
        boolean isStillIssuer =
                OneTapIssuer.of(scope.session()).filter(issuer::equals).isPresent();
        OneTapNonces.Taken taken = person == null || !isStillIssuer
                ? null
                : take(presented, person.nonce()).orElse(null);
        if (person == null || taken == null) {
            events.failed(id, null, null);
            return Result.refused(Logins.Refusal.NOT_ALLOWED);
        }
        UserModel user = scope.session()
                .users()
                .getUserByFederatedIdentity(
                        scope.realm(), new FederatedIdentityModel(OneTapIssuer.ALIAS, person.subject(), null));
        if (user == null) {
            events.failed(id, null, Logins.Refusal.ACTION_REQUIRED);
            return new Result(null);
        }
        Logins.Outcome outcome = issuer.isFollowedByFlow()
                ? new Logins.Outcome(null, Logins.Refusal.ACTION_REQUIRED)
                : logIn(presented, user);
        if (outcome.tokens() != null) {
            events.succeeded(id, user.getId(), false);
            return new Result(outcome);
        }
        if (outcome.refusal() == Logins.Refusal.SECOND_FACTOR_REQUIRED
                || outcome.refusal() == Logins.Refusal.SECOND_FACTOR_INVALID) {
            nonces.giveBack(taken);
        }
        events.failed(id, user.getId(), outcome.refusal());
        return new Result(outcome);
    }

    private Logins.Outcome logIn(OneTapBodies.Presented presented, UserModel user) {
        return scope.ports()
                .logins()
                .logIn(
                        scope.session(),
                        scope.realm(),
                        new Logins.Attempt(
                                user.getId(),
                                LoginMethod.ONE_TAP,
                                presented.client(),
                                presented.scope(),
                                presented.otp()));
    }

    /** The credential's nonce must be one that this browser holds. */
    private Optional<OneTapNonces.Taken> take(OneTapBodies.Presented presented, String nonce) {
        boolean isHeld = presented.nonces().stream().anyMatch(held -> isSame(held, nonce));
        return isHeld ? nonces.take(nonce) : Optional.empty();
    }

    /** Without telling by the time how much of it is right. */
    static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
