package io.gatehouse.agent;

import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.core.key.Secret;
import io.gatehouse.core.plan.PlanLimit;
import io.gatehouse.eligibility.ActingAgent;
import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.eligibility.Revocations;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The agents of one realm and the rules of their lifecycle; see {@link AgentStatus}. Every change locks the row, appends its
 * event and, where it takes something away, kills the agent's live tokens, all in the caller's transaction. It knows nothing
 * of who may do what: that is asked before. Long because all changes of an agent's state share its locks and its events.
 */
public final class Agents {
    /** Most agents that {@link #searchByIdContains} gives at once. */
    public static final int MAX_SEARCH_ROWS = 1_000;

    private static final String TARGET = "agent";

    private final RealmScope scope;
    private final Events events;
    private final Revocations revocations;
    private final LiveTokens liveTokens;
    private final Eligibility eligibility;
    private final AgentRows rows;
    private final AgentSecrets secrets;

    /**
     * A new agent.
     *
     * @param agent the agent
     * @param secret shown this once, null when it has none
     */
    public record Made(Agent agent, @Nullable Secret secret) {}

    /**
     * @param liveTokens tells of the tokens that were issued to the realm's agents
     * @param eligibility tells whether an owner can answer for an agent
     */
    public Agents(
            RealmScope scope, Events events, Revocations revocations, LiveTokens liveTokens, Eligibility eligibility) {
        this.scope = scope;
        this.events = events;
        this.revocations = revocations;
        this.liveTokens = liveTokens;
        this.eligibility = eligibility;
        this.rows = new AgentRows(scope);
        this.secrets = new AgentSecrets(scope);
    }

    /** The realm's blueprints. */
    AgentBlueprints blueprints() {
        return new AgentBlueprints(scope, events);
    }

    AgentSecrets secrets() {
        return secrets;
    }

    /** The agent with this id; no query for a text that cannot be one. */
    public Optional<Agent> find(String id) {
        return rows.find(id).map(rows::agent).map(agent -> AgentSightings.note(scope.session(), agent));
    }

    /** The agents with these ids, by their ids; those that do not exist are left out. One query, for a page of a list. */
    public Map<String, Agent> findAll(Collection<String> ids) {
        Map<String, Agent> found = new HashMap<>();
        rows.findAll(ids).forEach(row -> found.put(row.id(), rows.agent(row)));
        return found;
    }

    /** When users ceased to own the agent, in milliseconds since the epoch, by their ids; those of the last thirty days. */
    public Map<String, Long> formerOwners(String id) {
        return rows.find(id).map(AgentEntity::formerOwners).orElse(Map.of());
    }

    /**
     * The agent as it is at this moment, kept from changing until the transaction ends. The issuer reads it so before it
     * mints: a pause or revocation that comes at the same time either is seen here, or waits for the mint and then finds
     * the new token among the live ones.
     */
    public Optional<Agent> lockForIssue(String id) {
        return rows.lock(id, LockModeType.PESSIMISTIC_READ).map(rows::agent);
    }

    /** Whether the agent's tokens were ended, as with another secret or key, since this request first saw the agent. */
    public boolean isCutOff(Agent locked) {
        return AgentSightings.isCutOff(scope.session(), locked);
    }

    /** The agent that this secret belongs to, in whatever status; the same work is done when there is none. */
    public Optional<Agent> findBySecret(ApiKeyText presented) {
        AgentEntity row = rows.findBySecretKid(presented.kid()).orElse(null);
        boolean isRight = secrets.matches(row, presented);
        return isRight && row != null
                ? Optional.of(AgentSightings.note(scope.session(), rows.agent(row)))
                : Optional.empty();
    }

    /** The agents that are not revoked and that an issuer calls by this name; one, as a rule, and at most two. */
    public List<Agent> findByFederatedSubject(String subject) {
        return subject.length() > FederatedIdentity.MAX_SUBJECT_LENGTH || !FederatedIdentity.isWellFormed(subject)
                ? List.of()
                : rows.findByFederatedSubject(subject).stream().map(rows::agent).toList();
    }

    /** Whether this text is the agent's secret; always false for agents that have none. */
    public boolean matchesSecret(Agent agent, String presented) {
        return ApiKeyText.parse(presented)
                .map(key -> secrets.matches(rows.find(agent.id()).orElse(null), key))
                .orElse(false);
    }

    /**
     * Agents whose id contains a text, in the order of their ids.
     *
     * @param first how many to pass over
     * @param max most that are wanted; never more than {@link #MAX_SEARCH_ROWS} come
     */
    public List<Agent> searchByIdContains(String text, int first, int max) {
        int bounded = Math.min(Math.max(max, 1), MAX_SEARCH_ROWS);
        return rows.findByIdPart(text, Math.max(first, 0), bounded).stream()
                .map(rows::agent)
                .toList();
    }

    /** One page of the agents within reach, newest first. */
    public Page<Agent> list(AgentFilter filter, Reach reach, PageRequest request) {
        return new AgentQuery(scope, filter, reach, Clock.nowMs()).page(request, rows::agent);
    }

