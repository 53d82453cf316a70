package io.gatehouse.apikey;

import io.gatehouse.apikey.ApiKeyVerdict.Code;
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
 * Of a key that this node has cached nothing is read from the database, but for its credits
 * when the node's block of them is spent.
 */
public final class ApiKeyVerification {
    private final RealmScope scope;
    private final Eligibility eligibility;
    private final KeyLookup lookup;
    private final KeyUsage usage;
    private final KeyMeters meters;

    /**
     * Verifies keys of one realm.
     *
     * @param cache the node's cache
     * @param usage the node's counter of use
     * @param meters the node's rate limits and credits
     */
    public ApiKeyVerification(
            RealmScope scope, Eligibility eligibility, ApiKeyCache cache, KeyUsage usage, KeyMeters meters) {
        this.scope = scope;
        this.eligibility = eligibility;
        this.lookup = new KeyLookup(scope, eligibility, cache);
        this.usage = usage;
        this.meters = meters;
    }

    /**
     * Verifies a key and, when it is valid, counts one use of it. What is asked in the order of {@link Code}; limits and
     * credits come last and are taken from by a valid use alone, all of them or none.
     *
     * @param text what was presented as a key, unchecked
     * @param use what it is presented for
     * @param mayKnow whether the asker has a right to the key: to one that has none, every key is INVALID, and its use is
     *     not counted
     * @throws io.gatehouse.platform.GatehouseException 503 when this node's revocation state is stale or there is no pepper, or
     *     when a database that it needs for a limit is too slow
     */
    public ApiKeyVerdict verify(@Nullable String text, ApiKeyUse use, Predicate<ApiKey> mayKnow) {
        Optional<ApiKey> presented = lookup.holderOf(text, use.environment()).filter(mayKnow);
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
        if (!key.limits().allowedIps().allows(use.ip())) {
            return new ApiKeyVerdict(Code.FORBIDDEN_IP, key, live);
        }
        Metered metered = meters.take(scope.session(), key, use);
        if (metered.code() == Code.VALID) {
            usage.count(key);
        }
        return new ApiKeyVerdict(metered.code(), key, live, metered);
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
        return LiveScopes.of(key, OwnerRights.of(scope, key.owner(), eligibility));
    }

    /** What a caller with this key may do in this API now; within its organization alone when it has one. */
    public Set<Permission> permissions(ApiKey key) {
        return LiveScopes.permissions(key, liveScopes(key), OwnerRights.of(scope, key.owner(), eligibility));
    }

    /** Whether the text may be a key of this realm by its form alone: ours, or an imported one where there are any. */
    public boolean mayBeKey(String text) {
        return lookup.mayBeKey(text);
    }

    /**
     * The key with exactly this text, whatever its state; nobody's right to know is asked.
     *
     * @throws io.gatehouse.platform.GatehouseException 503 when there is no pepper
     */
    Optional<ApiKey> holderOf(String text) {
        return lookup.holderOf(text, null);
    }
}
