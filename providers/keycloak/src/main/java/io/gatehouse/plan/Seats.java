package io.gatehouse.plan;

import io.gatehouse.platform.RealmScope;
import java.util.Set;

/** Members of organizations, as Keycloak counts them: it is Keycloak that lets them in and out. */
final class Seats {
    private final RealmScope scope;

    Seats(RealmScope scope) {
        this.scope = scope;
    }

    /** Members that a holder's plan covers; who is in several organizations has several seats. */
    long used(Holder holder) {
        if (!holder.isRealm()) {
            return scope.ports().users().countMembers(scope.session(), scope.realm(), holder.id());
        }
        Set<String> apart = scope.ports()
                .database()
                .onConnection(scope.session(), connection -> new PlanTable(connection, scope.realmId()).holderIds());
        return scope.ports().users().countMembersBesides(scope.session(), scope.realm(), apart);
    }
}
