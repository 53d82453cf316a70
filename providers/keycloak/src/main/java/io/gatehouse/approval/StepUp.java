package io.gatehouse.approval;

import io.gatehouse.platform.GatehouseException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/** Asks for a fresh second factor, in the way of RFC 9470. */
public final class StepUp {
    /** How old a second factor may be, in seconds. */
    public static final int MAX_AGE_SECONDS = 300;

    private static final int UNAUTHORIZED = 401;
    private static final String CHALLENGE = "Bearer error=\"insufficient_user_authentication\","
            + " error_description=\"Give your second factor again\", max_age=\"" + MAX_AGE_SECONDS + "\"";

    private StepUp() {}

    /** 401 {@code insufficient_user_authentication}. */
    static GatehouseException challenge() {
        return GatehouseException.http(
                        UNAUTHORIZED,
                        "insufficient_user_authentication",
                        "This decision needs a second factor given within the last five minutes: log in again.")
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
    }

    /**
     * Whether a second factor counts now.
     *
     * @param givenAtMs when it was given, in milliseconds since the epoch; empty for never
     */
    static boolean isFresh(Optional<Long> givenAtMs, long nowMs) {
        return givenAtMs.isPresent() && nowMs - givenAtMs.get() < MAX_AGE_SECONDS * 1000L;
    }
}
