package io.gatehouse.core.approval;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who may decide an approval. Thread-safe: no state.
 *
 * <p>People concerned by a request do not decide it, whatever role, group or id of theirs a rule names: only the word of the
 * relation lets them. Of the relations to the agent (owner, creator, sponsor, manager) the word of one is enough, for these are
 * often the same person; the requester and the user concerned each need the word of their own as well.
 */
public final class Eligible {
    /** How long a former owner stays concerned, in milliseconds: thirty days. */
    public static final long FORMER_OWNER_MS = 30L * 24 * 60 * 60 * 1000;

    /** Why somebody may not decide. */
    public enum Refusal {
        /** An agent, a key, a service account, or a token for another. */
        NOT_A_PERSON,
        /** Owned the agent less than thirty days ago. */
        FORMER_OWNER,
        /** Has to do with the request, and the rule does not say that this is fine. */
        CONCERNED,
        /** Is none of those whom the rule names; without any, lacks the permission. */
        NOT_NAMED
    }

    private Eligible() {}

    /** @return why the person may not decide, or empty if they may */
    public static Optional<Refusal> refusal(List<Approver> approvers, Parties parties, Decider decider, long nowMs) {
        if (!decider.isPerson()) {
            return Optional.of(Refusal.NOT_A_PERSON);
        }
        Long endedMs = parties.formerOwners().get(decider.userId());
        boolean isOwner = parties.isRelated(decider.userId(), Relation.OWNER);
        if (endedMs != null && !isOwner && nowMs - endedMs < FORMER_OWNER_MS) {
            return Optional.of(Refusal.FORMER_OWNER);
        }
        List<Relation> named = named(approvers);
        if (isConcerned(parties, decider.userId(), named)) {
            return Optional.of(Refusal.CONCERNED);
        }
        boolean isNamed = approvers.isEmpty()
                ? decider.mayDecideAll()
                : approvers.stream().anyMatch(approver -> isNamed(approver, parties, decider));
        return isNamed ? Optional.empty() : Optional.of(Refusal.NOT_NAMED);
    }

    private static List<Relation> named(List<Approver> approvers) {
        List<Relation> named = new ArrayList<>();
        for (Approver approver : approvers) {
            if (approver instanceof Approver.Related related) {
                named.add(related.relation());
            }
        }
        return named;
    }

    private static boolean isConcerned(Parties parties, String userId, List<Relation> named) {
        boolean hasStanding = false;
        boolean isStandingNamed = false;
        for (Relation relation : Relation.values()) {
            if (!parties.isRelated(userId, relation)) {
                continue;
            }
            boolean isNamed = named.contains(relation);
            if (relation.isOfRequest() && !isNamed) {
                return true;
            }
            hasStanding |= !relation.isOfRequest();
            isStandingNamed |= !relation.isOfRequest() && isNamed;
        }
        return hasStanding && !isStandingNamed;
    }

    private static boolean isNamed(Approver approver, Parties parties, Decider decider) {
        if (approver instanceof Approver.User user) {
            return user.id().equals(decider.userId());
        }
        if (approver instanceof Approver.Group group) {
            return decider.groupIds().contains(group.id());
        }
        if (approver instanceof Approver.Role role) {
            return decider.roles().contains(role.name());
        }
        return parties.isRelated(decider.userId(), ((Approver.Related) approver).relation());
    }
}
