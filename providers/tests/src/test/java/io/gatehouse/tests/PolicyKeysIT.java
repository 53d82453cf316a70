package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What policies say of API keys is what those hear who verify them. */
@ExtendWith(GatehouseExtension.class)
class PolicyKeysIT {
    private static final List<String> SCOPES = List.of("orders.read", "orders.write");

    private RealmCalls calls;
    private static final int PARALLEL = 64;

    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        keys = new KeyRealm(gatehouse, realm);
    }

    @AfterEach
    void deletePolicies() {
        calls.deletePolicies();
    }

    @Test
    void deniedScopeIsOneThatTheKeyDoesNotCarryAtEveryDoor() {
        String key = keys.key("scopes", SCOPES).text("key");
        policy(Map.of("effect", "deny", "when", Map.of("scope", "orders.write", "key_environment", "live")));

        assertThat(code(key, "orders.read")).isEqualTo("VALID");
        assertThat(code(key, "orders.write")).isEqualTo("INSUFFICIENT_SCOPE");
        assertThat(code(key)).isEqualTo("INSUFFICIENT_SCOPE");
        forwardAuth("?scope=orders.read", key).expect(200);
        assertThat(forwardAuth("?scope=orders.write", key).expect(403).text("code"))
                .isEqualTo("insufficient_scope");
        String other = keys.key("scopes", SCOPES, "environment", "test").text("key");
        assertThat(code(other, "orders.write")).isEqualTo("VALID");
    }

    @Test
    void deniedKeyIsNotActiveForStockIntrospection() {
        String key = keys.key("scopes", SCOPES).text("key");

        assertThat(isActive(key)).isTrue();
        policy(Map.of("effect", "deny", "when", Map.of("auth_method", "api_key")));
        assertThat(isActive(key)).isFalse();
    }

    @Test
    void throttleCountsEachKey() {
        String key = keys.key("scopes", SCOPES).text("key");
        policy(Map.of("effect", "throttle", "throttle", Map.of("limit", 2, "window_seconds", 3600, "per", "key")));

        assertThat(code(key)).isEqualTo("VALID");
        assertThat(code(key)).isEqualTo("VALID");
        assertThat(code(key)).isEqualTo("RATE_LIMITED");
        forwardAuth("", key).expect(429);
        assertThat(code(keys.key().text("key"))).isEqualTo("VALID");
    }

    @Test
    void throttleIsExactWhenManyComeAtOnce() throws Exception {
        String key = keys.key("scopes", SCOPES).text("key");
        policy(Map.of("effect", "throttle", "throttle", Map.of("limit", 20, "window_seconds", 86_400, "per", "key")));
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Callable<String>> calls = Collections.nCopies(PARALLEL, () -> code(key));
            List<String> codes = new ArrayList<>();
            for (Future<String> call : threads.invokeAll(calls)) {
                codes.add(call.get());
            }

            assertThat(codes).filteredOn("VALID"::equals).hasSize(20);
            assertThat(codes).filteredOn("RATE_LIMITED"::equals).hasSize(PARALLEL - 20);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void useThatTheKeysOwnLimitRefusesIsNotCountedByThrottles() {
        String first = keys.key("scopes", SCOPES, "rate_limits", List.of(LimitedKeys.limit("one", 1)))
                .text("key");
        String second = keys.key("scopes", SCOPES).text("key");
        policy(Map.of("effect", "throttle", "throttle", Map.of("limit", 2, "window_seconds", 86_400, "per", "owner")));

        assertThat(code(first)).isEqualTo("VALID");
        assertThat(code(first)).isEqualTo("RATE_LIMITED");
        assertThat(code(first)).isEqualTo("RATE_LIMITED");
        assertThat(code(second)).isEqualTo("VALID");
        assertThat(code(second)).isEqualTo("RATE_LIMITED");
    }

    @Test
    void exchangeIsDecidedOnce() {
        String key = keys.key("scopes", SCOPES).text("key");
        KeyExchanges exchanges = new KeyExchanges(keys);
        policy(Map.of("effect", "throttle", "throttle", Map.of("limit", 2, "window_seconds", 3600, "per", "key")));

        exchanges.of(key).expect(200);
        exchanges.of(key).expect(200);
        assertThat(exchanges.of(key).expect(429).header("Retry-After")).isPresent();
    }

    @Test
    void nobodyIsLockedOutOfTheApiByAPolicy() {
        String key = keys.key("scopes", List.of("gatehouse:*")).text("key");
        policy(Map.of("effect", "deny"));

        assertThat(code(key)).isEqualTo("INSUFFICIENT_SCOPE");
        keys.v1("GET", "/policies").bearer(key).send().expect(200);
    }

    private String code(String key, String... scopes) {
        return keys.verify(key, scopes).text("code");
    }

    private Answer forwardAuth(String query, String key) {
        return keys.v1("GET", "/api-keys/forward-auth" + query).bearer(key).send();
    }

    private boolean isActive(String key) {
        return keys.introspect("demo-api", "demo-api-secret", key)
                .json()
                .path("active")
                .asBoolean();
    }

    private void policy(Map<String, Object> rule) {
        calls.admin("POST", "/policies")
                .json(body("name", "P", "rules", List.of(rule)))
                .send()
                .expect(201);
    }
}
