package io.gatehouse.core.token;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The agents that act for a subject, the present one first, then who handed on to it: the claim {@code act} (RFC 8693 section
 * 4.1). Never longer than {@value #MAX_ACTORS}: a longer chain is refused, not cut. Immutable.
 *
 * @param agents ids of agents, the present one first; empty while nobody acts
 */
public record ActorChain(List<String> agents) {
    /** Most agents in one chain. */
    public static final int MAX_ACTORS = 4;

    /** {@code sub_profile} of an agent. */
    public static final String AGENT_PROFILE = "ai_agent";

    /** Nobody acts. */
    public static final ActorChain NONE = new ActorChain(List.of());

    /** @throws IllegalArgumentException for more than {@value #MAX_ACTORS} */
    public ActorChain {
        agents = List.copyOf(agents);
        if (agents.size() > MAX_ACTORS) {
            throw new IllegalArgumentException("a chain has at most %d actors".formatted(MAX_ACTORS));
        }
    }

    /**
     * The chain that a claim tells of.
     *
     * @param act the claim, null for none
     * @param issuer the {@code iss} that each actor must have
     * @throws IllegalArgumentException when it is not a chain of that issuer's, or too long
     */
    public static ActorChain of(@Nullable Map<String, Object> act, String issuer) {
        List<String> agents = new ArrayList<>();
        Object actor = act;
        while (actor != null) {
            boolean isOurs = actor instanceof Map<?, ?> found
                    && issuer.equals(found.get("iss"))
                    && found.get("sub") instanceof String
                    && agents.size() < MAX_ACTORS;
            if (!isOurs) {
                throw new IllegalArgumentException("act is no chain of this issuer's actors");
            }
            Map<?, ?> found = (Map<?, ?>) actor;
            agents.add((String) found.get("sub"));
            actor = found.get("act");
        }
        return new ActorChain(agents);
    }

    /** The chain once this agent acts for whoever acted before; empty when it would be too long. */
    public Optional<ActorChain> handedOnTo(String agent) {
        if (agents.size() >= MAX_ACTORS) {
            return Optional.empty();
        }
        List<String> longer = new ArrayList<>();
        longer.add(agent);
        longer.addAll(agents);
        return Optional.of(new ActorChain(longer));
    }

    /**
     * The claim.
     *
     * @param issuer {@code iss} of every actor
     * @return null when nobody acts
     */
    public @Nullable Map<String, Object> toClaim(String issuer) {
        Map<String, Object> inner = null;
        for (int i = agents.size() - 1; i >= 0; i--) {
            Map<String, Object> actor = new LinkedHashMap<>();
            actor.put("iss", issuer);
            actor.put("sub", agents.get(i));
            actor.put("sub_profile", AGENT_PROFILE);
            if (inner != null) {
                actor.put("act", inner);
            }
            inner = actor;
        }
        return inner;
    }
}
