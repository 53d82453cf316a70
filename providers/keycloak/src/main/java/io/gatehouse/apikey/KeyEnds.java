package io.gatehouse.apikey;

import io.gatehouse.core.key.ExpiryNotices;
import io.gatehouse.event.EventType;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Reach;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What becomes of a key by the passing of time alone: it is told that it will expire, and an old key that nobody uses is
 * revoked. Each looks again under the row's lock, so that what another node did meanwhile is not done twice.
 */
final class KeyEnds {
    /** Uses that nodes have not written down yet may be as old as this, in milliseconds. */
    static final long UNWRITTEN_USE_MS = 60_000;

    private static final Reach ALL = new Reach(true, null, Set.of(), null);

    private final ApiKeys keys;

    KeyEnds(ApiKeys keys) {
        this.keys = keys;
    }

    /** Tells of a key's end when that is due, and plans the next time. A key that is switched off is not told of. */
    void tell(String id, long nowMs) {
        keys.rows().lock(id, ALL).filter(row -> row.isNoticeDue(nowMs)).ifPresent(row -> {
            ApiKey key = row.toKey();
            row.tellNextAfter(nowMs);
            Long replacedAtMs = key.succession().replacedAtMs();
            long beganAtMs = replacedAtMs == null ? key.createdAtMs() : replacedAtMs;
            OptionalInt days = ExpiryNotices.dueAt(nowMs, beganAtMs, key.expiresAtMs());
            if (days.isPresent() && key.state().status(nowMs) == ApiKeyStatus.ACTIVE) {
                keys.append(ApiKeys.about(EventType.API_KEY_EXPIRING, key)
                        .data("days_left", days.getAsInt())
                        .data("expires_at", Clock.iso(key.expiresAtMs()))
                        .data("replaced_by", key.succession().replacedBy()));
            }
        });
    }

    /** Revokes a replaced key that was idle long enough, or plans when to look again. */
    void revokeIfIdle(String id, long nowMs) {
        keys.rows().lock(id, ALL).filter(row -> row.isLookForUseDue(nowMs)).ifPresent(row -> {
            ApiKey.Succession succession = row.toKey().succession();
            Integer hours = succession.revokeWhenIdleHours();
            Long lastUsedAtMs = row.toKey().use().lastAtMs();
            Long replacedAtMs = succession.replacedAtMs();
            if (hours == null || replacedAtMs == null) {
                return;
            }
            long quietSinceMs = lastUsedAtMs == null ? replacedAtMs : Math.max(lastUsedAtMs, replacedAtMs);
            long idleAtMs = quietSinceMs + ApiKey.Succession.idleMs(hours) + UNWRITTEN_USE_MS;
            if (idleAtMs > nowMs || row.toKey().state().status(nowMs) == ApiKeyStatus.EXPIRED) {
                row.lookForUseAt(idleAtMs);
            } else {
                boolean ignored = keys.revoke(row, "idle");
            }
        });
    }
}
