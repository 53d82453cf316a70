package io.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.platform.Database;
import io.gatehouse.platform.Owner;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;

class KeyUsageTest {
    private static ApiKey key(String id) {
        return Keys.with(Keys.of(Owner.user(Keys.USER)), id, new ApiKey.Use(0, null));
    }

    private static List<String> drained(KeyUsage usage) {
        return usage.drain().stream()
                .map(row -> row.getKey().keyId() + "=" + row.getValue().uses())
                .toList();
    }

    @Test
    void usesAreSummedAndTakenOutInTheOrderOfIds() {
        KeyUsage usage = new KeyUsage();
        List.of("c", "a", "b", "a").forEach(id -> usage.count(key(id)));
        assertThat(drained(usage)).containsExactly("a=2", "b=1", "c=1");
        assertThat(drained(usage)).isEmpty();
    }

    @Test
    void atMostTheMaximumOfKeysIsCountedBetweenTwoFlushes() {
        KeyUsage usage = new KeyUsage(2);
        List.of("a", "b", "c", "a").forEach(id -> usage.count(key(id)));
        assertThat(drained(usage)).containsExactly("a=2", "b=1");
        usage.count(key("c"));
        assertThat(drained(usage)).containsExactly("c=1");
    }

    @Test
    void whatCannotBeWrittenIsCountedAgain() {
        KeyUsage usage = new KeyUsage();
        usage.count(key("a"));
        Database broken = new Database() {
            @Override
            public EntityManager entityManager(KeycloakSession session) {
                throw new AssertionError("not reached");
            }

            @Override
            public <T> T inNewTransaction(Function<KeycloakSession, T> work) {
                usage.count(key("a"));
                throw new IllegalStateException("no database");
            }
        };
        assertThatThrownBy(() -> usage.flush(broken)).isInstanceOf(IllegalStateException.class);
        assertThat(drained(usage)).containsExactly("a=2");
    }

    @Test
    void noUseIsLostWhileOthersAreFlushed() throws InterruptedException {
        KeyUsage usage = new KeyUsage();
        int uses = 20_000;
        Thread counter = new Thread(() -> {
            for (int i = 0; i < uses; i++) {
                usage.count(key("a"));
            }
        });
        counter.start();
        long seen = 0;
        while (counter.isAlive()) {
            seen += sum(usage);
        }
        counter.join();
        assertThat(seen + sum(usage)).isEqualTo(uses);
    }

    private static long sum(KeyUsage usage) {
        return usage.drain().stream()
                .map(Map.Entry::getValue)
                .mapToLong(KeyUsage.Tally::uses)
                .sum();
    }
}
