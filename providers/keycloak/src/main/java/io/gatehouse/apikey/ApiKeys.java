package io.gatehouse.apikey;

import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.core.key.Digest;
import io.gatehouse.core.key.KeyEnvironment;
import io.gatehouse.core.limit.Credits;
import io.gatehouse.core.plan.PlanLimit;
import io.gatehouse.eligibility.ActingAgents;
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
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RealmSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of one realm. A key that the caller does not reach is absent to it. Every change takes the row's lock first,
 * drops the key from all caches after its commit and appends its event in the same transaction. Long because every change of a
 * key is made here.
 */
public final class ApiKeys {
    /** How long nodes keep a change in memory: long after every cache has dropped the key and reads its row instead. */
    static final long REVOCATION_KEPT_MS = 3_600_000;

    private final RealmScope scope;
    private final Caller caller;
    private final Events events;
    private final Revocations revocations;
    private final ApiKeyCache cache;
    private final ActingAgents agents;
    private final ApiKeyRows rows;
    private final KeyCredits credits;

    /**
     * The keys as one caller reaches and changes them.
     *
     * @param caller whom new keys name as their maker
     * @param agents the realm's agents, whose keys their owners reach
     * @param credits those of the realm's keys
     */
    public ApiKeys(
            RealmScope scope,
            Caller caller,
            Events events,
            Revocations revocations,
            ApiKeyCache cache,
            ActingAgents agents,
            KeyCredits credits) {
        this.scope = scope;
        this.caller = caller;
        this.events = events;
        this.revocations = revocations;
        this.cache = cache;
        this.agents = agents;
        this.rows = new ApiKeyRows(scope, agents);
        this.credits = credits;
    }

    /** For whom a caller may make keys. */
    KeyOwnership ownership() {
        return new KeyOwnership(scope, caller, agents);
    }

    /** Makes a key. Whether the caller may is for {@link KeyOwnership} and {@link ScopeGrants} to say before. */
    IssuedApiKey create(NewApiKey made) {
        long nowMs = Clock.nowMs();
        ApiKeyText text = newText(made.environment());
        String id = Entropy.uuid(nowMs).toString();
        ApiKeyEntity row = new ApiKeyEntity(id, scope.realmId(), made, text, digest(text), caller.id(), nowMs);
        return new IssuedApiKey(persist(row, made, false), text.text());
    }

    /**
     * Takes over a key of another system. Whether the caller may is to be asked before.
     *
     * @param kid the name under which it will be found
     * @param digest what proves it
     */
    ApiKey takeOver(ImportItem item, String kid, Digest digest) {
        long nowMs = Clock.nowMs();
        String id = Entropy.uuid(nowMs).toString();
        return persist(
                new ApiKeyEntity(
                        id, scope.realmId(), item.made(), kid, item.visiblePrefix(), digest, caller.id(), nowMs),
                item.made(),
                true);
    }

    /** To be called after keys were taken over: their texts may have been refused as unknown just before. */
    void forgetAbsent() {
        cache.forgetAbsentAfterCommit(scope);
    }

    private ApiKey persist(ApiKeyEntity row, NewApiKey made, boolean isImported) {
        scope.ports()
                .allotments()
                .reserve(scope, PlanLimit.API_KEYS, row.toKey().organizationId());
        scope.entityManager().persist(row);
        ApiKey key = row.toKey();
        if (made.credits() != null) {
            credits.create(key, made.credits());
        }
        events.append(about(EventType.API_KEY_CREATED, key)
                .data("environment", key.environment().text())
                .data("scopes", key.scopes())
                .data("expires_at", Clock.iso(key.expiresAtMs()))
                .data("imported", isImported ? true : null)
                .personal("name", key.name())
                .build());
        return key;
    }

    /** The key with this id, of whatever status. */
    Optional<ApiKey> find(String id, Reach reach) {
        return rows.find(id, reach).map(ApiKeyEntity::toKey);
    }

    /** One page of the keys within reach that may be used now, newest first. */
    public Page<ApiKey> active(Reach reach, PageRequest request) {
        return rows.active(reach, request);
    }

    /** How keys are found and locked. */
    ApiKeyRows rows() {
        return rows;
    }

