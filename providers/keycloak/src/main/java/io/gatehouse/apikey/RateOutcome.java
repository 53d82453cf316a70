package io.gatehouse.apikey;

import io.gatehouse.core.limit.LimitReading;
import java.util.List;

/**
 * What came of a use that rate limits were asked for.
 *
 * @param isTaken whether there was enough left in all of them
 * @param readings where they stand now
 * @param windows the windows from which it was taken; none for what costs nothing
 */
record RateOutcome(boolean isTaken, List<LimitReading> readings, List<RateWindow> windows) {
    /** Copies the lists. */
    RateOutcome {
        readings = List.copyOf(readings);
        windows = List.copyOf(windows);
    }
}
