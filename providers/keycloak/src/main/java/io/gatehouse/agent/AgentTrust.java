package io.gatehouse.agent;

import io.gatehouse.platform.Call;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.spiffe.SpiffeIdentityProviderConfig;
import org.keycloak.broker.spiffe.SpiffeIdentityProviderFactory;
import org.keycloak.models.IdentityProviderModel;

/** Who may say that an agent is whoever an issuer or a certificate calls by some name, and of which names. */
final class AgentTrust {
    private final Call call;
    private final Agents agents;

    AgentTrust(Call call, Agents agents) {
        this.call = call;
        this.agents = agents;
    }

    /**
     * Keycloak finds the agent by the subject, and nobody when two have it: so it must be free, and only administrators take
     * one, lest somebody take a subject to lock its owner out.
     *
     * @param agentId of the agent that would have it, null for a new one
     * @throws GatehouseException 403 for a caller without {@code agents:write}; 422 for an issuer that there is not, a subject
     *     that another agent has, or one that is not in the trust domain of a SPIFFE provider
     */
    void requireMayTrust(
            @Nullable String agentId, @Nullable FederatedIdentity before, @Nullable FederatedIdentity after) {
        if (after == null || Objects.equals(before, after)) {
            return;
        }
        call.caller().require(Permission.AGENTS_WRITE);
        IdentityProviderModel issuer =
                call.scope().session().identityProviders().getByAlias(after.issuer());
        if (issuer == null) {
            throw GatehouseException.invalid(
                    "/federated_issuer", "unknown_issuer", "The realm has no identity provider with this alias.");
        }
        requireInTrustDomain(issuer, after);
        boolean isTaken = agents.findByFederatedSubject(after.subject()).stream()
                .anyMatch(agent -> !agent.id().equals(agentId));
        if (isTaken) {
            throw GatehouseException.invalid(
                    "/federated_subject", "already_used", "Another agent of the realm has this subject.");
        }
    }

    /**
     * Which authority the server trusts, and whom that gives certificates, administrators know.
     *
     * @throws GatehouseException 403 for a caller without {@code agents:write}
     */
    void requireMayName(@Nullable CertificateName before, @Nullable CertificateName after) {
        if (after != null && !after.equals(before)) {
            call.caller().require(Permission.AGENTS_WRITE);
        }
    }

    /** Keycloak would refuse it at every use, each time with a stack trace in the log. */
    private static void requireInTrustDomain(IdentityProviderModel issuer, FederatedIdentity wanted) {
        if (!SpiffeIdentityProviderFactory.PROVIDER_ID.equals(issuer.getProviderId())) {
            return;
        }
        String trustDomain = issuer.getConfig().get(SpiffeIdentityProviderConfig.TRUST_DOMAIN_KEY);
        if (trustDomain == null || !wanted.isSpiffeIdIn(trustDomain)) {
            throw GatehouseException.invalid(
                    "/federated_subject",
                    "not_in_trust_domain",
                    "The subject must be a SPIFFE ID with a path in the provider's trust domain: " + trustDomain
                            + "/...");
        }
    }
}
