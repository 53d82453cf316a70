package io.gatehouse.apikey;

import io.gatehouse.apikey.ImportRepresentation.Result;
import io.gatehouse.core.key.ImportedHash;
import io.gatehouse.core.key.Peppers;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import jakarta.persistence.PersistenceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ModelDuplicateException;

/**
 * Takes keys over from another system by their digests, so that their holders need no new ones. What is stored is a digest of
 * the digest under the realm's pepper. A key that is there already, be it revoked, stays as it is: to import the same file
 * again changes nothing.
 */
public final class KeyImport {
    /** Most parameters of one query. */
    private static final int MAX_PARAMETERS = 500;

    private final RealmScope scope;
    private final ApiKeys keys;

    /** Imports into one realm. */
    public KeyImport(RealmScope scope, ApiKeys keys) {
        this.scope = scope;
        this.keys = keys;
    }

    /** For whom the caller may make keys. */
    KeyOwnership ownership() {
        return keys.ownership();
    }

    /**
     * Imports all of the items or none.
     *
     * @param hmacKey the other system's secret, null when no item needs one
     * @param reach which of the keys that are there already the caller may know
     * @return what became of each, in the order of the items
     * @throws GatehouseException 409 {@code import_in_flight} when another call imports the same keys at this moment
     */
    List<Result> run(List<ImportItem> items, byte @Nullable [] hmacKey, Reach reach) {
        Peppers peppers = scope.ports().realmKeys().peppers(scope.session(), scope.realm());
        try {
            new ImportSources(scope).remember(hmacKey, peppers);
            return store(items, peppers, reach);
        } catch (ModelDuplicateException | PersistenceException e) {
            throw GatehouseException.conflict(
                    "import_in_flight", "Another call imports the same keys at this moment; try again.");
        }
    }

    private List<Result> store(List<ImportItem> items, Peppers peppers, Reach reach) {
        Map<String, ApiKey> known = known(items, peppers);
        List<Result> results = new ArrayList<>();
        for (ImportItem item : items) {
            List<String> kids = kids(item.hash(), peppers);
            ApiKey before = kids.stream()
                    .filter(known::containsKey)
                    .map(known::get)
                    .findFirst()
                    .orElse(null);
            if (before != null) {
                boolean isInReach = reach.covers(before.owner(), before.organizationId());
                results.add(Result.exists(isInReach ? before.id() : null));
            } else {
                String kid = item.hash().kid(active(peppers));
                ApiKey made =
                        keys.takeOver(item, kid, peppers.digest(item.hash().text()));
                known.put(kid, made);
                results.add(Result.imported(made.id()));
            }
        }
        keys.forgetAbsent();
        return results;
    }

    private Map<String, ApiKey> known(List<ImportItem> items, Peppers peppers) {
        List<String> kids = items.stream()
                .flatMap(item -> kids(item.hash(), peppers).stream())
                .toList();
        Map<String, ApiKey> known = new HashMap<>();
        for (int from = 0; from < kids.size(); from += MAX_PARAMETERS) {
            scope.entityManager()
                    .createNamedQuery("gatehouse.apiKeysByKids", ApiKeyEntity.class)
                    .setParameter("realm", scope.realmId())
                    .setParameter("kids", kids.subList(from, Math.min(from + MAX_PARAMETERS, kids.size())))
                    .getResultList()
                    .forEach(row -> known.put(row.toKey().kid(), row.toKey()));
        }
        return known;
    }

    private static List<String> kids(ImportedHash hash, Peppers peppers) {
        return peppers.byId().values().stream().map(hash::kid).toList();
    }

    private static byte[] active(Peppers peppers) {
        byte[] pepper = peppers.byId().get(peppers.activeId());
        if (pepper == null) {
            throw new IllegalStateException("the active pepper is one of the ring");
        }
        return pepper;
    }
}
