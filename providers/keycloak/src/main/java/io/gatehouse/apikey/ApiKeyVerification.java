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

    /**
     * Verifies a key and, when it is valid, counts one use of it.
     *
     * @param text what was presented as a key, unchecked
     * @param use what it is presented for
     * @param mayKnow whether the asker has a right to the key: to one that has none, every key is INVALID, and its use is
     *     not counted
     * @throws io.gatehouse.platform.GatehouseException 503 when this node's revocation state is stale or there is no pepper
     */
    public ApiKeyVerdict verify(@Nullable String text, ApiKeyUse use, Predicate<ApiKey> mayKnow) {
        Optional<ApiKey> presented = ApiKeyText.parse(text)
                .filter(found -> isTaken(found, use))
                .flatMap(this::holderOf)
                .filter(mayKnow);
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
        if (!Scopes.containsAll(live, use.requiredScopes())) {
            return new ApiKeyVerdict(Code.INSUFFICIENT_SCOPE, key, live);
        }
        usage.count(key);
        return new ApiKeyVerdict(Code.VALID, key, live);
    }

    /**
     * Verifies the key that came as the credential of the present request to this API, from the address of its connection.
     *
     * @throws io.gatehouse.platform.GatehouseException 503, see {@link #verify}
     */
    public ApiKeyVerdict authenticate(String text) {
        return verify(text, ApiKeyUse.of(List.of()).from(scope.request().ip()), key -> true);
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

    private static boolean isTaken(ApiKeyText text, ApiKeyUse use) {
        return use.environment() == null || use.environment() == text.environment();
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
