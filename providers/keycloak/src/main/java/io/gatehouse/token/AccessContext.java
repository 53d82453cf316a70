package io.gatehouse.token;

import io.gatehouse.core.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What else a question about access says; each part as in {@link SimulationBodies}, and null when it is not said.
 *
 * @param atMs when, in milliseconds since 1970
 * @param ttlSeconds lifetime of the token
 */
record AccessContext(
        @Nullable Long atMs,
        @Nullable IpAddress ip,
        @Nullable String intent,
        int ttlSeconds,
        String grant,
        @Nullable String authMethod,
        int chainDepth) {}
