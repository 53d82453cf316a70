package io.gatehouse.apikey;

import io.gatehouse.core.token.Scopes;
import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.platform.RealmScope;
import java.util.Collection;
import java.util.Optional;

/**
 * The keys behind tokens. A token that was exchanged for a key is never better than the key is now: it is asked for at each
 * verification of the token, as a key that is presented itself. Of a key that this node has cached nothing is read from the
 * database.
 */
public final class ExchangedKeys {
    private final RealmScope scope;
    private final Eligibility eligibility;
    private final ApiKeyVerification verification;
    private final ExchangedKeyCache cache;

    /**
     * The keys of one realm.
     *
     * @param cache the node's cache
     */
    public ExchangedKeys(
            RealmScope scope, Eligibility eligibility, ApiKeyVerification verification, ExchangedKeyCache cache) {
        this.scope = scope;
        this.eligibility = eligibility;
        this.verification = verification;
        this.cache = cache;
    }

    /**
     * The key behind a token, when it may be used now and every scope of the token still counts.
     *
     * @param keyId id of the key, as the token says
     * @param scopes what the token carries
     * @throws io.gatehouse.platform.GatehouseException 503 when this node's revocation state is stale
     */
    public Optional<ApiKey> alive(String keyId, Collection<String> scopes) {
        return find(keyId)
                .filter(key -> eligibility.of(key.acting()).isEmpty())
                .filter(key -> Scopes.containsAll(verification.liveScopes(key), scopes));
    }

    /** The key with this id, whatever its state. */
    public Optional<ApiKey> find(String keyId) {
        return cache.get(
                scope.realmId(), keyId, key -> eligibility.isOutdated(key.acting()), () -> verification.find(keyId));
    }
}
