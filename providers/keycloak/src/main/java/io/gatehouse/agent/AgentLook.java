package io.gatehouse.agent;

import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.SequencedEvent;
import io.gatehouse.event.SequencedEventFilter;
import io.gatehouse.event.SequencedEvents;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.RealmScope;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at an agent whose time has come; see {@link AgentUpkeep}. It decides under the row's lock, so that what another node
 * did meanwhile is not done twice.
 */
final class AgentLook {
    private final RealmScope scope;
    private final Agents agents;

    AgentLook(RealmScope scope, Agents agents) {
        this.scope = scope;
        this.agents = agents;
    }

    /** Tells of a review and of the end that comes, ends an idle agent, and plans the next look. */
    void at(String id, long nowMs) {
        Optional<Agent> ignored = agents.change(id, row -> {
            Long plannedAtMs = row.lookAtMs();
            if (plannedAtMs != null && plannedAtMs <= nowMs) {
                look(row, plannedAtMs, nowMs);
            }
        });
    }

    private void look(AgentEntity row, long plannedAtMs, long nowMs) {
        Agent agent = agents.rows().agent(row);
        if (agent.status() == AgentStatus.REVOKED) {
            row.lookAt(null);
            return;
        }
        AgentUpkeep upkeep = agent.details().upkeep();
        boolean isActive = agent.statusAt(nowMs) == AgentStatus.ACTIVE;
        AgentUpkeep.Finding finding = upkeep.lookAt(nowMs, plannedAtMs, isActive, quietSinceMs(agent, nowMs));
        Long endsAtMs = agent.expiresAtMs();
        row.lookAt(AgentUpkeep.earlier(finding.nextLookAtMs(), AgentEnd.nextLookAtMs(endsAtMs, nowMs)));
        if (isActive) {
            AgentEnd.noticeAt(endsAtMs, plannedAtMs, nowMs).ifPresent(days -> tellEnd(agent, days));
        } else if (agent.status() == AgentStatus.ACTIVE) {
            endTokens(row);
        }
        if (finding.isReviewDue()) {
            agents.append(Agents.event(EventType.AGENT_REVIEW_DUE, agent)
                    .subject(agent.details().sponsorId())
                    .data("sponsor_review_at", iso(upkeep.sponsorReviewAtMs())));
        }
        if (finding.isIdle()) {
            expire(row, nowMs);
        }
    }

    private void tellEnd(Agent agent, int days) {
        agents.append(Agents.event(EventType.AGENT_EXPIRING, agent)
                .subject(agent.details().sponsorId())
                .data("days_left", days)
                .data("expires_at", iso(agent.expiresAtMs())));
    }

    /** Where the realm shortened the lifetime of its agents, an agent may have tokens that were to outlive it. */
    private void endTokens(AgentEntity row) {
        if (agents.lastIssuedAtMs(row.id()) > row.notBeforeMs()) {
            agents.killTokens(row);
            agents.append(Agents.event(EventType.TOKEN_REVOKED, agents.rows().agent(row))
                    .cause("agent_expired"));
        }
    }

    /** An idle agent has its expiry now: a later one lets it go on, as with any other that expired. */
    private void expire(AgentEntity row, long nowMs) {
        row.expire(nowMs);
        agents.killTokens(row);
        Event.Builder event = Agents.event(
                        EventType.AGENT_UPDATED, agents.rows().agent(row))
                .cause("idle")
                .data("changed", List.of("expires_at"))
                .data("tokens_revoked", true);
        agents.append(event);
    }

    /**
     * When the agent last got a token, or was changed. Rows of tokens go an hour after these have expired, so the events are
     * asked too: at most once in so many days as the agent may be idle, and by their index, where a busy agent's newest is
     * found at once.
     */
    private long quietSinceMs(Agent agent, long nowMs) {
        Long days = agent.details().upkeep().idleExpiresAfterDays();
        if (days == null) {
            return nowMs;
        }
        long enoughMs = nowMs - TimeUnit.DAYS.toMillis(days);
        long lastMs = Math.max(agent.updatedAtMs(), agents.lastIssuedAtMs(agent.id()));
        for (EventType type : List.of(EventType.TOKEN_ISSUED, EventType.TOKEN_EXCHANGED)) {
            if (lastMs <= enoughMs) {
                lastMs = Math.max(lastMs, lastEventMs(agent.id(), type, enoughMs));
            }
        }
        return lastMs;
    }

    private long lastEventMs(String id, EventType type, long sinceMs) {
        SequencedEventFilter filter = new SequencedEventFilter(
                Optional.of(type.text()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(id),
                Optional.empty(),
                Optional.of(sinceMs),
                Optional.empty(),
                Optional.empty());
        List<SequencedEvent> newest = scope.ports()
                .database()
                .onConnection(scope.session(), connection -> new SequencedEvents(connection, scope.realmId())
                        .newest(filter, null, 0, 1));
        return newest.isEmpty() ? 0 : newest.get(0).occurredAtMs();
    }

    private static String iso(@Nullable Long ms) {
        return ms == null ? "" : Clock.iso(ms);
    }
}
