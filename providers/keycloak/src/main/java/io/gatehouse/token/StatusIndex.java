package io.gatehouse.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.core.token.StatusReference;
import io.gatehouse.platform.AfterCommit;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.token.OpenStatusList.Span;
import io.gatehouse.token.StatusLane.Place;

/**
 * Gives every token that is minted a place in a status list. Each node fills lists of its own, from memory: a token costs no
 * query, and one in {@value OpenStatusList#MAX_TAKEN} a row. What a node had not given out when it stopped stays free. One for
 * each node; thread-safe.
 */
public final class StatusIndex {
    /** Most realms and spans whose lists are kept open; one that is dropped begins a new list when it is needed again. */
    static final int MAX_LANES = 1_000;

    private record LaneKey(String realmId, Span span) {}

    private final Cache<LaneKey, StatusLane> lanes =
            Caffeine.newBuilder().maximumSize(MAX_LANES).executor(Runnable::run).build();

    /** Nothing is open yet. */
    public StatusIndex() {}

    /** A place for a token that the present transaction mints. Nobody else gets it, even when the transaction fails. */
    StatusReference next(RealmScope scope, long expiresAtMs) {
        long nowMs = Clock.nowMs();
        Span span = Span.of(expiresAtMs - nowMs);
        StatusLane lane = lanes.get(new LaneKey(scope.realmId(), span), key -> new StatusLane(key.span()));
        Place place = lane.take(nowMs, Clock.monotonicMs(), expiresAtMs);
        if (place == null) {
            place = lane.first(nowMs);
            OpenStatusList list = place.list();
            scope.entityManager().persist(new StatusListEntity(scope.realmId(), list));
            AfterCommit.run(scope.session(), () -> lane.add(list));
        }
        return new StatusReference(
                place.index(), StatusLists.address(scope, place.list().number()));
    }
}
