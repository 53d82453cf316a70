package io.gatehouse.apikey;

import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.FieldError;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.Users;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which scopes a caller may put into a key (rule 1 of the contract). An administrative scope: only who holds every
 * permission that it carries. Any other: who holds {@code api-keys:write}; other people only the realm's self-service
 * scopes, and of those that name a client scope or role of the realm only the ones that they hold themselves now.
 */
final class ScopeGrants {
    private final Caller caller;
    private final Set<String> selfServiceScopes;
    private final Predicate<String> isWithheld;

    /** @param isWithheld whether a name is a client scope or role of the realm that the caller does not hold now */
    ScopeGrants(Caller caller, Collection<String> selfServiceScopes, Predicate<String> isWithheld) {
        this.caller = caller;
        this.selfServiceScopes = new HashSet<>(selfServiceScopes);
        this.isWithheld = isWithheld;
    }

    /** What the caller of a call may grant. */
    static ScopeGrants of(Call call) {
        RealmScope scope = call.scope();
        Users users = scope.ports().users();
        String userId = call.caller().userId();
        return new ScopeGrants(
                call.caller(),
                scope.settings().selfServiceScopes(),
                name -> users.isRealmScope(scope.session(), scope.realm(), name)
                        && (userId == null || !users.holdsRealmScope(scope.session(), scope.realm(), userId, name)));
    }

    /**
     * Asks for a change that gives a key more than it has what making one asks for: it hands its holder a new credential.
     *
     * @throws GatehouseException 403, see {@link Caller#requireMayMakeCredentials}
     */
    void requireMayWiden(long nowMs) {
        caller.requireMayMakeCredentials(nowMs);
    }

    /**
     * Asks for a change that takes a limit away from a key: who makes it must be able to make such a key without the limit.
     *
     * @param scopes the scopes of the key
     * @throws GatehouseException 403 naming the missing permission
     */
    void requireMayLoosen(Collection<String> scopes, long nowMs) {
        requireMayWiden(nowMs);
        for (String scope : scopes) {
            if (Permission.isAdministrative(scope)) {
                requireAdministrative(scope, new ArrayList<>());
            } else if (!isSelfService(scope)) {
                requireMaySetCredits();
            }
        }
    }

    /**
     * Credits are counted out by whoever manages keys, never by those who spend them.
     *
     * @throws GatehouseException 403 naming the missing permission
     */
    void requireMaySetCredits() {
        if (!caller.may(Permission.API_KEYS_WRITE)) {
            throw GatehouseException.forbidden(Permission.API_KEYS_WRITE);
        }
    }

    /**
     * Refuses scopes that the caller may not grant.
     *
     * @param added scopes that the key does not have yet
     * @throws GatehouseException 403 naming the missing permission, 422 naming each scope that is not the caller's to give
     */
    void require(Collection<String> added) {
        List<FieldError> errors = new ArrayList<>();
        for (String scope : added) {
            if (Permission.isAdministrative(scope)) {
                requireAdministrative(scope, errors);
            } else if (!mayGrant(scope)) {
                errors.add(
                        new FieldError("/scopes", "scope_not_allowed", "You may not grant the scope " + scope + "."));
            }
        }
        if (!errors.isEmpty()) {
            throw GatehouseException.invalid(errors);
        }
    }

    /** Whether the caller may put an application's scope, or one that names a client scope or role, into a key. */
    boolean mayGrant(String scope) {
        return caller.may(Permission.API_KEYS_WRITE) || isSelfService(scope);
    }

    private void requireAdministrative(String scope, List<FieldError> errors) {
        Set<Permission> carried = Permission.ofScope(scope);
        if (carried.isEmpty()) {
            // It would carry nothing now, but a later version could give the name a meaning that nobody here holds.
            errors.add(new FieldError("/scopes", "scope_reserved", "There is no administrative scope " + scope + "."));
        }
        for (Permission permission : carried) {
            if (!caller.may(permission)) {
                throw GatehouseException.forbidden(permission);
            }
        }
    }

    private boolean isSelfService(String scope) {
        return selfServiceScopes.contains(scope) && !isWithheld.test(scope);
    }
}
