package io.gatehouse.token;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent asks for on behalf of a user (RFC 8693). The agent proved itself and the subject's token was verified; shapes
 * and bounds of the rest were checked at the door.
 *
 * @param agentId the agent
 * @param subject the user
 * @param scopes wanted scopes; empty for all that are left
 * @param ttlSeconds wanted lifetime, 1 to 86400
 * @param targets wanted audiences; empty for none in particular
 * @param intent what the token is for, in the agent's words; recorded, never in the token; null for none
 * @param confirmation {@code cnf} of the proof that came with the request (RFC 7800), empty for a bearer token
 */
public record DelegationRequest(
        String agentId,
        DelegatedSubject subject,
        List<String> scopes,
        int ttlSeconds,
        List<String> targets,
        @Nullable String intent,
        Map<String, Object> confirmation) {
    /** Copies the collections. */
    public DelegationRequest {
        scopes = List.copyOf(scopes);
        targets = List.copyOf(targets);
        confirmation = Map.copyOf(confirmation);
    }
}
