package io.gatehouse.apikey;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Deadlines;
import io.gatehouse.platform.RequestFacts;
import java.util.Arrays;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/** Looks for keys whose time has come, see {@link KeyEnds} and {@link Deadlines}. */
public final class KeyDeadlines {
    /** Most keys of one transaction. */
    private static final int BATCH_KEYS = 100;

    private KeyDeadlines() {}

    /** What there is to look for. */
    private enum Kind {
        NOTICE("NOTICE_AT_MS", "gatehouse.apiKeysToTellOf") {
            @Override
            void act(KeyEnds ends, String id, long nowMs) {
                ends.tell(id, nowMs);
            }
        },
        IDLE("IDLE_LOOK_AT_MS", "gatehouse.apiKeysThatMayBeIdle") {
            @Override
            void act(KeyEnds ends, String id, long nowMs) {
                ends.revokeIfIdle(id, nowMs);
            }
        };

        private final String column;
        private final String query;

        Kind(String column, String query) {
            this.column = column;
            this.query = query;
        }

        abstract void act(KeyEnds ends, String id, long nowMs);
    }

    /** In every realm. */
    public static Deadlines of(KeyStores stores) {
        return new Deadlines(
                stores.ports().database(),
                "api-key-deadlines",
                Arrays.stream(Kind.values())
                        .map(kind -> new Deadlines.Kind(
                                "GATEHOUSE_API_KEY",
                                kind.column,
                                (session, realmId, nowMs) -> look(stores, kind, session, realmId, nowMs)))
                        .toList());
    }

    private static boolean look(KeyStores stores, Kind kind, KeycloakSession session, String realmId, long nowMs) {
        ApiKeys keys = stores.open(session, realmId, Caller.system(), RequestFacts.ofBackground())
                .orElse(null);
        if (keys == null) {
            return false;
        }
        List<String> ids = stores.ports()
                .database()
                .entityManager(session)
                .createNamedQuery(kind.query, String.class)
                .setParameter("realm", realmId)
                .setParameter("now", nowMs)
                .setMaxResults(BATCH_KEYS)
                .getResultList();
        KeyEnds ends = new KeyEnds(keys);
        // In the order of ids, as whoever locks many keys does, so that two never wait for each other in a circle.
        ids.stream().sorted().forEach(id -> kind.act(ends, id, nowMs));
        return ids.size() == BATCH_KEYS;
    }
}
