package io.gatehouse.event;

import io.gatehouse.platform.Clock;
import io.micrometer.core.instrument.Metrics;
import org.jboss.logging.Logger;

/**
 * Tells the operator what is wrong with the events' tables: each kind at once, and then once a minute at most, however many
 * rows somebody plants. Belongs to the sequencer's thread.
 */
final class SequencerTrouble {
    /** Counts the rows that were found where events belonged. */
    static final String FOREIGN = "gatehouse.sequencer.foreign.rows";

    private static final long LOG_INTERVAL_MS = 60_000;
    private static final Logger LOG = Logger.getLogger(SequencerTrouble.class);

    private final Interval passed = new Interval();
    private final Interval stuck = new Interval();

    /** Events were given the places behind foreign rows. */
    void passed(String realmId, long firstSeq, int count) {
        if (count == 0) {
            return;
        }
        Metrics.counter(FOREIGN).increment(count);
        if (passed.isOver()) {
            LOG.errorf(
                    "audit log of realm %s: %d records from number %d on were written into the database by somebody else;"
                            + " the log goes on behind them, and POST audit/verify names them",
                    realmId, count, firstSeq);
        }
    }

    /** A realm's events could not be given their places; before it is known which realm's, nothing is said. */
    void stuck(String realm, RuntimeException cause) {
        if (!realm.equals(Sequencer.ALL_REALMS) && stuck.isOver()) {
            LOG.errorf(
                    cause,
                    "audit log of realm %s: its events wait, since they cannot be given their places; other realms go on",
                    realm);
        }
    }

    /** Over at first, and then each time a minute has passed since it was last found over. */
    private static final class Interval {
        private long lastMs = Long.MIN_VALUE;

        boolean isOver() {
            long nowMs = Clock.monotonicMs();
            boolean isOver = lastMs == Long.MIN_VALUE || nowMs - lastMs >= LOG_INTERVAL_MS;
            lastMs = isOver ? nowMs : lastMs;
            return isOver;
        }
    }
}
