package io.gatehouse.event;

import io.gatehouse.event.SequencerTables.Unsequenced;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.Jobs;
import io.gatehouse.platform.Lease;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every event its number and hands it to the {@link SequencedReader}s, on one node of the cluster at a time.
 *
 * <p>The order: the database numbers events as it is given them (INSERTED_NO), and each batch takes what is committed in
 * that order. So when one change was committed before another began, its event comes first, whichever nodes made them; of
 * changes that ran at the same time either may come first.
 *
 * <p>A batch is one transaction under the lock of the lease's row: the events move out of the inbox, get their numbers, and
 * the readers write what follows from them. A node that dies at any point leaves either the whole batch or nothing of it.
 * Each method belongs to the job's thread.
 */
public final class Sequencer {
    /** Pause between two looks, in milliseconds. */
    public static final long INTERVAL_MS = 200;

    /** Most events of one transaction. */
    static final int BATCH_EVENTS = 1_000;

    /** Most batches of one run, so that the lease is looked at again and other work gets the thread. */
    static final int BATCHES_OF_A_RUN = 20;

    /** Most realms that one run takes apart after a failure. */
    static final int MAX_REALMS_APART = 1_000;

    /** How long the others wait for a holder that died, in milliseconds. */
    static final long LEASE_MS = 5_000;

    /** Stands for a run over all realms together. */
    static final String ALL_REALMS = "%";

    private static final String LEASE = "sequencer";

    private final Database database;
    private final List<SequencedReader> readers;
    private final Lease lease = new Lease(LEASE, Entropy.uuid().toString(), LEASE_MS);
    private final Map<String, Long> nextSeqs = new HashMap<>();
    private final SequencerTrouble trouble = new SequencerTrouble();
    private boolean isApart;
    private long version = -1;
    private long term;

    /** @param readers told of each batch in this order */
    public Sequencer(Database database, List<SequencedReader> readers) {
        this.database = database;
        this.readers = List.copyOf(readers);
    }

    /** Sequences from now on, whenever this node holds the lease. */
    public void start(Jobs jobs) {
        jobs.every("sequencer", INTERVAL_MS, this::run);
    }

    /** Lets another node go on at once; called when the jobs have ended. */
    public void giveBack() {
        Boolean ignored = database.inNewConnection(connection -> {
            lease.giveBack(connection);
            return true;
        });
    }

    /** Waits for the batch that runs, and lets none begin until the connection's transaction ends. */
    static void hold(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select VERSION from GATEHOUSE_LEASE where NAME = ? for update")) {
            select.setString(1, LEASE);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the row sequencer of GATEHOUSE_LEASE is gone");
                }
            }
        }
    }

    /**
     * Sequences what waits, if no other node does. After a failure each realm gets a transaction of its own, so that one whose
     * events cannot be taken does not hold up the others; and it is looked whether somebody took the places by hand.
     */
    void run() {
        List<String> realms = isApart ? waitingRealms() : List.of(ALL_REALMS);
        isApart = false;
        RuntimeException failure = null;
        for (String realm : realms) {
            try {
                run(realm);
            } catch (RuntimeException e) {
                isApart = true;
                failure = e;
                trouble.stuck(realm, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void run(String realm) {
        int batches = 0;
        while (isWorkHere() && sequenceOnce(realm) == BATCH_EVENTS && ++batches < BATCHES_OF_A_RUN) {
            // The next batch.
        }
    }

    private List<String> waitingRealms() {
        return database.inNewConnection(connection -> new SequencerTables(connection).waitingRealms(MAX_REALMS_APART));
    }

    /** A look without a lock; a holder without work keeps its lease by renewing it now and then. */
    private boolean isWorkHere() {
        return database.inNewConnection(connection -> lease.isOpen(connection)
                && (new SequencerTables(connection).isAnyWaiting() || lease.leftMs(connection) < LEASE_MS / 2));
    }

    private int sequenceOnce(String realm) {
        boolean isDone = false;
        try {
            int count = database.inNewConnection(connection -> sequence(connection, realm));
            isDone = true;
            return count;
        } finally {
            if (!isDone) {
                // Whether it was committed is not known: what is remembered may be wrong.
                version = -1;
            }
        }
    }

    private int sequence(Connection connection, String realm) throws SQLException {
        long before = lease.take(connection);
        if (before < 0) {
            version = -1;
            return 0;
        }
        if (before != version) {
            term++;
            nextSeqs.clear();
        }
        version = before + 1;
        SequencerTables tables = new SequencerTables(connection);
        int count = 0;
        for (Map.Entry<String, List<Unsequenced>> events :
                tables.waiting(realm, BATCH_EVENTS).entrySet()) {
            count += sequenceRealm(connection, events.getKey(), events.getValue(), !realm.equals(ALL_REALMS));
        }
        return count;
    }

    /** @return how many got their place */
    private int sequenceRealm(Connection connection, String realmId, List<Unsequenced> all, boolean isForeignLookedFor)
            throws SQLException {
        SequencerTables tables = new SequencerTables(connection);
        Long remembered = nextSeqs.get(realmId);
        long nextSeq = remembered == null ? tables.nextSeq(realmId) : remembered;
        ForeignRows foreign = isForeignLookedFor
                ? ForeignRows.from(nextSeq, tables.taken(realmId, nextSeq, ForeignRows.MAX_LOOKED_AT))
                : ForeignRows.NONE;
        long firstSeq = nextSeq + foreign.count();
        List<Unsequenced> waiting = all.subList(0, (int) Math.min(all.size(), foreign.free()));
        Map<String, Map<String, String>> commitments =
                tables.commitments(waiting.stream().map(Unsequenced::id).toList());
        tables.move(waiting, firstSeq);
        List<SequencedEvent> events = new ArrayList<>(waiting.size());
        for (Unsequenced event : waiting) {
            events.add(event.event().at(firstSeq + events.size(), commitments.getOrDefault(event.id(), Map.of())));
        }
        EventBatch batch = new EventBatch(connection, realmId, term, foreign.count(), events);
        for (SequencedReader reader : readers) {
            reader.read(batch);
        }
        tables.storeNextSeq(realmId, firstSeq + events.size());
        nextSeqs.put(realmId, firstSeq + events.size());
        trouble.passed(realmId, nextSeq, foreign.count());
        return events.size();
    }
}
