package io.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.key.Digest;
import io.gatehouse.platform.ClusterNotice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;

class ApiKeyCacheTest {
    private static final StoredKey KEY = new StoredKey(Keys.of(Keys.realm()), new Digest("p1", "x"));

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger loads = new AtomicInteger();
    private final ApiKeyCache cache = new ApiKeyCache(nanos::get, 3);

    private Optional<StoredKey> get(String realm, String kid) {
        return cache.get(realm, kid, key -> false, () -> {
            loads.incrementAndGet();
            return Optional.of(KEY);
        });
    }

    @Test
    void aKnownKeyIsNotLoadedAgain() {
        assertThat(get("r", "k")).contains(KEY);
        assertThat(get("r", "k")).contains(KEY);
        assertThat(loads).hasValue(1);
    }

    @Test
    void realmsDoNotShareKeys() {
        assertThat(get("r", "k")).isPresent();
        assertThat(get("s", "k")).isPresent();
        assertThat(loads).hasValue(2);
    }

    @Test
    void anEntryIsUsedForThirtySecondsAndNotLonger() {
        assertThat(get("r", "k")).isPresent();
        nanos.set(TimeUnit.MILLISECONDS.toNanos(ApiKeyCache.MAX_AGE_MS) - 1);
        assertThat(get("r", "k")).isPresent();
        assertThat(loads).hasValue(1);
        nanos.incrementAndGet();
        assertThat(get("r", "k")).isPresent();
        assertThat(loads).hasValue(2);
    }

    @Test
    void absentKeyIsRememberedForThirtySeconds() {
        assertThat(cache.get("r", "k", key -> false, Optional::empty)).isEmpty();
        assertThat(get("r", "k")).isEmpty();
        assertThat(get("s", "k")).isPresent();
        assertThat(get("r", "l")).isPresent();
        assertThat(loads).hasValue(2);
        nanos.set(TimeUnit.MILLISECONDS.toNanos(ApiKeyCache.MAX_AGE_MS));
        assertThat(get("r", "k")).isPresent();
    }

    @Test
    void absentKeysAreForgottenWhenOthersCome() {
        assertThat(cache.get("r", "k", key -> false, Optional::empty)).isEmpty();
        assertThat(cache.get("s", "k", key -> false, Optional::empty)).isEmpty();
        cache.drop("r", "");
        assertThat(get("r", "k")).isPresent();
        assertThat(get("s", "k")).isEmpty();
    }

    @Test
    void keyThatComesWhileItIsLookedForIsNotTakenForAbsent() {
        Optional<StoredKey> before = cache.get("r", "k", key -> false, () -> {
            cache.drop("r", "");
            return Optional.empty();
        });
        assertThat(before).isEmpty();
        assertThat(get("r", "k")).isPresent();
    }

    @Test
    void keyOfSeveralNamesIsFoundUnderItsOwn() {
        String own = KEY.key().kid();
        assertThat(cache.get("r", List.of("x", own), key -> false, () -> Optional.of(KEY)))
                .contains(KEY);
        assertThat(cache.get("r", List.of("y", own), key -> false, Optional::empty))
                .contains(KEY);
        assertThat(cache.get("r", List.of("x", "y"), key -> false, Optional::empty))
                .isEmpty();
    }

    @Test
    void theCacheHoldsNoMoreThanItsMaximum() {
        for (String kid : new String[] {"a", "b", "c"}) {
            assertThat(get("r", kid)).isPresent();
        }
        assertThat(cache.size()).isEqualTo(3);
        assertThat(get("r", "d")).isPresent();
        assertThat(cache.size()).isEqualTo(3);
    }

    @Test
    void aNoticeDropsTheKey() {
        Map<String, Consumer<Map<String, String>>> listeners = new HashMap<>();
        cache.listen(new ClusterNotice() {
            @Override
            public void afterCommit(KeycloakSession session, String topic, Map<String, String> notice) {}

            @Override
            public void listen(String topic, Consumer<Map<String, String>> listener) {
                listeners.put(topic, listener);
            }
        });
        assertThat(get("r", "k")).isPresent();
        assertThat(listeners).containsOnlyKeys(ApiKeyCache.TOPIC);
        listeners.values().forEach(listener -> listener.accept(Map.of("realm", "r", "kid", "k")));
        assertThat(get("r", "k")).isPresent();
        assertThat(loads).hasValue(2);
    }

    @Test
    void anOutdatedKeyIsLoadedAgainAndReplaced() {
        StoredKey newer = new StoredKey(Keys.of(Keys.organization()), new Digest("p1", "x"));
        assertThat(get("r", "k")).contains(KEY);
        assertThat(cache.get("r", "k", KEY::equals, () -> Optional.of(newer))).contains(newer);
        assertThat(get("r", "k")).contains(newer);
    }

    @Test
    void aKeyThatChangesWhileItIsReadIsReadAgain() {
        Optional<StoredKey> stale = cache.get("r", "k", key -> false, () -> {
            cache.drop("r", "k");
            return Optional.of(KEY);
        });
        assertThat(stale).isPresent();
        assertThat(get("r", "k")).isPresent();
        assertThat(loads).hasValue(1);
    }
}
