package io.gatehouse.apikey;

import io.gatehouse.apikey.LimitsPatch.CreditsPatch;
import io.gatehouse.core.limit.Credits;
import io.gatehouse.platform.AfterCommit;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RealmScope;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The credits of the keys of one realm, as administrators see and set them, in the transaction of the call. */
public final class KeyCredits {
    private final RealmScope scope;
    private final CreditBlocks blocks;

    /** @param meters those of the node */
    public KeyCredits(RealmScope scope, KeyMeters meters) {
        this.scope = scope;
        this.blocks = meters.credits();
    }

    /** Gives a new key its credits. */
    void create(ApiKey key, Credits credits) {
        onConnection(table -> {
            table.insert(MeterId.of(key), new CreditAccount(credits, Clock.nowMs()));
            return Boolean.TRUE;
        });
    }

    /**
     * The credits of those of the keys that have any, by the keys' ids: what is left, with what this node holds and without
     * what other nodes do, and with the refill that is due.
     */
    Map<String, Credits> of(Collection<ApiKey> keys) {
        List<String> ids = keys.stream()
                .filter(key -> key.limits().hasCredits())
                .map(key -> MeterId.of(key).id())
                .distinct()
                .toList();
        Map<String, Credits> byKey = new HashMap<>();
        if (ids.isEmpty()) {
            return byKey;
        }
        Map<String, CreditAccount> accounts = onConnection(table -> table.find(scope.realmId(), ids));
        long nowMs = Clock.nowMs();
        for (ApiKey key : keys) {
            CreditAccount account =
                    key.limits().hasCredits() ? accounts.get(MeterId.of(key).id()) : null;
            if (account != null) {
                Credits credits = account.credits();
                long held = blocks.held(MeterId.of(key), account.generation());
                byKey.put(
                        key.id(),
                        credits.refilled(nowMs)
                                .orElseGet(() -> new Credits(credits.remaining() + held, credits.refill())));
            }
        }
        return byKey;
    }

    /**
     * Changes the credits of a key, the row of which is locked. What nodes hold is void afterwards: here at once, elsewhere
     * within {@link CreditBlocks#FLUSH_INTERVAL_MS}. A change without {@code remaining} keeps what is left, that which this
     * node holds included.
     *
     * @return whether the key needs credits afterwards; empty when nothing is different
     * @throws GatehouseException 422 when what belongs together is not all there
     */
    Optional<Boolean> patch(ApiKey key, CreditsPatch patch, long nowMs) {
        MeterId id = MeterId.of(key);
        Optional<Boolean> hasCredits = onConnection(table -> {
            Optional<CreditAccount> locked = table.lock(id);
            if (patch.isRemoving()) {
                table.delete(id);
                return locked.map(account -> false);
            }
            CreditAccount account = locked.map(found -> {
                        CreditAccount refilled = found.refilled(nowMs);
                        return refilled == null ? found : refilled;
                    })
                    .orElse(null);
            Credits now = account == null ? null : account.credits();
            Credits wanted = patch.apply(now, nowMs).orElseThrow(KeyCredits::incomplete);
            if (account == null) {
                table.insert(id, new CreditAccount(wanted, nowMs));
                return Optional.of(true);
            }
            boolean isKept = patch.remaining().isEmpty();
            if (isKept && wanted.equals(now)) {
                return Optional.empty();
            }
            // Blocks stay good when only the refill changes: what was taken out is of the present amount.
            table.update(id, isKept ? new CreditAccount(wanted, account.generation()) : account.with(wanted, nowMs));
            return Optional.of(true);
        });
        hasCredits.ifPresent(changed -> AfterCommit.run(scope.session(), () -> {
            if (patch.isRemoving() || patch.remaining().isPresent()) {
                blocks.forget(id);
            }
        }));
        return hasCredits;
    }

    private <T> T onConnection(TableWork<T> work) {
        Database database = scope.ports().database();
        return database.onConnection(scope.session(), connection -> work.on(new CreditTable(connection)));
    }

    private interface TableWork<T> {
        T on(CreditTable table) throws java.sql.SQLException;
    }

    private static GatehouseException incomplete() {
        return GatehouseException.invalid(
                "/credits",
                "required",
                "New credits need remaining, and refill_amount and refill_interval belong together.");
    }
}
