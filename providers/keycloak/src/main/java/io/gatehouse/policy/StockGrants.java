package io.gatehouse.policy;

import io.gatehouse.core.policy.Decision;
import io.gatehouse.core.policy.Effect;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.core.policy.PolicySet;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.RealmScope;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;

/**
 * Decides tokens of Keycloak's own grants by those policies of the realm that say they do. What none of their rules matches is
 * allowed, whatever the realm's default is: a realm opts in policy by policy.
 */
public final class StockGrants {
    private static final String NEEDS_APPROVAL =
            "A policy of the realm wants this approved by a person, which tokens of this grant cannot wait for.";

    private static final Set<String> ADMIN_CLIENTS =
            Set.of(Constants.ADMIN_CONSOLE_CLIENT_ID, Constants.ADMIN_CLI_CLIENT_ID);

    private final RealmScope scope;
    private final PolicyState state;
    private final PolicyThrottles throttles;

    /** For the scope's realm. */
    public StockGrants(RealmScope scope, PolicyState state, PolicyThrottles throttles) {
        this.scope = scope;
        this.state = state;
        this.throttles = throttles;
    }

    /**
     * Why a token is not given.
     *
     * @param detail one sentence for whoever is refused
     * @param decisionId id under which it is recorded
     */
    public record Denial(String detail, String decisionId) {}

    /**
     * Decides a token that Keycloak would give; called once for each. A denial is recorded in a transaction of its own, so
     * that the caller can roll back what the grant did.
     *
     * @return empty when it may be given
     * @throws GatehouseException 429 when a throttle is used up, 503 when the policies are not known as they are now
     */
    public Optional<Denial> decide(StockGrant grant) {
        PolicySet policies = isOfPolicyAdmin(grant) ? null : state.ofStockGrants(scope.realmId());
        if (policies == null) {
            return Optional.empty();
        }
        Facts facts = grant.facts(Clock.nowMs(), scope.request().ip());
        Decision decision = policies.decide(facts);
        if (decision.effect() == Effect.DENY) {
            return Optional.of(denied(grant, decision, new PolicyVerdict(decision, null).message()));
        }
        if (decision.effect() == Effect.REQUIRE_APPROVAL) {
            return Optional.of(denied(grant, decision, NEEDS_APPROVAL));
        }
        throttles.take(scope.realmId(), decision, facts);
        return Optional.empty();
    }

    /** Whoever may change policies gets into the admin console in any case, or a policy could lock everybody out. */
    private boolean isOfPolicyAdmin(StockGrant grant) {
        Owner owner = grant.owner();
        return owner != null
                && ADMIN_CLIENTS.contains(grant.clientId())
                && scope.ports()
                        .users()
                        .permissions(scope.session(), scope.realm(), owner.id())
                        .contains(Permission.POLICIES_WRITE);
    }

    private Denial denied(StockGrant grant, Decision decision, String detail) {
        Denial denial = new Denial(detail, Entropy.uuid().toString());
        Event event = event(grant, decision, denial);
        scope.ports().database().runInNewTransaction(session -> {
            RealmModel realm = session.realms().getRealm(scope.realmId());
            RealmScope own = new RealmScope(session, realm, scope.ports(), scope.request());
            String ignored = new Events(own, caller(grant)).append(event);
        });
        return denial;
    }

    private static Event event(StockGrant grant, Decision decision, Denial denial) {
        Owner owner = grant.owner();
        Event.Builder event = Event.of(EventType.TOKEN_DENIED, "client", grant.clientId())
                .subject(owner == null ? null : owner.id())
                .decision("deny", denial.decisionId())
                .data("client_id", grant.clientId())
                .data("reason", "access_denied")
                .data("detail", denial.detail())
                .data("scope", grant.scopes())
                .data("grant", grant.grant());
        return new PolicyVerdict(decision, null)
                .describe(grant.agentId() == null ? event : event.agent(grant.agentId()))
                .build();
    }

    private static Caller caller(StockGrant grant) {
        Owner owner = grant.owner();
        return owner == null
                ? Caller.anonymous()
                : new Caller(
                        Caller.Kind.USER,
                        owner.id(),
                        owner.id(),
                        Set.of(),
                        Set.of(),
                        null,
                        "oauth_client",
                        null,
                        false,
                        false);
    }
}
