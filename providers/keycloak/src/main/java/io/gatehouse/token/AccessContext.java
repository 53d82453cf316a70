package io.gatehouse.token;

import io.gatehouse.core.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What else a question about access says, each part as in {@link SimulationBodies}.
 *
 * @param atMs when, in milliseconds since 1970; null for now
 * @param ip from where; null when it is not said
 * @param intent what it is for; null when it is not said
 * @param ttlSeconds lifetime of the token, 1 to {@value IssueRequest#MAX_TTL_SECONDS}
 * @param grant by which grant
 * @param authMethod how the agent would prove itself; null when it is not said
 * @param chainDepth how many agents act one for the other, 0 to 4
 */
record AccessContext(
        @Nullable Long atMs,
        @Nullable IpAddress ip,
        @Nullable String intent,
        int ttlSeconds,
        String grant,
        @Nullable String authMethod,
        int chainDepth) {}
