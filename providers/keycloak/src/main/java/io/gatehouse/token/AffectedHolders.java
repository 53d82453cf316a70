package io.gatehouse.token;

import io.gatehouse.agent.Agent;
import io.gatehouse.agent.AgentFilter;
import io.gatehouse.agent.AgentStatus;
import io.gatehouse.agent.Agents;
import io.gatehouse.apikey.ApiKey;
import io.gatehouse.apikey.ApiKeys;
import io.gatehouse.apikey.KeyFacts;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.core.policy.Policy;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Reach;
import io.gatehouse.token.AffectedRepresentation.GroupRepresentation;
import io.gatehouse.token.AffectedRepresentation.HolderRepresentation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts the agents and keys that a policy can match, by those of its conditions that are about them and not about a request. */
final class AffectedHolders {
    /** Most agents, and most keys, that are looked at. */
    static final int MAX_LOOKED_AT = 2_000;

    /** Most that are named of each. */
    static final int MAX_SAMPLE = 20;

    private final Agents agents;
    private final ApiKeys keys;
    private final Reach reach;

    AffectedHolders(Agents agents, ApiKeys keys, Reach reach) {
        this.agents = agents;
        this.keys = keys;
        this.reach = reach;
    }

    AffectedRepresentation of(Policy policy) {
        long nowMs = Clock.nowMs();
        AgentFilter active = new AgentFilter(AgentStatus.ACTIVE, null, null, null, null);
        GroupRepresentation ofAgents = count(
                policy,
                page -> agents.list(active, reach, page),
                agent -> PolicyFacts.ofAgent(agent, nowMs).build(),
                (Agent agent) ->
                        new HolderRepresentation(agent.id(), agent.details().name()));
        GroupRepresentation ofKeys = count(
                policy,
                page -> keys.active(reach, page),
                key -> KeyFacts.of(key, nowMs).build(),
                (ApiKey key) -> new HolderRepresentation(key.id(), key.name()));
        return new AffectedRepresentation(policy.id(), policy.version(), ofAgents, ofKeys);
    }

    private static <T> GroupRepresentation count(
            Policy policy,
            Function<PageRequest, Page<T>> pages,
            Function<T, Facts> facts,
            Function<T, HolderRepresentation> shown) {
        int lookedAt = 0;
        int count = 0;
        List<HolderRepresentation> sample = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Page<T> page = pages.apply(new PageRequest(
                    PageRequest.MAX_LIMIT, cursor == null ? null : PageCursor.parse(cursor), null, null));
            for (T one : page.items()) {
                lookedAt++;
                if (policy.mayConcern(facts.apply(one))) {
                    count++;
                    if (sample.size() < MAX_SAMPLE) {
                        sample.add(shown.apply(one));
                    }
                }
            }
            cursor = page.nextCursor();
        } while (cursor != null && lookedAt < MAX_LOOKED_AT);
        return new GroupRepresentation(count, lookedAt, cursor != null, sample);
    }
}