    /**
     * Adds an agent.
     *
     * @param status {@link AgentStatus#ACTIVE}, or {@link AgentStatus#PENDING} until somebody activates it
     * @param createdBy id of who asked for it
     * @throws GatehouseException 422 {@code owner_unavailable} when it would be active and nobody can answer for it; 402
     *     when the plan allows no more
     */
    public Made create(NewAgent wanted, AgentStatus status, String createdBy) {
        long nowMs = Clock.nowMs();
        AgentEntity row = new AgentEntity(new Agent(
                rows.freeId(),
                scope.realmId(),
                wanted.owner(),
                wanted.organizationId(),
                wanted.mode(),
                wanted.credential(),
                wanted.details(),
                status,
                0,
                createdBy,
                nowMs,
                nowMs,
                AgentMarks.ofNew(wanted.blueprintId())));
        if (status == AgentStatus.ACTIVE && !hasAbleOwner(rows.agent(row))) {
            throw GatehouseException.invalid("/owner", "owner_unavailable", "The owner is disabled, locked or gone.");
        }
        scope.ports().allotments().reserve(scope, PlanLimit.AGENTS, wanted.organizationId());
        row.lookNoLaterThan(AgentEnd.nextLookAtMs(rows.agent(row).expiresAtMs(), nowMs));
        Secret secret = wanted.credential() == AgentCredential.SECRET ? secrets.renew(row) : null;
        rows.add(row);
        Agent agent = rows.agent(row);
        append(event(EventType.AGENT_CREATED, agent)
                .data("owner_type", agent.owner().type().text())
                .data("mode", agent.mode().text())
                .data("credential", agent.credential().text())
                .data("blueprint_id", wanted.blueprintId())
                .data("scopes", agent.details().scopes())
                .data("audiences", agent.details().audiences()));
        return new Made(agent, secret);
    }

    /**
     * Changes what may change. Tokens that say more than the agent may afterwards are killed.
     *
     * @param change what becomes of the details, called with the locked agent; what it throws ends the change
     * @return empty when there is no such agent
     * @throws GatehouseException 409 {@code agent_revoked}
     */
    public Optional<Agent> update(String id, Function<Agent, AgentDetails> change) {
        return rows.lock(id, LockModeType.PESSIMISTIC_WRITE).map(row -> {
            requireNotRevoked(row);
            return update(row, change.apply(rows.agent(row)), null);
        });
    }

    /**
     * Changes the agent of a locked row.
     *
     * @param cause why, for the event; null when somebody asked for this very change
     */
    Agent update(AgentEntity row, AgentDetails details, @Nullable String cause) {
        Agent before = rows.agent(row);
        List<String> changed = details.changedSince(before.details());
        if (changed.isEmpty()) {
            return before;
        }
        long nowMs = Clock.nowMs();
        row.change(details, nowMs);
        row.lookNoLaterThan(AgentEnd.nextLookAtMs(rows.agent(row).expiresAtMs(), nowMs));
        boolean killsTokens = details.outdatesTokens(before.details(), nowMs);
        if (killsTokens) {
            killTokens(row);
        }
        Event.Builder event = event(EventType.AGENT_UPDATED, rows.agent(row))
                .data("changed", changed)
                .data("tokens_revoked", killsTokens);
        append(cause == null ? event : event.cause(cause));
        return rows.agent(row);
    }

    /**
     * Pauses an active agent and kills its tokens; a paused one stays as it is.
     *
     * @throws GatehouseException 409 {@code agent_revoked} or {@code agent_pending}
     */
    public Optional<Agent> pause(String id) {
        return change(id, row -> {
            requireNotRevoked(row);
            if (row.status() == AgentStatus.PENDING) {
                throw GatehouseException.conflict(
                        "agent_pending", "The agent is not activated yet; there is nothing to pause.");
            }
            boolean ignored = pause(row, "agent_paused");
        });
    }

    /**
     * Pauses the agent of a locked row, if it is active.
     *
     * @param cause why, for the event
     * @return whether it was
     */
    boolean pause(AgentEntity row, String cause) {
        if (row.status() != AgentStatus.ACTIVE) {
            return false;
        }
        row.become(AgentStatus.PAUSED, Clock.nowMs());
        killTokens(row);
        append(event(EventType.AGENT_PAUSED, rows.agent(row)).cause(cause));
        return true;
    }

    /**
     * Lets a paused agent act again, or activates a pending one; an active one stays as it is. Killed tokens stay dead.
     *
     * @throws GatehouseException 409 {@code agent_revoked}, or {@code owner_unavailable} when nobody can answer for it
     */
    public Optional<Agent> resume(String id) {
        return change(id, row -> {
            requireNotRevoked(row);
            AgentStatus before = row.status();
            if (before != AgentStatus.ACTIVE) {
                requireAbleOwner(rows.agent(row));
                row.become(AgentStatus.ACTIVE, Clock.nowMs());
                append(event(EventType.AGENT_RESUMED, rows.agent(row)).data("previous_status", before.text()));
            }
        });
    }

