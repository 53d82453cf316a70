package io.gatehouse.policy;

import io.gatehouse.core.policy.Decision;
import io.gatehouse.core.policy.Effect;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.core.policy.PlacedRule;
import io.gatehouse.core.policy.RecordedFacts;
import io.gatehouse.event.Event;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the policies say of a request: it may go on, or not.
 *
 * @param decision what those that act say
 * @param isApproved whether a person has said yes where people must be asked
 * @param shadow what they and those in shadow mode would say together; null when that is the same
 * @param facts what they were told of it; null for a decision that cannot be asked again, since not all policies were asked
 */
public record PolicyVerdict(
        Decision decision,
        boolean isApproved,
        @Nullable Decision shadow,
        @Nullable Facts facts) {
    private static final String DEFAULT_MESSAGE = "A policy of the realm denies this.";
    private static final String NOT_ALLOWED = "No policy of the realm allows this.";
    private static final String NOT_APPROVED = "A policy of the realm lets this be done with a person's approval only.";

    /** A decision that cannot be asked again, nor approved. */
    public PolicyVerdict(Decision decision, @Nullable Decision shadow) {
        this(decision, false, shadow, null);
    }

    /** Whether the request is refused as it is. Where nobody can be asked, what needs approval is refused for good. */
    public boolean isDenied() {
        return decision.effect() == Effect.DENY || needsApproval();
    }

    /** Whether a person must be asked. */
    public boolean needsApproval() {
        return decision.effect() == Effect.REQUIRE_APPROVAL && !isApproved;
    }

    /** One sentence for whoever is refused. */
    public String message() {
        PlacedRule placed = decision.rule();
        if (placed == null) {
            return NOT_ALLOWED;
        }
        String message = placed.rule().message();
        if (message != null) {
            return message;
        }
        return needsApproval() ? NOT_APPROVED : DEFAULT_MESSAGE;
    }

    /**
     * Adds to an event which rule decided, or that the default denied, what policies in shadow mode would have said, and the facts,
     * by which the decision can be asked again.
     */
    public Event.Builder describe(Event.Builder event) {
        if (facts != null) {
            event.facts(RecordedFacts.write(facts).orElse(null));
        }
        if (decision.rule() != null || isDenied()) {
            event.data("policy", described(decision));
        }
        return shadow == null ? event : event.data("shadow_policy", described(shadow));
    }

    private static Map<String, Object> described(Decision decision) {
        PlacedRule placed = decision.rule();
        return placed == null
                ? Map.of("effect", decision.effect().text())
                : Map.of(
                        "effect", decision.effect().text(),
                        "policy_id", placed.policy().id(),
                        "version", placed.policy().version(),
                        "rule_id", placed.rule().id());
    }
}
