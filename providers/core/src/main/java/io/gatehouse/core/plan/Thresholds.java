package io.gatehouse.core.plan;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** At which parts of a limit somebody is told: at 80 % and at 100 %, each once. Pure. */
public final class Thresholds {
    /** When a limit is near, in percent. */
    public static final int NEAR_PERCENT = 80;

    /** When it is reached, in percent. */
    public static final int FULL_PERCENT = 100;

    private Thresholds() {}

    /**
     * What is to be told now: the highest part that is reached and that was not told before.
     *
     * @param used 0 or more
     * @param limit null for no limit
     * @param toldPercent the highest part that was told in this month, 0 for none
     */
    public static OptionalInt due(long used, @Nullable Long limit, int toldPercent) {
        int reached = reachedPercent(used, limit);
        return reached > toldPercent ? OptionalInt.of(reached) : OptionalInt.empty();
    }

    /** By division, since the product could be too large for a long. */
    private static int reachedPercent(long used, @Nullable Long limit) {
        if (limit == null || used <= 0) {
            return 0;
        }
        if (used >= limit) {
            return FULL_PERCENT;
        }
        return used >= near(limit) ? NEAR_PERCENT : 0;
    }

    /** The first number that is 80 % of the limit or more. */
    private static long near(long limit) {
        return limit - limit / 5;
    }
}
