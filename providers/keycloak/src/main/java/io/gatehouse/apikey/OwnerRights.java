package io.gatehouse.apikey;

import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.RealmScope;
import java.util.Set;

/** What the owner of a key may do now, as {@link LiveScopes} asks it. */
interface OwnerRights {
    /** The permissions of the user's roles. */
    Set<Permission> permissions();

    /** Whether a name is a client scope or role of the realm. */
    boolean isRealmScope(String name);

    /** Whether the user may use that client scope or role. */
    boolean holds(String name);

    /** The most that the agent may get. */
    Set<String> agentScopes();

    /** Asks Keycloak, each time anew; of an agent what {@link Eligibility} knows. */
    static OwnerRights of(RealmScope scope, Owner owner, Eligibility eligibility) {
        return new OwnerRights() {
            @Override
            public Set<Permission> permissions() {
                return scope.ports().users().permissions(scope.session(), scope.realm(), owner.id());
            }

            @Override
            public boolean isRealmScope(String name) {
                return scope.ports().users().isRealmScope(scope.session(), scope.realm(), name);
            }

            @Override
            public boolean holds(String name) {
                return scope.ports().users().holdsRealmScope(scope.session(), scope.realm(), owner.id(), name);
            }

            @Override
            public Set<String> agentScopes() {
                return eligibility.scopesOfAgent(owner.id());
            }
        };
    }
}
