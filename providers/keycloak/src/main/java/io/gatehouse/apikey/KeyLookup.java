package io.gatehouse.apikey;

import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.core.key.Digest;
import io.gatehouse.core.key.ImportedHash;
import io.gatehouse.core.key.KeyEnvironment;
import io.gatehouse.core.key.Peppers;
import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose text is this? Finds the key of the realm with exactly a presented text, whatever its state. A key of ours is found by
 * the public id in its text, an imported one by its digest; either takes one look into the cache and, when it is not there,
 * one indexed query. A text that cannot be a key takes none. Found or not, one stored digest is compared at the end.
 */
final class KeyLookup {
    /** Compared with when there is no key, so that an unknown one takes as long as a wrong one. */
    private static final Digest NO_DIGEST = new Digest("", "0".repeat(43));

    private final RealmScope scope;
    private final Eligibility eligibility;
    private final ApiKeyCache cache;
    private final ImportSources sources;

    KeyLookup(RealmScope scope, Eligibility eligibility, ApiKeyCache cache) {
        this.scope = scope;
        this.eligibility = eligibility;
        this.cache = cache;
        this.sources = new ImportSources(scope);
    }

    /** Whether the text may be a key of this realm by its form alone. */
    boolean mayBeKey(String text) {
        return ApiKeyText.parse(text).isPresent() || sources.mayHave(text);
    }

    /**
     * The key with exactly this text.
     *
     * @param text what was presented, unchecked; null is no key
     * @param environment the only environment whose keys count, null for both
     * @throws io.gatehouse.platform.GatehouseException 503 when there is no pepper
     */
    Optional<ApiKey> holderOf(@Nullable String text, @Nullable KeyEnvironment environment) {
        if (text == null) {
            return Optional.empty();
        }
        Optional<ApiKeyText> own = ApiKeyText.parse(text);
        if (own.isPresent()) {
            return own.filter(key -> environment == null || environment == key.environment())
                    .flatMap(this::own);
        }
        return imported(text).filter(key -> environment == null || environment == key.environment());
    }

    private Optional<ApiKey> own(ApiKeyText text) {
        Optional<StoredKey> stored = stored(List.of(text.kid()));
        Digest digest = stored.map(StoredKey::digest).orElse(NO_DIGEST);
        boolean isSame = peppers().matches(digest, text.text().reveal());
        return stored.filter(key -> isSame).map(StoredKey::key);
    }

    private Optional<ApiKey> imported(String text) {
        if (!sources.mayHave(text)) {
            return Optional.empty();
        }
        Peppers peppers = peppers();
        List<ImportedHash> hashes = sources.hashes(text, peppers);
        List<String> kids = hashes.stream()
                .flatMap(hash -> peppers.byId().values().stream().map(hash::kid))
                .toList();
        Optional<StoredKey> stored = stored(kids);
        Digest digest = stored.map(StoredKey::digest).orElse(NO_DIGEST);
        boolean isSame = false;
        for (ImportedHash hash : hashes) {
            isSame |= peppers.matches(digest, hash.text());
        }
        return isSame ? stored.map(StoredKey::key) : Optional.empty();
    }

    private Peppers peppers() {
        return scope.ports().realmKeys().peppers(scope.session(), scope.realm());
    }

    private Optional<StoredKey> stored(List<String> kids) {
        return cache.get(
                scope.realmId(), kids, key -> eligibility.isOutdated(key.key().acting()), () -> load(kids));
    }

    private Optional<StoredKey> load(List<String> kids) {
        EntityManager em = scope.entityManager();
        Optional<ApiKeyEntity> row = (kids.size() == 1
                        ? em.createNamedQuery("gatehouse.apiKeyByKid", ApiKeyEntity.class)
                                .setParameter("kid", kids.get(0))
                        : em.createNamedQuery("gatehouse.apiKeysByKids", ApiKeyEntity.class)
                                .setParameter("kids", kids))
                .setParameter("realm", scope.realmId()).getResultList().stream().findFirst();
        // Let go of, or a second look within this session would show the row as it was at the first.
        row.ifPresent(em::detach);
        return row.map(ApiKeyEntity::toStored);
    }
}
