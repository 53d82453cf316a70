package io.gatehouse.account;

import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RealmScope;
import org.jspecify.annotations.Nullable;

/**
 * The person who calls about the own account: a user of this realm with a token of its own, who is enabled and not locked. Never
 * a program, nor somebody who acts for the person.
 *
 * @param account the person's account as it is now
 */
record Person(Caller caller, Account account) {
    /** How long after a login the own account may be changed in what guards it, in milliseconds. */
    static final long RECENT_MS = 300_000;

    /**
     * The person behind a call.
     *
     * @throws GatehouseException 401 without a valid credential, and for who is disabled or locked; 403 for everybody else
     */
    static Person require(Call call, Accounts accounts) {
        Caller caller = call.caller();
        caller.requireCredential();
        String userId = caller.userId();
        if (caller.kind() != Caller.Kind.USER || userId == null) {
            throw peopleOnly();
        }
        RealmScope scope = call.scope();
        if (!scope.ports().users().isAbleToAct(scope.session(), scope.realm(), userId)) {
            throw GatehouseException.unauthorized();
        }
        Account account = accounts.find(userId).orElseThrow(GatehouseException::unauthorized);
        boolean isDelegated = !caller.mayMakeCredentials() && !account.isGuest();
        if (account.isServiceAccount() || isDelegated) {
            throw peopleOnly();
        }
        return new Person(caller, account);
    }

    /**
     * As {@link #require}, for what changes the account: no guest, and nobody from whom the realm took the account's management.
     *
     * @throws GatehouseException 403 {@code credential_not_allowed} or {@code account_not_manageable} besides
     */
    static Person requireManager(Call call, Accounts accounts) {
        Person person = require(call, accounts);
        if (person.account().isGuest()) {
            throw GatehouseException.forbidden(
                    "credential_not_allowed", "A guest has no account to change; link it to an e-mail address first.");
        }
        if (!accounts.holds(person.id(), Accounts.Role.MANAGE_ACCOUNT)) {
            throw GatehouseException.forbidden(
                    "account_not_manageable", "This call needs the role manage-account of the client account.");
        }
        return person;
    }

    /**
     * As {@link #requireManager}, for what guards the account: a login of a moment ago, too.
     *
     * @throws GatehouseException 403 {@code reauthentication_required} besides
     */
    static Person requireRecent(Call call, Accounts accounts) {
        Person person = requireManager(call, accounts);
        if (!isRecent(person.caller().authenticatedAtMs(), Clock.nowMs())) {
            throw GatehouseException.forbidden(
                    "reauthentication_required", "Log in again: this call needs a login within the last 5 minutes.");
        }
        return person;
    }

    /** Whether a login counts as recent; none never does. */
    static boolean isRecent(@Nullable Long authenticatedAtMs, long nowMs) {
        return authenticatedAtMs != null && nowMs - authenticatedAtMs <= RECENT_MS;
    }

    String id() {
        return account.id();
    }

    private static GatehouseException peopleOnly() {
        return GatehouseException.forbidden(
                "credential_not_allowed",
                "This call is for people about themselves: use a user's own access token at the API below /realms.");
    }
}
