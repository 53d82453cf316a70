package io.gatehouse.agent;

import io.gatehouse.event.EventType;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hands an agent over to another owner (rule 7 of the contract). Whoever had the agent before has nothing of it afterwards:
 * its secret or keys, its tokens, the delegations to it and the consents that users gave it in Keycloak are dead, and the new owner gives it new ones. In whose name it was activated does not
 * count for the new owner unless the caller could activate it.
 */
public final class AgentTransfer {
    private final Agents agents;

    /**
     * Who is to have the agent.
     *
     * @param owner the new owner
     * @param organizationId the organization that it then belongs to, null for none
     */
    record Recipient(Owner owner, @Nullable String organizationId) {}

    /** Hands over these agents. */
    public AgentTransfer(Agents agents) {
        this.agents = agents;
    }

    /**
     * Hands over, in the caller's transaction. An agent that belongs to this owner already stays as it is.
     *
     * @param owner the new owner
     * @param allow says who gets it, called with the locked agent; what it throws ends the transfer
     * @param mayActivate whether the caller may activate agents; else it waits for somebody who may
     * @return the agent as it is now; empty when there is no such agent
     * @throws GatehouseException 409 {@code agent_revoked}
     */
    Optional<Agent> transfer(String id, Owner owner, Function<Agent, Recipient> allow, boolean mayActivate) {
        return agents.change(id, row -> {
            Agents.requireNotRevoked(row);
            Agent before = agents.rows().agent(row);
            Recipient recipient = allow.apply(before);
            if (!before.owner().equals(owner)) {
                handOver(row, before, recipient, mayActivate);
            }
        });
    }

    private void handOver(AgentEntity row, Agent before, Recipient recipient, boolean mayActivate) {
        long nowMs = Clock.nowMs();
        row.handOver(recipient.owner(), recipient.organizationId(), nowMs);
        if (!mayActivate && row.status() != AgentStatus.PENDING) {
            row.become(AgentStatus.PENDING, nowMs);
        }
        agents.killTokens(row);
        agents.dropDelegations(row);
        Agent after = agents.rows().agent(row);
        agents.append(Agents.event(EventType.AGENT_UPDATED, after)
                .data("changed", changed(before, after))
                .data("tokens_revoked", true)
                .data("owner_type", after.owner().type().text())
                .data("previous_owner_type", before.owner().type().text()));
    }

    private static List<String> changed(Agent before, Agent after) {
        List<String> changed = new ArrayList<>(List.of("owner"));
        if (!Objects.equals(before.organizationId(), after.organizationId())) {
            changed.add("organization_id");
        }
        if (before.credential() == AgentCredential.SECRET) {
            changed.add("secret_key");
        }
        if (before.credential() == AgentCredential.PUBLIC_KEY) {
            changed.add("jwks");
        }
        if (before.credential() == AgentCredential.FEDERATED) {
            changed.add("federated_subject");
        }
        if (before.credential() == AgentCredential.CERTIFICATE) {
            changed.add("tls_client_auth_subject_dn");
        }
        changed.addAll(after.marks().login().changedSince(before.marks().login()));
        if (before.status() != after.status()) {
            changed.add("status");
        }
        return changed;
    }
}
