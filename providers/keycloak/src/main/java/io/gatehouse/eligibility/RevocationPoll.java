package io.gatehouse.eligibility;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.ClusterNotice;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.Jobs;
import jakarta.persistence.EntityManager;
import java.util.List;

/**
 * Keeps a node's {@link RevocationState} true to the database. Rows get their numbers in the order of insertion, not of
 * commit, so each poll reads again everything numbered since at least {@link #OVERLAP_MS} ago: a transaction that took
 * longer to commit than that would have been ended by the database.
 */
public final class RevocationPoll {
    /** Pause between two polls, in milliseconds. */
    public static final long INTERVAL_MS = 1_000;

    /** Pause between two clean-ups, in milliseconds. */
    public static final long PURGE_INTERVAL_MS = 60_000;

    static final long OVERLAP_MS = 60_000;
    static final String TOPIC = "gatehouse-revoked";

    private static final int BATCH_ROWS = 10_000;
    private static final int PURGE_ROWS = 1_000;

    /** Clocks of nodes may differ by minutes: a row is deleted only when it expired on every one of them. */
    private static final long PURGE_MARGIN_MS = 3_600_000;

    private final RevocationState state;
    private final Database database;
    private long floorSeq;
    private long newestSeq;
    private long newestAtTurn;
    private long turnedAtMs;

    /** Does not read yet; see {@link #start}. */
    public RevocationPoll(RevocationState state, Database database) {
        this.state = state;
        this.database = database;
    }

    /** Loads the state, hears notices and polls from now on. */
    public void start(Jobs jobs, ClusterNotice notices) {
        notices.listen(TOPIC, notice -> state.apply(Revocation.ofNotice(notice)));
        turnedAtMs = Clock.monotonicMs();
        poll();
        jobs.every("revocation-poll", INTERVAL_MS, this::poll);
        jobs.every("revocation-purge", PURGE_INTERVAL_MS, this::purge);
    }

    /** Reads what is new, once. */
    synchronized void poll() {
        long startedAtMs = Clock.monotonicMs();
        newestSeq = Math.max(newestSeq, readAfter(floorSeq));
        state.caughtUp(startedAtMs);
        if (startedAtMs - turnedAtMs > OVERLAP_MS) {
            floorSeq = newestAtTurn;
            state.settled(floorSeq);
            newestAtTurn = newestSeq;
            turnedAtMs = startedAtMs;
        }
    }

    private long readAfter(long seq) {
        long read = seq;
        List<RevocationEntity> rows;
        do {
            long from = read;
            rows = database.inNewTransaction(session -> database.entityManager(session)
                    .createNamedQuery("gatehouse.revocationsAfter", RevocationEntity.class)
                    .setParameter("seq", from)
                    .setParameter("now", Clock.nowMs() - PURGE_MARGIN_MS)
                    .setMaxResults(BATCH_ROWS)
                    .getResultList());
            for (RevocationEntity row : rows) {
                state.apply(row.toRevocation());
                read = row.seq();
            }
        } while (rows.size() == BATCH_ROWS);
        return read;
    }

    private void purge() {
        long before = Clock.nowMs() - PURGE_MARGIN_MS;
        state.forgetExpired(before);
        database.runInNewTransaction(session -> {
            EntityManager em = database.entityManager(session);
            List<Long> seqs = em.createNamedQuery("gatehouse.expiredRevocations", Long.class)
                    .setParameter("before", before)
                    .setMaxResults(PURGE_ROWS)
                    .getResultList();
            if (!seqs.isEmpty()) {
                em.createNamedQuery("gatehouse.deleteRevocations")
                        .setParameter("seqs", seqs)
                        .executeUpdate();
            }
        });
    }
}
