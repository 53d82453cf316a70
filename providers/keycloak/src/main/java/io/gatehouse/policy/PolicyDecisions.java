package io.gatehouse.policy;

import io.gatehouse.core.approval.ApprovalDemand;
import io.gatehouse.core.net.IpAddress;
import io.gatehouse.core.policy.Attribute;
import io.gatehouse.core.policy.Decision;
import io.gatehouse.core.policy.Explanation;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.event.RecordedDecisions;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RealmSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Asks the policies of one realm about a request; from memory, so that it costs no query. */
public final class PolicyDecisions implements PolicyAnswers {
    private final RealmScope scope;
    private final Caller caller;
    private final PolicyState state;
    private final PolicyThrottles throttles;

    /** @param caller who asks */
    public PolicyDecisions(RealmScope scope, Caller caller, PolicyState state, PolicyThrottles throttles) {
        this.scope = scope;
        this.caller = caller;
        this.state = state;
        this.throttles = throttles;
    }

    /**
     * Decides a request; called once for it, when everything else allows it. Takes from the throttles that have a say.
     *
     * @param facts what is asked for; who asks and from where is added
     * @throws GatehouseException 429 when a throttle is used up, 503 when the policies are not known as they are now
     */
    public PolicyVerdict decide(Facts.Builder facts) {
        return decide(facts, demand -> false);
    }

    /**
     * As {@link #decide(Facts.Builder)}, for whoever comes with an approval.
     *
     * @param isMet whether that is what the rules demand
     */
    public PolicyVerdict decide(Facts.Builder facts, Predicate<ApprovalDemand> isMet) {
        String ip = scope.request().ip();
        return decide(
                facts.text(Attribute.AUTH_METHOD, caller.authMethod())
                        .ip(ip == null ? null : IpAddress.parseAny(ip).orElse(null))
                        .build(),
                isMet);
    }

    /** As {@link #decide(Facts.Builder)}, of facts that are complete. */
    @Override
    public PolicyVerdict decide(Facts known) {
        return decide(known, demand -> false);
    }

    private PolicyVerdict decide(Facts known, Predicate<ApprovalDemand> isMet) {
        RealmPolicies policies = state.of(scope.realmId()).withDefault(RealmSettings.defaultEffect(scope.realm()));
        Decision decision = policies.enforced().decide(known);
        boolean isApproved = decision.demand().filter(isMet).isPresent();
        PolicyVerdict verdict = new PolicyVerdict(decision, isApproved, shadow(policies, known, decision), known);
        if (!verdict.isDenied()) {
            throttles.take(scope.realmId(), decision, known);
        }
        return verdict;
    }

    @Override
    public void giveBack(PolicyVerdict verdict) {
        Facts facts = verdict.facts();
        if (facts != null && !verdict.isDenied()) {
            throttles.giveBack(scope.realmId(), verdict.decision(), facts);
        }
    }

    /**
     * What would be decided of a request, and why. Nothing is taken from throttles.
     *
     * @param drafts policies to ask in place of the realm's; null for the realm's
     * @throws GatehouseException 503 when the realm's policies are not known as they are now
     */
    public PolicySimulation simulate(Facts facts, @Nullable PolicyDrafts drafts) {
        RealmPolicies asked = drafts == null ? state.of(scope.realmId()) : drafts.policies();
        RealmPolicies policies = asked.withDefault(RealmSettings.defaultEffect(scope.realm()));
        Explanation explanation = policies.enforced().explain(facts);
        Decision decision = explanation.decision();
        return new PolicySimulation(
                new PolicyVerdict(decision, false, shadow(policies, facts, decision), facts), explanation);
    }

    /** The decision that was recorded under this id; empty when there is none. */
    public Optional<PastDecision> past(String decisionId) {
        return scope.ports()
                .database()
                .onConnection(scope.session(), connection -> new RecordedDecisions(connection, scope.realmId())
                        .find(decisionId))
                .map(PastDecision::new);
    }

    /** An owner as conditions compare it; null for a free text, which matches no policy. */
    public static @Nullable String owner(Owner owner) {
        return owner.type() == Owner.Type.TEXT ? null : owner.type().text() + ":" + owner.id();
    }

    /** Metadata as conditions compare it: texts, numbers and booleans. */
    public static Map<String, String> metadata(Map<String, Object> metadata) {
        Map<String, String> plain = new HashMap<>();
        metadata.forEach((name, value) -> {
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                plain.put(name, String.valueOf(value));
            }
        });
        return plain;
    }

    private static @Nullable Decision shadow(RealmPolicies policies, Facts facts, Decision decision) {
        if (!policies.hasShadows()) {
            return null;
        }
        Decision shadow = policies.withShadows().decide(facts);
        return shadow.effect() == decision.effect() ? null : shadow;
    }
}
