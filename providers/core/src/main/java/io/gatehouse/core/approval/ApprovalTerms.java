package io.gatehouse.core.approval;

import io.gatehouse.core.token.Scopes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says about the approval that it asks for.
 *
 * @param approvers who decides, at most {@value #MAX_APPROVERS}; empty for whoever may decide approvals of the realm
 * @param expiresSeconds how long people have for it, {@value #MIN_EXPIRES_SECONDS} to {@value #MAX_EXPIRES_SECONDS}
 * @param maxScope the most that can be approved, at most {@value Scopes#MAX_SCOPES} scopes; null for all that is asked for
 * @param approvedForSeconds how long an approval holds at most, 1 to {@value #MAX_APPROVED_SECONDS}
 * @param stepUp whether the decision needs a fresh second factor
 */
public record ApprovalTerms(
        List<Approver> approvers,
        int expiresSeconds,
        @Nullable List<String> maxScope,
        int approvedForSeconds,
        boolean stepUp) {
    /** Most approvers that a rule names. */
    public static final int MAX_APPROVERS = 20;

    /** The shortest time to decide in, in seconds. */
    public static final int MIN_EXPIRES_SECONDS = 1;

    /** The longest time to decide in, in seconds: a week. */
    public static final int MAX_EXPIRES_SECONDS = 604_800;

    /** The longest that an approval holds, in seconds: a day. */
    public static final int MAX_APPROVED_SECONDS = 86_400;

    /** @throws IllegalArgumentException for a value out of bounds */
    public ApprovalTerms {
        requireBetween("expires_seconds", expiresSeconds, MIN_EXPIRES_SECONDS, MAX_EXPIRES_SECONDS);
        requireBetween("approved_for_seconds", approvedForSeconds, 1, MAX_APPROVED_SECONDS);
        requireBetween("approvers", approvers.size(), 0, MAX_APPROVERS);
        approvers = List.copyOf(approvers);
        if (maxScope != null) {
            requireBetween("max_scope", maxScope.size(), 0, Scopes.MAX_SCOPES);
            maxScope = List.copyOf(maxScope);
        }
    }

    /**
     * The most that can be approved of what is asked for.
     *
     * @param asked the scopes of the request; may be empty
     * @return in the order of the request; empty (no value) when nothing would be left of a request for scopes, so that there
     *     is nothing to ask a person about
     */
    public Optional<List<String>> grantable(List<String> asked) {
        if (maxScope == null) {
            return Optional.of(List.copyOf(asked));
        }
        List<String> left = new ArrayList<>(new LinkedHashSet<>(asked));
        left.retainAll(maxScope);
        return left.isEmpty() && !asked.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(left));
    }

    /**
     * What a decision grants.
     *
     * @param asked the scopes of the request
     * @param scope what the person wants to allow; null for all that can be
     * @param seconds how long it shall hold; null for as long as the rule lets it
     * @throws NarrowingException when that is more than can be approved, or nothing
     */
    public Grant narrow(List<String> asked, @Nullable List<String> scope, @Nullable Long seconds)
            throws NarrowingException {
        List<String> most = grantable(asked)
                .orElseThrow(() -> new NarrowingException("scope", "The rule lets nothing of this be approved."));
        if (scope != null && !Scopes.containsAll(most, scope)) {
            throw new NarrowingException("scope", "An approval may allow less than what is asked for, not more.");
        }
        if (scope != null && scope.isEmpty() && !most.isEmpty()) {
            throw new NarrowingException("scope", "An approval allows something; deny it instead.");
        }
        if (seconds != null && (seconds < 1 || seconds > approvedForSeconds)) {
            throw new NarrowingException(
                    "approved_for_seconds",
                    "This must be a whole number from 1 to %d: an approval may hold for less time than the rule says, not more."
                            .formatted(approvedForSeconds));
        }
        List<String> granted = scope == null ? most : List.copyOf(new LinkedHashSet<>(scope));
        return new Grant(granted, seconds == null ? approvedForSeconds : seconds.intValue());
    }

    private static void requireBetween(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("%s must be %d to %d, got %d".formatted(name, min, max, value));
        }
    }

    /**
     * What a person allows.
     *
     * @param scopes the same as asked for, or fewer
     * @param seconds how long it holds from the decision on, 1 to {@value ApprovalTerms#MAX_APPROVED_SECONDS}
     */
    public record Grant(List<String> scopes, int seconds) {
        public Grant {
            scopes = List.copyOf(scopes);
        }
    }
}
