package io.gatehouse.apikey;

import io.gatehouse.core.key.KeyEnvironment;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key is presented for, as the door at which it is presented knows it. Every door that takes keys gives one of these
 * to {@link ApiKeyVerification#verify}.
 *
 * @param requiredScopes scopes that must all count now; may be empty
 * @param ip text of the address of whoever presents the key, null when the door does not know it: a key with a list of
 *     allowed addresses is then refused
 * @param cost how much of the key's rate limits and credits the use takes, 0 to {@value #MAX_COST}; for what
 *     costs nothing there is always enough left
 * @param resource the one rate limit that counts, by its name; null, or a name that the key does not have, for all of them
 * @param environment the only environment whose keys the door takes, null for both: to it, the other's keys do not exist
 */
public record ApiKeyUse(
        List<String> requiredScopes,
        @Nullable String ip,
        int cost,
        @Nullable String resource,
        @Nullable KeyEnvironment environment) {
    /** The most that one use may cost. */
    public static final int MAX_COST = 1_000_000;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException for a cost out of bounds
     */
    public ApiKeyUse {
        if (cost < 0 || cost > MAX_COST) {
            throw new IllegalArgumentException("a use costs 0 to " + MAX_COST + ", got " + cost);
        }
        requiredScopes = List.copyOf(requiredScopes);
    }

    /** A use that costs 1, from an address that the door does not know. */
    public static ApiKeyUse of(Collection<String> requiredScopes) {
        return new ApiKeyUse(List.copyOf(requiredScopes), null, 1, null, null);
    }

    /** The same use from this address. */
    public ApiKeyUse from(@Nullable String address) {
        return new ApiKeyUse(requiredScopes, address, cost, resource, environment);
    }

    /** The same use at this cost. */
    public ApiKeyUse costing(int newCost) {
        return new ApiKeyUse(requiredScopes, ip, newCost, resource, environment);
    }

    /** The same use of this resource. */
    public ApiKeyUse ofResource(@Nullable String newResource) {
        return new ApiKeyUse(requiredScopes, ip, cost, newResource, environment);
    }

    /** The same use at a door for keys of this environment alone. */
    public ApiKeyUse in(@Nullable KeyEnvironment newEnvironment) {
        return new ApiKeyUse(requiredScopes, ip, cost, resource, newEnvironment);
    }
}
