package io.gatehouse.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * What a create made, before it becomes an answer.
 *
 * @param id id of the new thing, the last segment of its Location; or its path from the called address, see {@link Call#location}
 * @param body its representation, secrets included: this is the one time that they are shown
 * @param secretMembers members of the body that hold secrets; a replay shows null for them
 */
public record Created(String id, ObjectNode body, Set<String> secretMembers) {
    /** Copies the set. */
    public Created {
        secretMembers = Set.copyOf(secretMembers);
    }
}
