package io.gatehouse.core.approval;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who has to do with a request, as it is when somebody wants to decide.
 *
 * @param related the ids of the users in each relation; a relation that is not there has nobody
 * @param formerOwners when users ceased to own the agent, in milliseconds since the epoch, by their ids
 */
public record Parties(Map<Relation, Set<String>> related, Map<String, Long> formerOwners) {
    public Parties {
        Map<Relation, Set<String>> copy = new HashMap<>();
        related.forEach((relation, ids) -> copy.put(relation, Set.copyOf(ids)));
        related = Map.copyOf(copy);
        formerOwners = Map.copyOf(formerOwners);
    }

    /** Whether the user stands in the relation. */
    public boolean isRelated(String userId, Relation relation) {
        return related.getOrDefault(relation, Set.of()).contains(userId);
    }
}
