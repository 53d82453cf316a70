package io.gatehouse.core.policy;

import java.util.List;
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
}
