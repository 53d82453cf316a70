package io.gatehouse.token;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent token is asked for, whichever door it came through. Shapes and bounds were checked at the door.
 *
 * @param agentId the agent
 * @param scopes wanted scopes; empty for all that the agent holds
 * @param ttlSeconds wanted lifetime, 1 to 86400
 * @param targets wanted audiences; empty for none in particular
 * @param intent what the token is for, in the agent's words; recorded, never in the token; null for none
 * @param authorizationDetails RFC 9396 details, each with a {@code type}; empty for none
 * @param confirmation {@code cnf} of the proof that came with the request (RFC 7800), empty for a bearer token
 * @param grant name of the door, for events
 */
public record IssueRequest(
        String agentId,
        List<String> scopes,
        int ttlSeconds,
        List<String> targets,
        @Nullable String intent,
        List<Map<String, Object>> authorizationDetails,
        Map<String, Object> confirmation,
        String grant) {
    /** Lifetime when none is asked for, in seconds. */
    public static final int DEFAULT_TTL_SECONDS = 300;

    /** Longest lifetime that can be asked for, in seconds. */
    public static final int MAX_TTL_SECONDS = 86_400;

    /** Longest intent, in characters. */
    public static final int MAX_INTENT_LENGTH = 500;

    /** Most audiences of one token. */
    public static final int MAX_TARGETS = 10;

    /** Most authorization details of one token. */
    public static final int MAX_AUTHORIZATION_DETAILS = 10;

    /** Longest {@code authorization_details}, in characters of JSON. */
    public static final int MAX_AUTHORIZATION_DETAILS_LENGTH = 4_000;

    /** Copies the collections. */
    public IssueRequest {
        scopes = List.copyOf(scopes);
        targets = List.copyOf(targets);
        authorizationDetails = List.copyOf(authorizationDetails);
        confirmation = Map.copyOf(confirmation);
    }
}
