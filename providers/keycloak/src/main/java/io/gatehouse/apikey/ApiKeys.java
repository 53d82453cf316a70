package io.gatehouse.apikey;

import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.core.key.Digest;
import io.gatehouse.eligibility.Revocations;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/**
 * The API keys of one realm. A key that the caller does not reach is absent to it. Every change takes the row's lock first,
 * drops the key from all caches after its commit and appends its event in the same transaction.
 */
public final class ApiKeys {
    /** How long nodes keep a change in memory: long after every cache has dropped the key and reads its row instead. */
    static final long REVOCATION_KEPT_MS = 3_600_000;

    private static final int UUID_LENGTH = 36;

    private final RealmScope scope;
    private final Caller caller;
    private final Events events;
    private final Revocations revocations;
    private final ApiKeyCache cache;

    /**
     * The keys as one caller reaches and changes them.
     *
     * @param caller whom new keys name as their maker
     */
    public ApiKeys(RealmScope scope, Caller caller, Events events, Revocations revocations, ApiKeyCache cache) {
        this.scope = scope;
        this.caller = caller;
        this.events = events;
        this.revocations = revocations;
        this.cache = cache;
    }

    /** Makes a key. Whether the caller may is for {@link KeyOwnership} and {@link ScopeGrants} to say before. */
    IssuedApiKey create(NewApiKey made) {
        long nowMs = Clock.nowMs();
        ApiKeyText text = ApiKeyText.create(
                scope.settings().keyPrefix(), made.environment(), Entropy.bytes(ApiKeyText.RANDOM_BYTES));
        Digest digest = scope.ports()
                .realmKeys()
                .peppers(scope.session(), scope.realm())
                .digest(text.text().reveal());
        String id = Entropy.uuid(nowMs).toString();
        ApiKeyEntity row = new ApiKeyEntity(id, scope.realmId(), made, text, digest, caller.id(), nowMs);
        scope.entityManager().persist(row);
        ApiKey key = row.toKey();
        events.append(about(EventType.API_KEY_CREATED, key)
                .data("environment", key.environment().text())
                .data("scopes", key.scopes())
                .data("expires_at", Clock.iso(key.expiresAtMs()))
                .personal("name", key.name())
                .build());
        return new IssuedApiKey(key, text.text());
    }

    /** The key with this id, of whatever status. */
    Optional<ApiKey> find(String id, Reach reach) {
        return row(id).map(ApiKeyEntity::toKey).filter(key -> reach.covers(key.owner(), key.organizationId()));
    }

    /** One page of the keys within reach. */
    Page<ApiKey> page(ApiKeyFilter filter, Reach reach, PageRequest request) {
        ApiKeyListQuery query = new ApiKeyListQuery(scope, reach, filter, Clock.nowMs());
        List<ApiKey> rows =
                query.rows(request).stream().map(ApiKeyEntity::toKey).toList();
        Long total = request.wantsTotal() ? query.total() : null;
        return Page.of(rows, request, key -> new PageCursor(key.createdAtMs(), key.id()), total);
    }

    /**
     * Changes a key; a patch that changes nothing leaves no trace.
     *
     * @param grants asked for the scopes that are new to the key
     * @return the key as it is now, empty when the caller does not reach it
     * @throws GatehouseException 409 {@code key_revoked}, or {@code key_expired} when it is to be switched on; 422 and 403,
     *     see {@link ScopeGrants#require}
     */
    Optional<ApiKey> patch(String id, Reach reach, ApiKeyPatch patch, ScopeGrants grants) {
        Optional<ApiKeyEntity> locked = lock(id, reach);
        locked.ifPresent(row -> {
            long changedBeforeMs = row.updatedAtMs();
            // Copies of the row are told apart by this time: it must move even when another node's clock was ahead.
            long nowMs = Math.max(Clock.nowMs(), changedBeforeMs + 1);
            List<String> changed = ApiKeyChange.apply(row, patch, grants, nowMs);
            if (!changed.isEmpty()) {
                // The notice that drops the key from other nodes' caches may be lost; this they read within a second.
                revocations.outdateKey(id, changedBeforeMs, nowMs + REVOCATION_KEPT_MS);
                ApiKey key = row.toKey();
                events.append(about(EventType.API_KEY_UPDATED, key)
                        .data("changed", changed)
                        .data("scopes", changed.contains("scopes") ? key.scopes() : null)
                        .data(
                                "is_active",
                                changed.contains("is_active") ? key.state().isOn() : null)
                        .personal("name", changed.contains("name") ? key.name() : null)
                        .build());
                cache.dropAfterCommit(scope, key.kid());
            }
        });
        return locked.map(ApiKeyEntity::toKey);
    }

    /**
     * Revokes a key for good and on every node; once is as good as twice.
     *
     * @return the key as it is now, empty when the caller does not reach it
     */
    Optional<ApiKey> revoke(String id, Reach reach) {
        Optional<ApiKeyEntity> locked = lock(id, reach);
        locked.filter(row -> row.toKey().state().revokedAtMs() == null).ifPresent(row -> {
            long nowMs = Clock.nowMs();
            row.revoke(nowMs);
            revocations.revokeKey(id, nowMs + REVOCATION_KEPT_MS);
            ApiKey key = row.toKey();
            events.append(
                    about(EventType.API_KEY_REVOKED, key).cause("requested").build());
            cache.dropAfterCommit(scope, key.kid());
        });
        return locked.map(ApiKeyEntity::toKey);
    }

    private Optional<ApiKeyEntity> lock(String id, Reach reach) {
        Optional<ApiKeyEntity> row = row(id).filter(found -> {
            ApiKey key = found.toKey();
            return reach.covers(key.owner(), key.organizationId());
        });
        // Read again under the lock: owner and organization never change, everything else may have meanwhile.
        row.ifPresent(found -> scope.entityManager().refresh(found, LockModeType.PESSIMISTIC_WRITE));
        return row;
    }

    private Optional<ApiKeyEntity> row(String id) {
        boolean isId = id.length() == UUID_LENGTH && id.chars().allMatch(c -> c == '-' || Character.digit(c, 16) >= 0);
        if (!isId) {
            return Optional.empty();
        }
        return scope
                .entityManager()
                .createNamedQuery("gatehouse.apiKeyById", ApiKeyEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("id", id)
                .getResultList()
                .stream()
                .findFirst();
    }

    private static Event.Builder about(EventType type, ApiKey key) {
        Owner owner = key.owner();
        boolean isPerson = owner.type() == Owner.Type.USER;
        return Event.of(type, "api_key", key.id())
                .key(key.id())
                .subject(isPerson ? owner.id() : null)
                .data("owner_type", owner.type().text())
                .data("owner_id", isPerson ? null : owner.id())
                .data("organization_id", key.organizationId());
    }
}
