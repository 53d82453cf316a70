package io.gatehouse.webhook;

import io.gatehouse.core.webhook.LaneHealth.Standing;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many attempts this node may have in flight. Endpoints that were never tried or fail share half of the slots, so that
 * however many are dead, live ones find room. Thread-safe.
 */
final class SendingSlots {
    /** Attempts in flight on one node. */
    static final int MAX_SLOTS = 128;

    private static final Map<Standing, Integer> MAX_OF =
            Map.of(Standing.TRUSTED, MAX_SLOTS, Standing.FRESH, 24, Standing.FAILING, 40);

    private final Map<Standing, Integer> used = new EnumMap<>(Standing.class);

    /** How many are free for lanes of this standing. */
    synchronized int free(Standing standing) {
        int usedInAll = used.values().stream().mapToInt(Integer::intValue).sum();
        int ofStanding = MAX_OF.getOrDefault(standing, 0) - used.getOrDefault(standing, 0);
        return Math.max(0, Math.min(ofStanding, MAX_SLOTS - usedInAll));
    }

    /** Takes as many as are free, at most the wanted number. */
    synchronized int take(Standing standing, int wanted) {
        int taken = Math.min(wanted, free(standing));
        used.merge(standing, taken, Integer::sum);
        return taken;
    }

    synchronized void give(Standing standing, int count) {
        used.merge(standing, -count, Integer::sum);
    }

    /** How many are taken. */
    synchronized int inFlight() {
        return used.values().stream().mapToInt(Integer::intValue).sum();
    }
}