    /** What is left of the credits of those of the keys that have any, by the keys' ids. */
    Map<String, Credits> creditsOf(Collection<ApiKey> keysWithOrWithout) {
        return credits.of(keysWithOrWithout);
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
        Optional<ApiKeyEntity> locked = rows.lock(id, reach);
        locked.ifPresent(row -> {
            long changedBeforeMs = row.updatedAtMs();
            // Copies of the row are told apart by this time: it must move even when another node's clock was ahead.
            long nowMs = Math.max(Clock.nowMs(), changedBeforeMs + 1);
            List<String> changed = new ArrayList<>(ApiKeyChange.apply(row, patch, grants, nowMs));
            changed.addAll(LimitsChange.apply(row, patch.limits(), grants, credits, nowMs));
            if (!changed.isEmpty()) {
                // The notice that drops the key from other nodes' caches may be lost; this they read within a second.
                revocations.outdateKey(id, changedBeforeMs, nowMs + REVOCATION_KEPT_MS);
                ApiKey key = row.toKey();
                if (changed.contains("scopes")
                        || (changed.contains("is_active") && !key.state().isOn())) {
                    endTokens(id, nowMs, nowMs);
                }
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
     * Makes the successor of a key, see {@link KeyRotation}.
     *
     * @param permit refuses a key that the caller may not rotate, see {@link RotationRight}
     * @return the successor, empty when the caller does not reach the key
     * @throws GatehouseException 409, see {@link KeyRotation}
     */
    Optional<IssuedApiKey> rotate(String id, Reach reach, KeyRotation.Wanted wanted, Consumer<ApiKey> permit) {
        return rows.lock(id, reach).map(old -> {
            permit.accept(old.toKey());
            ApiKeyText text = newText(old.toKey().environment());
            KeyRotation rotation = new KeyRotation(scope, revocations);
            ApiKeyEntity successor = rotation.replace(old, wanted, text, digest(text), caller.id());
            cache.dropAfterCommit(scope, old.toKey().kid());
            events.append(KeyRotation.event(old.toKey(), successor.toKey(), wanted));
            if (wanted.overlapSeconds() == 0) {
                revoke(old, "rotated");
            }
            return new IssuedApiKey(successor.toKey(), text.text());
        });
    }

    /**
     * Revokes a key for good and on every node; once is as good as twice.
     *
     * @return the key as it is now, empty when the caller does not reach it
     */
    Optional<ApiKey> revoke(String id, Reach reach) {
        Optional<ApiKeyEntity> locked = rows.lock(id, reach);
        locked.ifPresent(row -> revoke(row, "requested"));
        return locked.map(ApiKeyEntity::toKey);
    }

    /**
     * Revokes a locked key for good and on every node; a revoked one stays as it is.
     *
     * @param cause for the event, out of a closed set
     * @return whether it was not revoked before
     */
    boolean revoke(ApiKeyEntity row, String cause) {
        if (row.toKey().state().revokedAtMs() != null) {
            return false;
        }
        ApiKey key = end(row);
        events.append(about(EventType.API_KEY_REVOKED, key).cause(cause).build());
        return true;
    }

    /** Revokes a key that was found in the open; one that is revoked already stays as it is and no event tells of it. */
    void revokeLeaked(String id, LeakReport report, @Nullable String signedBy) {
        Reach everywhere = new Reach(true, null, Set.of(), null);
        rows.lock(id, everywhere)
                .filter(row -> row.toKey().state().revokedAtMs() == null)
                .ifPresent(row -> {
                    ApiKey key = end(row);
                    events.append(about(EventType.API_KEY_LEAKED, key)
                            .cause("leaked")
                            .data("source", report.word())
                            .data("source_url", report.address())
                            .data("signed_by", signedBy)
                            .build());
                });
    }

    /** Ends a key that is locked and not revoked yet, on every node. */
    private ApiKey end(ApiKeyEntity row) {
        long nowMs = Clock.nowMs();
        row.revoke(nowMs);
        ApiKey key = row.toKey();
        revocations.revokeKey(key.id(), nowMs + REVOCATION_KEPT_MS);
        endTokens(key.id(), Long.MAX_VALUE, nowMs);
        cache.dropAfterCommit(scope, key.kid());
        return key;
    }

    /** What was exchanged for the key may be good no more, and who verifies offline has to hear of it. */
    private void endTokens(String id, long notBeforeMs, long nowMs) {
        revocations.endKeyTokens(id, notBeforeMs, nowMs + RealmSettings.MAX_TOKEN_TTL_SECONDS * 1_000L);
    }

    /** Tells of something that happened to a key. */
    void append(Event.Builder event) {
        String ignored = events.append(event.build());
    }

    private ApiKeyText newText(KeyEnvironment environment) {
        return ApiKeyText.create(scope.settings().keyPrefix(), environment, Entropy.bytes(ApiKeyText.RANDOM_BYTES));
    }

    private Digest digest(ApiKeyText text) {
        return scope.ports()
                .realmKeys()
                .peppers(scope.session(), scope.realm())
                .digest(text.text().reveal());
    }

    /** Begins an event about a key. */
    static Event.Builder about(EventType type, ApiKey key) {
        Owner owner = key.owner();
        boolean isPerson = owner.type() == Owner.Type.USER;
        Event.Builder event = Event.of(type, "api_key", key.id());
        if (owner.type() == Owner.Type.AGENT) {
            event = event.agent(owner.id());
        }
        return event.key(key.id())
                .subject(isPerson ? owner.id() : null)
                .data("owner_type", owner.type().text())
                .data("owner_id", isPerson ? null : owner.id())
                .data("organization_id", key.organizationId());
    }
}
