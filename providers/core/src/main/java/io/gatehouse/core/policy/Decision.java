package io.gatehouse.core.policy;

import io.gatehouse.core.approval.ApprovalDemand;
import io.gatehouse.core.approval.ApprovalTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all policies together say of a request.
 *
 * @param effect the strictest that is said of any of its scopes at any of its targets
 * @param rule the first rule that says so; null when it is the realm's default
 * @param deciding the rules that had a say, in order, up to the first denial
 */
public record Decision(Effect effect, @Nullable PlacedRule rule, List<PlacedRule> deciding) {
    public Decision {
        deciding = List.copyOf(deciding);
    }

    /** What all rules with a say demand of an approval together; empty unless people are to be asked. */
    public Optional<ApprovalDemand> demand() {
        if (effect != Effect.REQUIRE_APPROVAL) {
            return Optional.empty();
        }
        List<ApprovalTerms> terms = new ArrayList<>();
        for (PlacedRule placed : deciding) {
            ApprovalTerms one = placed.rule().approval();
            if (one != null) {
                terms.add(one);
            }
        }
        return Optional.of(ApprovalDemand.of(terms));
    }
}
