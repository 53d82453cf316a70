package io.gatehouse.apikey;

import io.gatehouse.platform.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The credits of API keys on this node. They are spent from memory, out of a block that was taken from the account before by
 * one conditional update ({@link io.gatehouse.core.limit.Credits#block}), so that no more are ever spent than there are, on
 * any number of nodes. What is not spent goes back after {@link #IDLE_MS} without use and at a clean stop; a crash loses the
 * block. One for each node; thread-safe.
 */
final class CreditBlocks {
    /** Pause between two looks at what is held, in milliseconds. */
    static final long FLUSH_INTERVAL_MS = 1_000;

    /** After how long without use a block goes back, in milliseconds. */
    static final long IDLE_MS = 2_000;

    /** Most accounts of which blocks are held; of further ones each use is taken out alone. */
    static final int MAX_ACCOUNTS = 100_000;

    /** How long an account of which nothing is held is remembered, in milliseconds. */
    private static final long REMEMBERED_MS = 60_000;

    private final Map<MeterId, CreditBlock> blocks = new ConcurrentHashMap<>();
    private final Database database;
    private final int maxAccounts;

    CreditBlocks(Database database) {
        this(database, MAX_ACCOUNTS);
    }

    CreditBlocks(Database database, int maxAccounts) {
        this.database = database;
        this.maxAccounts = maxAccounts;
    }

    /**
     * Takes a use of an account.
     *
     * @throws io.gatehouse.platform.GatehouseException 503, see {@link CreditBlock#take}
     */
    CreditReading take(MeterId id, int cost) {
        while (true) {
            CreditBlock block = blocks.get(id);
            if (block == null && blocks.size() >= maxAccounts) {
                return new CreditBlock(id).take(cost, false, database).orElseThrow();
            }
            if (block == null) {
                block = blocks.computeIfAbsent(id, CreditBlock::new);
            }
            Optional<CreditReading> reading = block.take(cost, true, database);
            if (reading.isPresent()) {
                return reading.get();
            }
            blocks.remove(id, block);
        }
    }

    /** How many credits of an account this node holds, as it is under a generation. */
    long held(MeterId id, long generation) {
        CreditBlock block = blocks.get(id);
        return block == null ? 0 : block.held(generation);
    }

    /** Forgets what is held of an account: an administrator changed it. */
    void forget(MeterId id) {
        CreditBlock block = blocks.get(id);
        if (block != null) {
            block.voidAll();
        }
    }

    /** Forgets what was changed on other nodes, puts back what is idle, and forgets accounts that nobody uses. */
    void flush() {
        forgetChanged();
        putBack(IDLE_MS);
        blocks.values().removeIf(block -> block.closeWhenIdle(REMEMBERED_MS));
    }

    /** Puts everything back; for the end of the node, when nobody spends any more. */
    void close() {
        putBack(0);
    }

    private void putBack(long idleMs) {
        for (CreditBlock block : blocks.values()) {
            block.giveBack(idleMs, database);
        }
    }

    private void forgetChanged() {
        Map<String, List<CreditBlock>> byRealm = blocks.values().stream()
                .filter(CreditBlock::isHolding)
                .collect(Collectors.groupingBy(block -> block.id().realmId()));
        byRealm.forEach((realmId, some) -> {
            for (int from = 0; from < some.size(); from += RateUse.BATCH) {
                List<CreditBlock> batch =
                        new ArrayList<>(some.subList(from, Math.min(from + RateUse.BATCH, some.size())));
                Map<String, CreditAccount> present = database.inNewConnection(connection -> new CreditTable(connection)
                        .find(
                                realmId,
                                batch.stream().map(block -> block.id().id()).toList()));
                batch.forEach(block -> block.hear(present.get(block.id().id())));
            }
        });
    }
}