    /** Ends an agent for good and kills its tokens; a revoked one stays as it is. */
    public Optional<Agent> revoke(String id) {
        return change(id, row -> {
            boolean ignored = revoke(row, "agent_revoked");
        });
    }

    /**
     * Ends the agent of a locked row for good.
     *
     * @param cause why, for the event
     * @return whether it was not revoked before
     */
    boolean revoke(AgentEntity row, String cause) {
        if (row.status() == AgentStatus.REVOKED) {
            return false;
        }
        row.become(AgentStatus.REVOKED, Clock.nowMs());
        killTokens(row);
        append(event(EventType.AGENT_REVOKED, rows.agent(row)).cause(cause));
        return true;
    }

    /** Ends an agent's tokens, and those that came of them, and nothing else: it may get new ones at once. */
    public Optional<Agent> endTokens(String id) {
        return change(id, row -> {
            killTokens(row);
            append(event(EventType.TOKEN_REVOKED, rows.agent(row)).cause("requested"));
        });
    }

    /**
     * Kills the live tokens of every agent of an owner that can no longer answer for them. Their status stays: whether the
     * owner is able is asked anew at each use. Rows are locked in the order of their ids, a batch at a time.
     *
     * @return how many agents
     */
    public int disableByOwner(Owner owner) {
        return rows.forEachOfOwner(owner, this::killForOwner);
    }

    /**
     * Kills what an owner's agents got since {@link #disableByOwner}: until Keycloak's caches heard of the change, a request may
     * have found the owner able. One that has not minted yet is cut off by the new moment, whatever it remembers of the owner.
     *
     * @return how many agents the owner has
     */
    public int endMintedMeanwhile(Owner owner) {
        return rows.forEachOfOwner(owner, row -> {
            if (liveTokens.lastIssuedAtMs(row.id()) > row.notBeforeMs()) {
                killForOwner(row);
            } else {
                killTokens(row);
            }
        });
    }

    /** The greatest issue time among an agent's tokens on record, 0 when there is none. */
    long lastIssuedAtMs(String id) {
        return liveTokens.lastIssuedAtMs(id);
    }

    /** Looks at every agent soon, because what the realm says of their lifetime changed. */
    public void lookAtAll() {
        rows.lookAtAll(Clock.nowMs());
    }

    AgentLook look() {
        return new AgentLook(scope, this);
    }

    AgentRows rows() {
        return rows;
    }

    void killForOwner(AgentEntity row) {
        killTokens(row);
        append(event(EventType.TOKEN_REVOKED, rows.agent(row)).cause("owner_unavailable"));
    }

    /** An agent for which nobody can answer is not put to work: whether somebody can is asked as at each issue of a token. */
    private boolean hasAbleOwner(Agent agent) {
        ActingAgent asActive =
                new ActingAgent(agent.id(), AgentStatus.ACTIVE.text(), null, agent.owner(), agent.organizationId());
        return eligibility.of(asActive).isEmpty();
    }

    /** Ends what lets the agent act for people; its tokens are killed apart. */
    void dropDelegations(AgentEntity row) {
        rows.dropDelegations(row.id());
    }

    /**
     * Every token issued so far is dead from the commit on. The row is locked, so none is being issued now. The clocks of
     * nodes may differ: a node whose clock is ahead may have stamped a token later than this node's "now", hence the
     * greatest issue time on record counts too.
     */
    void killTokens(AgentEntity row) {
        // It always rises, or a copy of the agent that was made since the last time would not be known to be outdated.
        long lastMs = Math.max(liveTokens.lastIssuedAtMs(row.id()), row.notBeforeMs() + 1);
        long notBeforeMs = Math.max(Clock.nowMs(), lastMs);
        row.killTokensUpTo(notBeforeMs);
        revocations.revokeAgentTokens(row.id(), notBeforeMs, notBeforeMs + AgentDetails.LONGEST_TOKEN_MS);
    }

    /** Locks the agent's row and changes it; empty when there is no such agent. */
    Optional<Agent> change(String id, Consumer<AgentEntity> act) {
        Optional<AgentEntity> row = rows.lock(id, LockModeType.PESSIMISTIC_WRITE);
        row.ifPresent(act);
        return row.map(rows::agent);
    }

    /** @throws GatehouseException 409 {@code agent_revoked} */
    static void requireNotRevoked(AgentEntity row) {
        if (row.status() == AgentStatus.REVOKED) {
            throw GatehouseException.conflict("agent_revoked", "The agent is revoked for good; create another one.");
        }
    }

    private void requireAbleOwner(Agent agent) {
        if (!hasAbleOwner(agent)) {
            throw GatehouseException.conflict(
                    "owner_unavailable",
                    "The agent's owner or organization is disabled, locked or gone; hand the agent over first.");
        }
    }

    /** What every event of an agent tells of it. */
    static Event.Builder event(EventType type, Agent agent) {
        return Event.of(type, TARGET, agent.id())
                .agent(agent.id())
                .data("name", agent.details().name())
                .data("organization_id", agent.organizationId())
                .data("status", agent.status().text());
    }

    /** Writes an event into the present transaction. */
    void append(Event.Builder event) {
        String ignored = events.append(event.build());
    }
}
