package io.gatehouse.apikey;

import io.gatehouse.apikey.ApiKeyVerdict.Code;
import io.gatehouse.core.net.IpAddress;
import io.gatehouse.core.policy.Attribute;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.core.token.Scopes;
import io.gatehouse.core.token.Targets;
import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.eligibility.Ineligible;
import io.gatehouse.platform.Allotments;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.policy.PolicyAnswers;
import io.gatehouse.policy.PolicyVerdict;
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
    private static final int TOO_MANY_REQUESTS = 429;

    /** What a use is held against besides the key itself. */
    private enum Asked {
        EVERYTHING,
        LIMITS_AND_PLAN,
        LIMITS
    }

    private final RealmScope scope;
    private final Eligibility eligibility;
    private final KeyLookup lookup;
    private final KeyUsage usage;
    private final KeyMeters meters;
    private final PolicyAnswers policies;

    /**
     * Verifies keys of one realm.
     *
     * @param cache the node's cache
     * @param usage the node's counter of use
     * @param meters the node's rate limits and credits
     * @param policies what the realm's policies say
     */
    public ApiKeyVerification(
            RealmScope scope,
            Eligibility eligibility,
            ApiKeyCache cache,
            KeyUsage usage,
            KeyMeters meters,
            PolicyAnswers policies) {
        this.scope = scope;
        this.eligibility = eligibility;
        this.lookup = new KeyLookup(scope, eligibility, cache);
        this.usage = usage;
        this.meters = meters;
        this.policies = policies;
    }

    /**
     * Verifies a key and, when it is valid, counts one use of it. What is asked in the order of {@link Code}; limits and
     * credits come last and are taken from by a valid use alone, all of them or none.
     *
     * @param text what was presented as a key, unchecked
     * @param use what it is presented for
     * @param mayKnow whether the asker has a right to the key: to one that has none, every key is INVALID, and its use is
     *     not counted
     * @throws GatehouseException 503 when this node's revocation state or its policies are stale or there
     *     is no pepper, or when a database that it needs for a limit is too slow
     */
    public ApiKeyVerdict verify(@Nullable String text, ApiKeyUse use, Predicate<ApiKey> mayKnow) {
        return verify(text, use, mayKnow, Asked.EVERYTHING);
    }

    /** As {@link #verify(String, ApiKeyUse, Predicate)}, but policies are not asked: whoever goes on with the key does that. */
    public ApiKeyVerdict verifyUndecided(@Nullable String text, ApiKeyUse use, Predicate<ApiKey> mayKnow) {
        return verify(text, use, mayKnow, Asked.LIMITS_AND_PLAN);
    }

    private ApiKeyVerdict verify(@Nullable String text, ApiKeyUse use, Predicate<ApiKey> mayKnow, Asked asked) {
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
        if (asked != Asked.EVERYTHING) {
            return asked == Asked.LIMITS ? metered(key, use, live) : planned(key, use, live);
        }
        Facts facts = facts(key, use, live);
        PolicyVerdict decided;
        try {
            decided = policies.decide(facts);
        } catch (GatehouseException e) {
            if (e.status() == TOO_MANY_REQUESTS) {
                return new ApiKeyVerdict(Code.RATE_LIMITED, key, live);
            }
            throw e;
        }
        if (decided.isDenied()) {
            return new ApiKeyVerdict(Code.INSUFFICIENT_SCOPE, key, live);
        }
        boolean isUsed = false;
        try {
            ApiKeyVerdict verdict = planned(key, use, live);
            isUsed = verdict.code() == Code.VALID;
            return verdict;
        } finally {
            // A use that the key's own limits refuse is none for the throttles of policies either.
            if (!isUsed) {
                policies.giveBack(decided);
            }
        }
    }

    /** Held against the plan first: of its limits nothing is lost when a limit of the key itself refuses. */
    private ApiKeyVerdict planned(ApiKey key, ApiKeyUse use, List<String> live) {
        Allotments.Taken taken = scope.ports().allotments().takeVerification(scope, key.organizationId());
        if (taken == null) {
            return new ApiKeyVerdict(Code.USAGE_EXCEEDED, key, live);
        }
        boolean isUsed = false;
        try {
            ApiKeyVerdict verdict = metered(key, use, live);
            isUsed = verdict.code() == Code.VALID;
            return verdict;
        } finally {
            if (isUsed) {
                taken.count();
            } else {
                taken.giveBack();
            }
        }
    }

    private ApiKeyVerdict metered(ApiKey key, ApiKeyUse use, List<String> live) {
        Metered metered = meters.take(scope.session(), key, use);
        if (metered.code() == Code.VALID) {
            usage.count(key);
        }
        return new ApiKeyVerdict(metered.code(), key, live, metered);
    }

    private static Facts facts(ApiKey key, ApiKeyUse use, List<String> live) {
        return KeyFacts.of(key, Clock.nowMs())
                .text(Attribute.AUTH_METHOD, "api_key")
                .text(Attribute.GRANT, "verification")
                .scopes(use.requiredScopes().isEmpty() ? live : use.requiredScopes())
                .targets(List.of(Targets.ANY))
                .ip(Optional.ofNullable(use.ip()).flatMap(IpAddress::parseAny).orElse(null))
                .build();
    }

    /**
     * Verifies the key that came as the credential of the present request to this API, from the address of its connection.
     * Policies are not asked: what it may do here is a matter of its permissions, and nobody is to lock the realm's
     * administrators out by a policy, nor by a plan that is used up.
     *
     * @throws GatehouseException 503, see {@link #verify}
     */
    public ApiKeyVerdict authenticate(String text) {
        return verify(text, ApiKeyUse.of(List.of()).from(scope.request().ip()), key -> true, Asked.LIMITS);
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
     * @throws GatehouseException 503 when there is no pepper
     */
    Optional<ApiKey> holderOf(String text) {
        return lookup.holderOf(text, null);
    }
}
