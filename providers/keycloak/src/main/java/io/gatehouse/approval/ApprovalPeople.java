package io.gatehouse.approval;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.Agents;
import io.gatehouse.core.approval.Decider;
import io.gatehouse.core.approval.Eligible;
import io.gatehouse.core.approval.Parties;
import io.gatehouse.core.approval.Relation;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.People;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.Users;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may decide an approval, asked of Keycloak at the moment and not of what a token says. For one request; not thread-safe. */
public final class ApprovalPeople {
    private final RealmScope scope;
    private final Agents agents;
    private final Map<String, People.Standing> standings = new HashMap<>();
    private final Map<String, Set<String>> managed = new HashMap<>();

    /** The people of the scope's realm. */
    public ApprovalPeople(RealmScope scope, Agents agents) {
        this.scope = scope;
        this.agents = agents;
    }

    /** Why the caller may not decide, or empty if it may. */
    Optional<Eligible.Refusal> refusal(Approval approval, Agent agent, Caller caller) {
        boolean mayDecideAll = caller.may(Permission.APPROVALS_DECIDE);
        String userId = caller.userId();
        if (userId == null) {
            // An administrator of the master realm, who stands in no relation to anything of this one.
            boolean isAdmin = caller.kind() == Caller.Kind.ADMIN && mayDecideAll;
            return approval.demand()
                    .refusal(
                            new Parties(Map.of(), Map.of()),
                            new Decider(caller.id(), isAdmin, Set.of(), Set.of(), mayDecideAll),
                            Clock.nowMs());
        }
        boolean isPerson = (caller.kind() == Caller.Kind.USER || caller.kind() == Caller.Kind.ADMIN)
                && caller.mayMakeCredentials()
                && isAblePerson(userId);
        return refusal(approval, agent, decider(userId, isPerson, mayDecideAll), managed(userId));
    }

    /** Why the person who decided could not decide any more, or empty if it still could. */
    public Optional<Eligible.Refusal> refusalNow(Approval approval, Agent agent, Approval.Verdict verdict) {
        return verdict.isOfRealm() ? refusalOf(approval, agent, verdict.deciderId()) : Optional.empty();
    }

    /** Why a user of the realm may not decide, or empty if it may. */
    Optional<Eligible.Refusal> refusalOf(Approval approval, Agent agent, String userId) {
        boolean mayDecideAll =
                users().permissions(scope.session(), scope.realm(), userId).contains(Permission.APPROVALS_DECIDE);
        return refusal(approval, agent, decider(userId, isAblePerson(userId), mayDecideAll), managed(userId));
    }

    /** All names by which the caller may be among the approvers of something. */
    Set<String> namesOf(Caller caller) {
        Set<String> names = new LinkedHashSet<>();
        if (caller.may(Permission.APPROVALS_DECIDE)) {
            names.add(ApproverNames.PERMISSION);
        }
        String userId = caller.userId();
        if (userId != null && caller.kind() != Caller.Kind.API_KEY) {
            People.Standing standing = standing(userId);
            names.add(ApproverNames.USER + userId);
            standing.groupIds().forEach(id -> names.add(ApproverNames.GROUP + id));
            standing.roles().forEach(name -> names.add(ApproverNames.ROLE + name));
            managed(userId).forEach(id -> names.add(ApproverNames.MANAGERS + id));
        }
        return names;
    }

    private Optional<Eligible.Refusal> refusal(
            Approval approval, Agent agent, Decider decider, Set<String> managedOrganizationIds) {
        Map<Relation, Set<String>> related = new EnumMap<>(Relation.class);
        for (Relation relation : Relation.values()) {
            if (isRelated(relation, approval, agent, decider, managedOrganizationIds)) {
                related.put(relation, Set.of(decider.userId()));
            }
        }
        Parties parties = new Parties(related, agents.formerOwners(agent.id()));
        return approval.demand().refusal(parties, decider, Clock.nowMs());
    }

    private static boolean isRelated(
            Relation relation, Approval approval, Agent agent, Decider decider, Set<String> managedOrganizationIds) {
        String userId = decider.userId();
        return switch (relation) {
            case OWNER ->
                switch (agent.owner().type()) {
                    case USER, SERVICE_ACCOUNT -> agent.owner().isUser(userId);
                    case GROUP -> decider.groupIds().contains(agent.owner().id());
                    case ORGANIZATION ->
                        managedOrganizationIds.contains(agent.owner().id());
                    case AGENT, REALM, TEXT -> false;
                };
            case CREATOR -> userId.equals(agent.createdBy());
            case SPONSOR -> Objects.equals(userId, agent.details().sponsorId());
            case MANAGER -> isManaged(agent.organizationId(), managedOrganizationIds);
            case REQUESTER -> Objects.equals(userId, approval.requesterId());
            case SUBJECT -> Objects.equals(userId, approval.subjectId());
        };
    }

    private static boolean isManaged(@Nullable String organizationId, Set<String> managedOrganizationIds) {
        return organizationId != null && managedOrganizationIds.contains(organizationId);
    }

    private Decider decider(String userId, boolean isPerson, boolean mayDecideAll) {
        People.Standing standing = standing(userId);
        return new Decider(userId, isPerson, standing.groupIds(), standing.roles(), mayDecideAll);
    }

    private boolean isAblePerson(String userId) {
        return users().isAbleToAct(scope.session(), scope.realm(), userId)
                && !users().isServiceAccount(scope.session(), scope.realm(), userId);
    }

    private People.Standing standing(String userId) {
        return standings.computeIfAbsent(
                userId, id -> scope.ports().people().standing(scope.session(), scope.realm(), id));
    }

    private Set<String> managed(String userId) {
        return managed.computeIfAbsent(userId, id -> users().managedOrganizations(scope.session(), scope.realm(), id));
    }

    private Users users() {
        return scope.ports().users();
    }
}
