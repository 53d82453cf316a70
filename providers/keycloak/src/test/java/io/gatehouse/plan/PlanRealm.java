package io.gatehouse.plan;

import io.gatehouse.platform.Database;
import io.gatehouse.platform.Ports;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RequestFacts;
import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;

/** One realm with the tables of plans in an H2 of a test's own, whose transactions fail where a test says. */
final class PlanRealm implements Database, AutoCloseable {
    static final String ID = "realm-1";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Where a transaction fails. */
    enum Fault {
        NONE,
        BEFORE_THE_COMMIT,
        COMMIT_DONE_BUT_NOT_TOLD,
        COMMIT_LOST
    }

    Fault fault = Fault.NONE;
    final RealmScope scope;
    private final Connection connection;

    PlanRealm() throws SQLException {
        connection = DriverManager.getConnection("jdbc:h2:mem:plans" + NUMBER.incrementAndGet());
        execute("create table REALM (ID varchar(36))");
        execute("insert into REALM values ('" + ID + "')");
        execute("create table GATEHOUSE_USAGE (REALM_ID varchar(36), HOLDER_ID varchar(36), LIMIT_NAME varchar(32),"
                + " USAGE_DAY varchar(10), AMOUNT bigint)");
        execute("create table GATEHOUSE_PLAN (REALM_ID varchar(36), NAME varchar(64), DESCRIPTION varchar(1000),"
                + " PLAN_RANK int, LIMITS varchar(1000), CREATED_AT_MS bigint, UPDATED_AT_MS bigint)");
        execute("insert into GATEHOUSE_PLAN values ('" + ID + "', 'small', null, 1, '{}', 0, 0)");
        execute("create table GATEHOUSE_PLAN_HOLDER (REALM_ID varchar(36), HOLDER_ID varchar(36),"
                + " PLAN_NAME varchar(64))");
        connection.setAutoCommit(false);
        RealmModel realm = proxy(RealmModel.class, (self, method, arguments) -> switch (method.getName()) {
            case "getId" -> ID;
            case "getAttribute" -> null;
            default -> refuse(method);
        });
        RealmProvider realms = proxy(
                RealmProvider.class,
                (self, method, arguments) -> method.getName().equals("getRealm") ? realm : refuse(method));
        KeycloakContext context = proxy(
                KeycloakContext.class,
                (self, method, arguments) -> method.getName().equals("setRealm") ? null : refuse(method));
        KeycloakSession session = proxy(KeycloakSession.class, (self, method, arguments) -> switch (method.getName()) {
            case "realms" -> realms;
            case "getContext" -> context;
            default -> refuse(method);
        });
        scope = new RealmScope(session, realm, ports(), RequestFacts.ofBackground());
    }

    /** As an administrator on another node would, of whom this one was not told. */
    void assign(String plan) throws SQLException {
        execute("insert into GATEHOUSE_PLAN_HOLDER values ('" + ID + "', 'realm', '" + plan + "')");
        connection.commit();
    }

    /** What is written down of everything. */
    long written() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select sum(AMOUNT) from GATEHOUSE_USAGE");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    private Ports ports() {
        Object[] values = Arrays.stream(Ports.class.getRecordComponents())
                .map(RecordComponent::getType)
                .map(type -> type == Database.class ? this : null)
                .toArray();
        try {
            return (Ports) Ports.class.getDeclaredConstructors()[0].newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object refuse(Method method) {
        throw new AssertionError("not expected: " + method);
    }

    @Override
    public EntityManager entityManager(KeycloakSession session) {
        throw new AssertionError("not expected");
    }

    @Override
    public <T> T inNewTransaction(Function<KeycloakSession, T> work) {
        try {
            T result = work.apply(scope.session());
            if (fault == Fault.COMMIT_LOST) {
                throw new IllegalStateException("the connection is gone");
            }
            connection.commit();
            if (fault == Fault.COMMIT_DONE_BUT_NOT_TOLD) {
                throw new IllegalStateException("the connection is gone");
            }
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            rollback();
        }
    }

    private void rollback() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public <T> T onConnection(@Nullable KeycloakSession session, JdbcWork<T> work) {
        try {
            T result = work.on(connection);
            if (fault == Fault.BEFORE_THE_COMMIT) {
                throw new IllegalStateException("the database refuses");
            }
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
