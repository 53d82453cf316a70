package io.gatehouse.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.core.policy.Effect;
import io.gatehouse.core.policy.Facts;
import io.gatehouse.platform.ClusterNotice;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.GatehouseException;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;

/** A node that looks at a database for policies, when it is told to and in between. */
class PolicyStateTest {
    private static final String DENY = "[{\"effect\":\"deny\"}]";
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Facts FACTS = Facts.at(0).build();

    private final Policies database = new Policies();
    private final PolicyState state = new PolicyState(database);
    private final List<Runnable> jobs = new ArrayList<>();
    private final List<Consumer<Map<String, String>>> listeners = new ArrayList<>();

    @BeforeEach
    void tables() throws SQLException {
        database.open();
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void nodeThatHasNeverLookedDecidesNothing() {
        assertUnavailable();
        database.isDown = true;
        start();
        assertUnavailable();

        database.isDown = false;
        look();

        assertThat(effect("r")).isEqualTo(Effect.ALLOW);
    }

    @Test
    void changeIsSeenWhenANodeTellsOfItAndAtTheNextLook() {
        start();
        database.put("p1", 1, DENY, true);
        assertThat(effect("r")).isEqualTo(Effect.ALLOW);

        listeners.forEach(listener -> listener.accept(Map.of()));
        assertThat(effect("r")).isEqualTo(Effect.DENY);
        assertThat(effect("another")).isEqualTo(Effect.ALLOW);

        database.put("p1", 2, DENY, false);
        look();
        assertThat(effect("r")).isEqualTo(Effect.ALLOW);
    }

    @Test
    void policiesAreReadOnlyWhenTheirNumberOfChangesIsAnother() {
        database.put("p1", 1, DENY, true);
        start();
        database.run("update GATEHOUSE_POLICY set IS_ACTIVE = false");
        look();
        assertThat(effect("r")).isEqualTo(Effect.DENY);

        database.run("update GATEHOUSE_LEASE set VERSION = VERSION + 1");
        look();
        assertThat(effect("r")).isEqualTo(Effect.ALLOW);
    }

    @Test
    void whatIsKnownIsKeptWhileTheDatabaseIsAwayAndNoticesDoNotFail() {
        database.put("p1", 1, DENY, true);
        start();
        database.isDown = true;

        listeners.forEach(listener -> listener.accept(Map.of()));
        assertThatThrownBy(this::look).isInstanceOf(IllegalStateException.class);

        assertThat(effect("r")).isEqualTo(Effect.DENY);
    }

    @Test
    void policyThatCannotBeReadDeniesUntilItCan() {
        start();
        for (String broken : List.of("[{\"effect\":\"perhaps\"}]", "[{", "{}")) {
            database.put("p1", 1, broken, true);
            look();
            assertThat(effect("r")).as(broken).isEqualTo(Effect.DENY);
        }

        // The same version, repaired in the database: what could not be read is never kept as read.
        database.put("p1", 1, "[{\"effect\":\"allow\"}]", true);
        look();
        assertThat(effect("r")).isEqualTo(Effect.ALLOW);
    }

    @Test
    void policyInShadowModeDoesNotAct() {
        database.put("p1", 1, DENY, true);
        database.run("update GATEHOUSE_POLICY set MODE = 'shadow'");
        start();

        assertThat(effect("r")).isEqualTo(Effect.ALLOW);
        assertThat(state.of("r").hasShadows()).isTrue();
        assertThat(state.of("r").withShadows().decide(FACTS).effect()).isEqualTo(Effect.DENY);
    }

    private void start() {
        state.start((name, intervalMs, work) -> jobs.add(work), new ClusterNotice() {
            @Override
            public void afterCommit(KeycloakSession session, String topic, Map<String, String> notice) {
                throw new AssertionError("not expected");
            }

            @Override
            public void listen(String topic, Consumer<Map<String, String>> listener) {
                listeners.add(listener);
            }
        });
    }

    private void look() {
        jobs.forEach(Runnable::run);
    }

    private Effect effect(String realm) {
        return state.of(realm).enforced().decide(FACTS).effect();
    }

    private void assertUnavailable() {
        assertThatThrownBy(() -> state.of("r"))
                .isInstanceOfSatisfying(
                        GatehouseException.class, e -> assertThat(e.status()).isEqualTo(503));
    }

    /** The two tables in an H2 of a test's own; can be out of order. */
    private static final class Policies implements Database {
        private final String url = "jdbc:h2:mem:policies" + NUMBER.incrementAndGet();
        private @Nullable Connection kept;
        private boolean isDown;

        void open() throws SQLException {
            kept = DriverManager.getConnection(url);
            run("create table GATEHOUSE_LEASE (NAME varchar(64) primary key, VERSION bigint)");
            run("insert into GATEHOUSE_LEASE values ('policy-changes', 0)");
            run(
                    "create table GATEHOUSE_POLICY (REALM_ID varchar(36), ID varchar(36) primary key, VERSION int, PRIORITY int,"
                            + " MODE varchar(16), RULES varchar(10000), STOCK_GRANTS boolean, IS_ACTIVE boolean)");
        }

        void close() throws SQLException {
            if (kept != null) {
                kept.close();
            }
        }

        /** As whoever changes a policy does: the row and the number together. */
        void put(String id, int version, String rules, boolean isActive) {
            run("merge into GATEHOUSE_POLICY values ('r', '%s', %d, 100, 'enforce', '%s', false, %s)"
                    .formatted(id, version, rules, isActive));
            run("update GATEHOUSE_LEASE set VERSION = VERSION + 1");
        }

        void run(String sql) {
            Boolean ignored = inNewConnection(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute(sql);
                }
            });
        }

        @Override
        public EntityManager entityManager(KeycloakSession session) {
            throw new AssertionError("not expected");
        }

        @Override
        public <T> T inNewTransaction(Function<KeycloakSession, T> work) {
            throw new AssertionError("not expected");
        }

        @Override
        public <T> T onConnection(@Nullable KeycloakSession session, JdbcWork<T> work) {
            return inNewConnection(work);
        }

        @Override
        public <T> T inNewConnection(JdbcWork<T> work) {
            if (isDown) {
                throw new IllegalStateException("no database");
            }
            try (Connection connection = DriverManager.getConnection(url)) {
                return work.on(connection);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
