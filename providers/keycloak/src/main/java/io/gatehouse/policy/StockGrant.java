package io.gatehouse.policy;

import io.gatehouse.core.net.IpAddress;
import io.gatehouse.core.policy.Attribute;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.platform.Owner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token that Keycloak is about to give by a grant of its own.
 *
 * @param clientId the client that gets it
 * @param agentId the same when it is an agent at which somebody logs in, else null
 * @param owner whose token it is: a user or a service account; null when that is nobody
 * @param grant {@code authorization_code}, {@code refresh_token}, {@code client_credentials}, {@code password},
 *     {@code token_exchange}, {@code device_code}, {@code ciba}, {@code uma_ticket}, {@code implicit}, or a grant type as it was sent
 * @param scopes those it says
 * @param ttlSeconds its lifetime
 */
public record StockGrant(
        String clientId,
        @Nullable String agentId,
        @Nullable Owner owner,
        String grant,
        List<String> scopes,
        long ttlSeconds) {
    /** Copies the scopes. */
    public StockGrant {
        scopes = List.copyOf(scopes);
    }

    /** What conditions compare; everything else is not known. */
    Facts facts(long nowMs, @Nullable String ip) {
        return Facts.at(nowMs)
                .text(Attribute.AGENT, agentId)
                .text(Attribute.OWNER, owner == null ? null : PolicyDecisions.owner(owner))
                .text(Attribute.GRANT, grant)
                .scopes(scopes)
                .targets(List.of(clientId))
                .ttlSeconds(ttlSeconds)
                .ip(ip == null ? null : IpAddress.parseAny(ip).orElse(null))
                .build();
    }
}
