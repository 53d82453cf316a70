package io.gatehouse.domain;

import io.gatehouse.core.domain.DomainVerdict;
import io.gatehouse.domain.DomainChecks.Due;
import io.gatehouse.domain.DomainChecks.Look;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.Deadlines;
import io.gatehouse.platform.RequestFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;

/**
 * What becomes of domains by themselves: challenges end, and verified ones are looked at daily. {@link Deadlines} claims what is due
 * on one node of the cluster; the questions to DNS are asked here, outside of any transaction, a batch at a time. What is lost with
 * a node is claimed again after ten minutes. Runs on the jobs' threads.
 */
public final class DomainUpkeep {
    /** Pause between two looks into the queue, in milliseconds. */
    public static final long INTERVAL_MS = 500;

    /** Most domains that are claimed, and asked for, at a time. */
    static final int BATCH_ROWS = 20;

    /** Most looks that wait; more are not claimed. With DNS silent they take less time than their claims last. */
    static final int MAX_WAITING = 400;

    private static final Logger LOG = Logger.getLogger(DomainUpkeep.class);

    private final BlockingQueue<Look> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
    private final Database database;
    private final DomainStores stores;
    private final DomainResolvers resolvers;

    /** @param stores opens the domains of a realm */
    public DomainUpkeep(Database database, DomainStores stores, DomainResolvers resolvers) {
        this.database = database;
        this.stores = stores;
        this.resolvers = resolvers;
    }

    /** Claims in every realm. */
    public Deadlines deadlines() {
        return new Deadlines(
                database, "domain-looks", List.of(new Deadlines.Kind("GATEHOUSE_DOMAIN", "LOOK_AT_MS", this::claim)));
    }

    private boolean claim(KeycloakSession session, String realmId, long nowMs) {
        if (waiting.remainingCapacity() < BATCH_ROWS) {
            return false;
        }
        Due due = stores.open(session, realmId, Caller.system(), RequestFacts.ofBackground())
                .map(domains -> domains.checks().due(nowMs, BATCH_ROWS))
                .orElse(new Due(0, List.of()));
        boolean ignored = waiting.addAll(due.looks());
        return due.rows() == BATCH_ROWS;
    }

    /** Asks for what waits. */
    public void work() {
        List<Look> batch = new ArrayList<>();
        while (waiting.drainTo(batch, BATCH_ROWS) > 0) {
            List<DomainVerdict> verdicts =
                    resolvers.look(batch.stream().map(Look::question).toList());
            for (int i = 0; i < batch.size(); i++) {
                settle(batch.get(i), verdicts.get(i));
            }
            batch.clear();
        }
    }

    /** One that cannot be settled does not hold up the others; its claim runs out and it is looked at again. */
    private void settle(Look look, DomainVerdict verdict) {
        try {
            database.runInNewTransaction(
                    session -> stores.open(session, look.realmId(), Caller.system(), RequestFacts.ofBackground())
                            .ifPresent(domains -> domains.checks().settleDaily(look.id(), verdict)));
        } catch (RuntimeException e) {
            LOG.errorf(e, "could not settle the look at domain %s of realm %s", look.id(), look.realmId());
        }
    }
}
