package io.gatehouse.audit;

import io.gatehouse.core.audit.Checkpoint;
import io.gatehouse.core.audit.Hash;
import io.gatehouse.core.audit.MerkleTree;
import io.gatehouse.core.audit.MissingTileException;
import io.gatehouse.core.audit.TlogProof;
import io.gatehouse.event.PersonalFacts;
import io.gatehouse.event.SequencedEvent;
import io.gatehouse.event.SequencedEventFilter;
import io.gatehouse.event.SequencedEvents;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.RealmScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The audit log of one realm, to be read and proved. It holds the events that have their place: one that was just written
 * follows in less than a second.
 */
public final class AuditEvents {
    private final RealmScope scope;

    /** Reads the log of the scope's realm. */
    public AuditEvents(RealmScope scope) {
        this.scope = scope;
    }

    /** A page of events, newest first. */
    Page<AuditEventRepresentation> page(SequencedEventFilter filter, PageRequest page) {
        return on(connection -> {
            SequencedEvents events = new SequencedEvents(connection, scope.realmId());
            PageCursor cursor = page.cursor();
            Integer offset = page.offset();
            List<SequencedEvent> rows = events.newest(
                    filter,
                    cursor == null ? null : cursor.createdAtMs(),
                    offset == null ? 0 : offset,
                    page.limit() + 1);
            Long total = page.wantsTotal() ? events.count(filter) : null;
            Map<String, Map<String, PersonalFacts.Fact>> facts = new PersonalFacts(connection, scope.realmId())
                    .of(rows.stream().map(SequencedEvent::id).toList());
            // The log is ordered by number alone, so the number stands where other lists have the time.
            return Page.of(rows, page, event -> new PageCursor(event.seq(), event.id()), total)
                    .map(event -> AuditEventRepresentation.of(event, facts.getOrDefault(event.id(), Map.of())));
        });
    }

    /** The record with a number as a line of an export; empty when there is none. */
    Optional<String> record(long seq) {
        return on(connection -> AuditRecord.read(connection, scope.realmId(), seq, seq + 1).stream()
                .findFirst()
                .map(AuditRecord::line));
    }

    /**
     * The signed checkpoint over every event that has its place.
     *
     * @throws GatehouseException 409 when the log contradicts an earlier one, 503 without a key
     */
    String checkpoint() {
        return on(connection -> checkpoints().sign(connection).row().note());
    }

    /**
     * The proof that an event is in the log; empty when there is none with this number.
     *
     * @throws GatehouseException as {@link #checkpoint}
     */
    Optional<TlogProof> proof(long seq) {
        return on(connection -> {
            Checkpoints.Signed signed = checkpoints().sign(connection);
            MerkleTree tree = signed.tree();
            return seq < tree.size()
                    ? Optional.of(new TlogProof(
                            seq,
                            tree.inclusionProof(seq, tree.size()),
                            signed.row().note()))
                    : Optional.<TlogProof>empty();
        });
    }

    /** How many events have their place. */
    long size() {
        return on(connection ->
                new SequencedEvents(connection, scope.realmId()).bounds().next());
    }

    /**
     * The proof that the log of one size is the beginning of the log of another.
     *
     * @param from 0 to {@code to}
     * @param to up to {@link #size}
     * @throws GatehouseException 409 when hashes are missing
     */
    ConsistencyRepresentation consistency(long from, long to) {
        return on(connection -> {
            MerkleTree tree = AuditTree.open(connection, scope.realmId());
            return new ConsistencyRepresentation(
                    from,
                    to,
                    tree.root(from).base64(),
                    tree.root(to).base64(),
                    tree.consistencyProof(from, to).stream().map(Hash::base64).toList());
        });
    }

    /** Verifies records; see {@link AuditVerification}. */
    AuditVerdict verify(long from, long to) {
        return new AuditVerification(scope.ports().database(), scope.realmId(), from, to).verdict();
    }

    /** The whole log as a stream. */
    AuditExport export(AuditExport.Format format) {
        return new AuditExport(scope.ports(), scope.realmId(), Checkpoint.originOf(scope.realmId()), format);
    }

    private Checkpoints checkpoints() {
        return new Checkpoints(scope.session(), scope.realm(), scope.ports().realmKeys());
    }

    private <T> T on(Database.JdbcWork<T> work) {
        try {
            return scope.ports().database().onConnection(scope.session(), work);
        } catch (MissingTileException e) {
            throw Checkpoints.tampered();
        }
    }
}
