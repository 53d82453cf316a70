package io.gatehouse.approval;

import io.gatehouse.agent.Agent;
import io.gatehouse.core.approval.Approver;
import io.gatehouse.core.approval.Relation;
import io.gatehouse.platform.Owner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Those who may decide, as rows by which people are found: {@code user:}, {@code group:}, {@code role:}, {@code managers:} of
 * an organization, or {@code permission} for whoever holds {@code decide-approvals}. Only a first sieve; who may decide is
 * asked anew whenever somebody wants to.
 */
final class ApproverNames {
    /** Of an approval for which the rule names nobody. */
    static final String PERMISSION = "permission";

    static final String USER = "user:";
    static final String GROUP = "group:";
    static final String ROLE = "role:";
    static final String MANAGERS = "managers:";

    private ApproverNames() {}

    /** The names of those whom a rule lets decide about this agent; empty when there is nobody. */
    static Set<String> of(
            List<Approver> approvers, Agent agent, @Nullable String requesterId, @Nullable String subjectId) {
        Set<String> names = new LinkedHashSet<>();
        if (approvers.isEmpty()) {
            names.add(PERMISSION);
        }
        for (Approver approver : approvers) {
            if (approver instanceof Approver.Related related) {
                related(related.relation(), agent, requesterId, subjectId).ifPresent(names::add);
            } else {
                names.add(approver.text());
            }
        }
        return names;
    }

    private static Optional<String> related(
            Relation relation, Agent agent, @Nullable String requesterId, @Nullable String subjectId) {
        return switch (relation) {
            case OWNER -> owner(agent.owner());
            case CREATOR -> Optional.of(USER + agent.createdBy());
            case SPONSOR -> Optional.ofNullable(agent.details().sponsorId()).map(USER::concat);
            case MANAGER -> Optional.ofNullable(agent.organizationId()).map(MANAGERS::concat);
            case REQUESTER -> Optional.ofNullable(requesterId).map(USER::concat);
            case SUBJECT -> Optional.ofNullable(subjectId).map(USER::concat);
        };
    }

    private static Optional<String> owner(Owner owner) {
        return switch (owner.type()) {
            case USER, SERVICE_ACCOUNT -> Optional.of(USER + owner.id());
            case GROUP -> Optional.of(GROUP + owner.id());
            case ORGANIZATION -> Optional.of(MANAGERS + owner.id());
            case AGENT, REALM, TEXT -> Optional.empty();
        };
    }
}
