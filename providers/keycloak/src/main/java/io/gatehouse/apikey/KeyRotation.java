package io.gatehouse.apikey;

import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.core.key.Digest;
import io.gatehouse.eligibility.Revocations;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RealmScope;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives a key a successor (rule 8 of the contract): it inherits everything, the expiry too, and has a text of its own. The
 * old key goes on until the overlap ends, which is its expiry from then on, so that every node ends it by its clock and
 * without being told. With no overlap it is revoked, which no clock can delay.
 */
final class KeyRotation {
    /** Longest overlap, in seconds: 30 days. */
    static final int MAX_OVERLAP_SECONDS = 2_592_000;

    /** Overlap when none is asked for, in seconds: a day. */
    static final int DEFAULT_OVERLAP_SECONDS = 86_400;

    /** Longest time without use after which an old key may be revoked, in hours: 30 days. */
    static final int MAX_IDLE_HOURS = 720;

    private final RealmScope scope;
    private final Revocations revocations;

    /**
     * A rotation as it was asked for.
     *
     * @param overlapSeconds how long the old key goes on, 0 to {@link #MAX_OVERLAP_SECONDS}
     * @param revokeWhenIdleHours after how many hours without use the old key is revoked, null for never
     */
    record Wanted(int overlapSeconds, @Nullable Integer revokeWhenIdleHours) {}

    KeyRotation(RealmScope scope, Revocations revocations) {
        this.scope = scope;
        this.revocations = revocations;
    }

    /**
     * Makes the successor of a locked key.
     *
     * @param old the row, under its lock
     * @param maker id of whoever calls
     * @throws GatehouseException 409 {@code key_revoked}, {@code key_expired}, {@code key_rotated} or {@code key_inactive}
     */
    ApiKeyEntity replace(ApiKeyEntity old, Wanted wanted, ApiKeyText text, Digest digest, String maker) {
        ApiKey key = old.toKey();
        long changedBeforeMs = old.updatedAtMs();
        // Copies of the row are told apart by this time: it must move even when another node's clock was ahead.
        long nowMs = Math.max(Clock.nowMs(), changedBeforeMs + 1);
        requireLive(key, nowMs);
        String id = Entropy.uuid(nowMs).toString();
        ApiKeyEntity successor = old.successor(id, text, digest, maker, nowMs);
        scope.entityManager().persist(successor);
        long endsAtMs = nowMs + TimeUnit.SECONDS.toMillis(wanted.overlapSeconds());
        old.replaceBy(id, endsAtMs, wanted.revokeWhenIdleHours(), nowMs);
        revocations.outdateKey(key.id(), changedBeforeMs, nowMs + ApiKeys.REVOCATION_KEPT_MS);
        return successor;
    }

    /** What is told of it. */
    static Event event(ApiKey old, ApiKey successor, Wanted wanted) {
        return ApiKeys.about(EventType.API_KEY_ROTATED, old)
                .data("replaced_by", successor.id())
                .data("overlap_seconds", wanted.overlapSeconds())
                .data("overlap_ends_at", Clock.iso(old.expiresAtMs()))
                .data("revoke_when_idle_hours", wanted.revokeWhenIdleHours())
                .data("expires_at", Clock.iso(successor.expiresAtMs()))
                .build();
    }

    private static void requireLive(ApiKey key, long nowMs) {
        ApiKeyStatus status = key.state().status(nowMs);
        if (status == ApiKeyStatus.REVOKED) {
            throw GatehouseException.conflict(
                    "key_revoked", "The key is revoked for good; make a new one in its place.");
        }
        if (key.succession().replacedBy() != null) {
            throw GatehouseException.conflict(
                    "key_rotated",
                    "The key was rotated before; rotate the key that took its place, see replaced_by of this one.");
        }
        if (status == ApiKeyStatus.EXPIRED) {
            throw GatehouseException.conflict("key_expired", "The key has expired; make a new one in its place.");
        }
        if (status == ApiKeyStatus.INACTIVE) {
            throw GatehouseException.conflict(
                    "key_inactive", "The key is switched off; switch it on first, or make a new one in its place.");
        }
    }
}
