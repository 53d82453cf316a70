package io.gatehouse.token;

import io.gatehouse.apikey.ApiKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token is asked for in exchange for an API key. The key was verified and its use counted; shapes and bounds of the
 * rest were checked at the door.
 *
 * @param key the key
 * @param liveScopes the scopes of the key that count now
 * @param clientId the client that asks; the token's {@code client_id}
 * @param scopes wanted scopes; empty for all that count
 * @param ttlSeconds wanted lifetime, 1 to 86400
 * @param targets wanted audiences; empty for none in particular
 * @param intent what the token is for, in the client's words; recorded, never in the token; null for none
 * @param confirmation {@code cnf} of the proof that came with the request (RFC 7800), empty for a bearer token
 */
public record ExchangeRequest(
        ApiKey key,
        List<String> liveScopes,
        String clientId,
        List<String> scopes,
        int ttlSeconds,
        List<String> targets,
        @Nullable String intent,
        Map<String, Object> confirmation) {
    /** Copies the collections. */
    public ExchangeRequest {
        liveScopes = List.copyOf(liveScopes);
        scopes = List.copyOf(scopes);
        targets = List.copyOf(targets);
        confirmation = Map.copyOf(confirmation);
    }
}
