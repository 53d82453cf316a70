package io.gatehouse.apikey;

import io.gatehouse.apikey.ApiKeyVerdict.Code;
import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.core.key.Digest;
import io.gatehouse.core.token.Scopes;
import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.eligibility.Ineligible;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Is this text a key of the realm, and may it be used now? The one way by which keys are verified: for {@code POST
 * /api-keys/verify}, for the API's own callers and for introspection. Shape and checksum come first (no I/O), then the key
 * out of the cache, then one digest whether or not there is such a key, and only for its true holder the state of the key.
 * Of a key that this node has cached nothing is read from the database.
 */
public final class ApiKeyVerification {
    /** Compared with when there is no key, so that an unknown one takes as long as a wrong one. */
    private static final Digest NO_DIGEST = new Digest("", "0".repeat(43));

    private final RealmScope scope;
    private final Eligibility eligibility;
    private final ApiKeyCache cache;
    private final KeyUsage usage;

    /**
     * Verifies keys of one realm.
     *
     * @param cache the node's cache
     * @param usage the node's counter of use
     */
    public ApiKeyVerification(RealmScope scope, Eligibility eligibility, ApiKeyCache cache, KeyUsage usage) {
        this.scope = scope;
        this.eligibility = eligibility;
        this.cache = cache;
        this.usage = usage;
    }

    /** As {@link #verify(String, Collection, Predicate)} for an asker that may know of every key of the realm. */
    public ApiKeyVerdict verify(String text, Collection<String> requiredScopes) {
        return verify(text, requiredScopes, key -> true);
    }

    /**
     * Verifies a key and, when it is valid, counts one use of it.
     *
     * @param text what was presented as a key, unchecked
     * @param requiredScopes scopes that must all count now; may be empty
     * @param mayKnow whether the asker has a right to the key: to one that has none, every key is INVALID, and its use is
     *     not counted
     * @throws io.gatehouse.platform.GatehouseException 503 when this node's revocation state is stale or there is no pepper
     */
    public ApiKeyVerdict verify(@Nullable String text, Collection<String> requiredScopes, Predicate<ApiKey> mayKnow) {
        Optional<ApiKey> presented =
                ApiKeyText.parse(text).flatMap(this::holderOf).filter(mayKnow);
        if (presented.isEmpty()) {
            return ApiKeyVerdict.INVALID;
        }
        ApiKey key = presented.get();
        Optional<Ineligible> reason = eligibility.of(key.acting());
        if (reason.isPresent()) {
            Code code = reason.get() == Ineligible.EXPIRED ? Code.EXPIRED : Code.REVOKED;
            return new ApiKeyVerdict(code, key, List.of());
        }
        List<String> live = liveScopes(key);
        if (!Scopes.containsAll(live, requiredScopes)) {
            return new ApiKeyVerdict(Code.INSUFFICIENT_SCOPE, key, live);
        }
        usage.count(key);
        return new ApiKeyVerdict(Code.VALID, key, live);
    }

    /**
     * The key whose text came as a credential of a request to this API; counts one use.
     *
     * @return empty for whatever may not be used now, without a reason
     * @throws io.gatehouse.platform.GatehouseException 503, see {@link #verify(String, Collection, Predicate)}
     */
    public Optional<ApiKey> authenticate(String text) {
        return Optional.of(verify(text, List.of()))
                .filter(ApiKeyVerdict::isValid)
                .flatMap(ApiKeyVerdict::knownKey);
    }

    /** The key with this id, for work that goes on in its name after the request that began it. */
    public Optional<ApiKey> find(String id) {
        EntityManager em = scope.entityManager();
        Optional<ApiKeyEntity> row = em
                .createNamedQuery("gatehouse.apiKeyById", ApiKeyEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("id", id)
                .getResultList()
                .stream()
                .findFirst();
        row.ifPresent(em::detach);
        return row.map(ApiKeyEntity::toKey);
    }

    /** Why a key may not act now; empty when it may. */
    public Optional<Ineligible> ineligible(ApiKey key) {
        return eligibility.of(key.acting());
    }

    /** The scopes of a key that count now, see {@link LiveScopes}. */
    public List<String> liveScopes(ApiKey key) {
        return LiveScopes.of(key, OwnerRights.of(scope, key.owner()));
    }

    /** What a caller with this key may do in this API now; within its organization alone when it has one. */
    public Set<Permission> permissions(ApiKey key) {
        return LiveScopes.permissions(key, liveScopes(key), OwnerRights.of(scope, key.owner()));
    }

    /** The key with exactly this text, whatever its state. */
    private Optional<ApiKey> holderOf(ApiKeyText text) {
        Optional<StoredKey> stored = cache.get(
                scope.realmId(),
                text.kid(),
                key -> eligibility.isOutdated(key.key().acting()),
                () -> load(text.kid()));
        Digest digest = stored.map(StoredKey::digest).orElse(NO_DIGEST);
        boolean isSame = scope.ports()
                .realmKeys()
                .peppers(scope.session(), scope.realm())
                .matches(digest, text.text().reveal());
        return stored.filter(key -> isSame).map(StoredKey::key);
    }

    private Optional<StoredKey> load(String kid) {
        EntityManager em = scope.entityManager();
        Optional<ApiKeyEntity> row = em
                .createNamedQuery("gatehouse.apiKeyByKid", ApiKeyEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("kid", kid)
                .getResultList()
                .stream()
                .findFirst();
        // Let go of, or a second look within this session would show the row as it was at the first.
        row.ifPresent(em::detach);
        return row.map(ApiKeyEntity::toStored);
    }
}
