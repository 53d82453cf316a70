package io.gatehouse.core.approval;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all the rules say together that ask for approval of one request: whoever decides must be let by each of them, and the
 * strictest limit of each kind holds. Asking for more at once never makes it easier.
 *
 * @param approvers whom each rule names, at least one list; an empty list as in {@link ApprovalTerms#approvers}
 * @param limits the strictest limits, naming nobody
 */
public record ApprovalDemand(List<List<Approver>> approvers, ApprovalTerms limits) {
    /** @throws IllegalArgumentException without approvers of any rule */
    public ApprovalDemand {
        if (approvers.isEmpty()) {
            throw new IllegalArgumentException("no rule asks for approval");
        }
        approvers = approvers.stream().map(List::copyOf).distinct().toList();
    }

    /** @throws IllegalArgumentException without any terms */
    public static ApprovalDemand of(List<ApprovalTerms> terms) {
        List<List<Approver>> approvers = new ArrayList<>();
        ApprovalTerms limits = new ApprovalTerms(
                List.of(), ApprovalTerms.MAX_EXPIRES_SECONDS, null, ApprovalTerms.MAX_APPROVED_SECONDS, false);
        for (ApprovalTerms one : terms) {
            approvers.add(one.approvers());
            limits = new ApprovalTerms(
                    List.of(),
                    Math.min(limits.expiresSeconds(), one.expiresSeconds()),
                    common(limits.maxScope(), one.maxScope()),
                    Math.min(limits.approvedForSeconds(), one.approvedForSeconds()),
                    limits.stepUp() || one.stepUp());
        }
        return new ApprovalDemand(approvers, limits);
    }

    /** Why somebody may not decide, or empty if they may; see {@link Eligible}. */
    public Optional<Eligible.Refusal> refusal(Parties parties, Decider decider, long nowMs) {
        return approvers.stream()
                .flatMap(named -> Eligible.refusal(named, parties, decider, nowMs).stream())
                .findFirst();
    }

    /**
     * Whether an approval that met this demand also meets another one that is made of the same request later: every rule that
     * asks then was obeyed now, and no limit has become stricter than what was granted.
     *
     * @param later what the rules demand by then
     * @param granted what was approved
     */
    public boolean covers(ApprovalDemand later, ApprovalTerms.Grant granted) {
        List<String> mostScopes = later.limits.maxScope();
        return approvers.containsAll(later.approvers)
                && (limits.stepUp() || !later.limits.stepUp())
                && granted.seconds() <= later.limits.approvedForSeconds()
                && (mostScopes == null || mostScopes.containsAll(granted.scopes()));
    }

    private static @Nullable List<String> common(@Nullable List<String> one, @Nullable List<String> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.stream().filter(other::contains).toList();
    }
}
