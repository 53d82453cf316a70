package io.gatehouse.agent;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an agent stands.
 *
 * <pre>
 *  created by a person          created by a holder of agents:write
 *          |                                  |
 *          v          activate                v        time passes expires_at
 *      PENDING ----------------------------> ACTIVE - - - - - - - - - - - - -> (EXPIRED)
 *          |      (agents:write only)        |    ^ \- - - - - - - - - - - - - - -/
 *          |                           pause |    | resume       a later expires_at
 *          |                                 v    |
 *          |                                 PAUSED
 *          |        revoke                     |
 *          +-------------------> REVOKED <-----+----- from ACTIVE and EXPIRED too
 * </pre>
 *
 * {@link #EXPIRED} is never stored: it is what an active agent is called once its {@code expires_at} has passed. Only an
 * active agent gets tokens. {@link #REVOKED} is the end: nothing leads out of it.
 */
public enum AgentStatus {
    PENDING,
    ACTIVE,
    PAUSED,
    EXPIRED,
    REVOKED;

    /** The name in JSON and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status with exactly this name, or empty. */
    public static Optional<AgentStatus> of(String text) {
        return Arrays.stream(values()).filter(s -> s.text().equals(text)).findFirst();
    }
}
