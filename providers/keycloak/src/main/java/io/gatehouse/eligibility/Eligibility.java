package io.gatehouse.eligibility;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.Users;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one question: may this agent, owner, token or key still act? Every grant, verification and redemption asks here, each
 * time; nothing is remembered between requests. An empty answer means yes.
 */
public final class Eligibility {
    private final RealmScope scope;
    private final RevocationState state;
    private final ActingAgents agents;

    /**
     * Asks about one realm.
     *
     * @param state the node's revocation state
     * @param agents the realm's agents, for the keys that they own
     */
    public Eligibility(RealmScope scope, RevocationState state, ActingAgents agents) {
        this.scope = scope;
        this.state = state;
        this.agents = agents;
    }

    /** Whether the agent may get a token now. */
    public Optional<Ineligible> of(ActingAgent agent) {
        return switch (agent.status()) {
            case "active" ->
                isPast(agent.expiresAtMs())
                        ? Optional.of(Ineligible.EXPIRED)
                        : ofOwner(agent.owner(), agent.organizationId());
            case "pending" -> Optional.of(Ineligible.PENDING);
            case "paused" -> Optional.of(Ineligible.PAUSED);
            default -> Optional.of(Ineligible.REVOKED);
        };
    }

    /**
     * Whether the key may be used now.
     *
     * @throws io.gatehouse.platform.GatehouseException 503 when the state is stale
     */
    public Optional<Ineligible> of(ActingKey key) {
        state.requireFresh(Clock.monotonicMs());
        if (key.isRevoked() || !key.isActive() || isOutdated(key)) {
            return Optional.of(Ineligible.REVOKED);
        }
        if (isPast(key.expiresAtMs())) {
            return Optional.of(Ineligible.EXPIRED);
        }
        return ofOwner(key.owner(), key.organizationId());
    }

    /**
     * Whether the key was changed or revoked after this copy of it was made, so that the copy must not be acted upon. A copy
     * that says that the key is revoked is never outdated: that does not change any more.
     */
    public boolean isOutdated(ActingKey key) {
        return !key.isRevoked() && isRevoked(RevocationKind.KEY, key.id(), key.changedAtMs());
    }

    /**
     * Whether a token of an agent, its signature and expiry already verified, is alive: not revoked, its agent neither
     * paused nor revoked since, and issued after the realm's not-before.
     *
     * @throws io.gatehouse.platform.GatehouseException 503 when the state is stale
     */
    public Optional<Ineligible> ofToken(String tokenId, String agentId, long issuedAtMs) {
        state.requireFresh(Clock.monotonicMs());
        if (isRevoked(RevocationKind.TOKEN, tokenId, issuedAtMs)
                || isRevoked(RevocationKind.AGENT, agentId, issuedAtMs)) {
            return Optional.of(Ineligible.REVOKED);
        }
        if (issuedAtMs < scope.realm().getNotBefore() * 1000L) {
            return Optional.of(Ineligible.NOT_BEFORE);
        }
        return Optional.empty();
    }

    /**
     * Whether a token that an agent uses on behalf of a user is alive, beyond what {@link #ofToken} asks: none of the tokens
     * that it came from is revoked, none of its agents paused or revoked, none of the consents withdrawn, and the user may
     * act and is logged in. What is revoked is known in memory; the user and the session are in Keycloak's caches, which read
     * when they miss.
     *
     * @throws io.gatehouse.platform.GatehouseException 503 when the state is stale
     */
    public Optional<Ineligible> ofDelegated(DelegatedToken token) {
        state.requireFresh(Clock.monotonicMs());
        boolean isRevoked = token.ties().stream().anyMatch(tie -> isRevoked(tie.kind(), tie.id(), tie.issuedAtMs()))
                || token.parents().stream()
                        .anyMatch(parent -> scope.ports().stockTokens().isRevoked(scope.session(), parent));
        if (isRevoked) {
            return Optional.of(Ineligible.REVOKED);
        }
        return isPresent(token) ? Optional.empty() : Optional.of(Ineligible.SUBJECT);
    }

    private boolean isPresent(DelegatedToken token) {
        Users users = scope.ports().users();
        return users.isAbleToAct(scope.session(), scope.realm(), token.userId())
                && users.isLoggedIn(
                        scope.session(), scope.realm(), token.userId(), token.login(), token.rootIssuedAtMs() / 1000);
    }

    /** The most that an agent may get now; nothing when there is no such agent. */
    public Set<String> scopesOfAgent(String agentId) {
        return agents.find(agentId)
                .map(standing -> Set.copyOf(standing.scopes()))
                .orElse(Set.of());
    }

    private boolean isAbleAgent(String agentId) {
        // An agent's owner is never an agent, so that this does not go in circles.
        return agents.find(agentId)
                .filter(standing -> standing.agent().owner().type() != Owner.Type.AGENT)
                .filter(standing -> of(standing.agent()).isEmpty())
                .isPresent();
    }

    private Optional<Ineligible> ofOwner(Owner owner, @Nullable String organizationId) {
        Users users = scope.ports().users();
        boolean isAble =
                switch (owner.type()) {
                    case USER, SERVICE_ACCOUNT -> users.isAbleToAct(scope.session(), scope.realm(), owner.id());
                    case ORGANIZATION -> users.isOrganizationEnabled(scope.session(), scope.realm(), owner.id());
                    case GROUP -> users.groupExists(scope.session(), scope.realm(), owner.id());
                    case AGENT -> isAbleAgent(owner.id());
                    case REALM, TEXT -> true;
                };
        boolean isOrganizationAble =
                organizationId == null || users.isOrganizationEnabled(scope.session(), scope.realm(), organizationId);
        return isAble && isOrganizationAble ? Optional.empty() : Optional.of(Ineligible.OWNER);
    }

    private boolean isRevoked(RevocationKind kind, String id, long issuedAtMs) {
        return state.isRevoked(scope.realmId(), kind, id, issuedAtMs)
                || (!state.isComplete() && isRevokedInDatabase(kind, id, issuedAtMs));
    }

    private boolean isRevokedInDatabase(RevocationKind kind, String id, long issuedAtMs) {
        return scope.entityManager()
                        .createNamedQuery("gatehouse.isRevoked", Long.class)
                        .setParameter("realm", scope.realmId())
                        .setParameter("kind", kind.text())
                        .setParameter("subject", id)
                        .setParameter("issued", issuedAtMs)
                        .getSingleResult()
                > 0;
    }

    private static boolean isPast(@Nullable Long ms) {
        return ms != null && ms <= Clock.nowMs();
    }
}
