package io.gatehouse.apikey;

import io.gatehouse.core.plan.PlanLimit;
import io.gatehouse.eligibility.ActingAgents;
import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.eligibility.RevocationPoll;
import io.gatehouse.eligibility.RevocationState;
import io.gatehouse.platform.Allotments;
import io.gatehouse.platform.ClusterNotice;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.Jobs;
import io.gatehouse.platform.LoginSession;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Ports;
import io.gatehouse.platform.RealmKeys;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RequestFacts;
import io.gatehouse.platform.Users;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A realm in memory: users, organizations and roles as sets, a database that finds keys by their public id, and revocations
 * as notices. Whatever a test did not foresee fails.
 */
final class RealmFixture implements Users, Database, ClusterNotice, Jobs, Allotments {
    final Set<String> people = new HashSet<>();
    final Set<String> serviceAccounts = new HashSet<>();
    final Set<String> disabled = new HashSet<>();
    final Set<String> organizations = new HashSet<>();
    final Map<String, String> idsByName = new HashMap<>();
    final Set<String> memberships = new HashSet<>();
    final Map<String, Set<Permission>> permissions = new HashMap<>();
    final Set<String> realmScopes = new HashSet<>();
    final Set<String> heldScopes = new HashSet<>();
    final Map<String, ApiKeyEntity> rowsByKid = new HashMap<>();
    final Map<String, ApiKeyEntity> rowsById = new HashMap<>();
    final Map<String, String> attributes = new HashMap<>();
    final List<String> queries = new ArrayList<>();
    final RealmScope scope;
    final RevocationState revocations = new RevocationState();
    int verificationsLeft = Integer.MAX_VALUE;
    private final Map<String, Consumer<Map<String, String>>> listeners = new HashMap<>();

    RealmFixture() {
        KeycloakSession session = proxy(KeycloakSession.class, (self, method, arguments) -> refuse(method));
        RealmModel realm = proxy(RealmModel.class, (self, method, arguments) -> switch (method.getName()) {
            case "getId" -> Keys.REALM;
            case "getAttribute" -> attributes.get(String.valueOf(arguments[0]));
            case "getAttributes" -> attributes;
            case "setAttribute" -> attributes.put(String.valueOf(arguments[0]), String.valueOf(arguments[1]));
            default -> refuse(method);
        });
        RealmKeys keys = proxy(
                RealmKeys.class,
                (self, method, arguments) -> method.getName().equals("peppers") ? Keys.peppers() : refuse(method));
        scope = new RealmScope(session, realm, ports(this, keys), new RequestFacts("request-1", null, null, null));
    }

    /** The revocation state, loaded as at the start of a node. */
    Eligibility eligibility() {
        new RevocationPoll(revocations, this).start(this, this);
        queries.clear();
        return new Eligibility(scope, revocations, ActingAgents.NONE);
    }

    void revokeByNotice(String keyId) {
        outdateByNotice(keyId, Long.MAX_VALUE);
    }

    void outdateByNotice(String keyId, long changedAtMs) {
        listeners
                .values()
                .forEach(listener -> listener.accept(Map.of(
                        "realm",
                        Keys.REALM,
                        "kind",
                        "key",
                        "id",
                        keyId,
                        "nbf",
                        Long.toString(changedAtMs),
                        "exp",
                        Long.toString(Long.MAX_VALUE))));
    }

    /** By type, because the room needs but some of the ports. */
    private static Ports ports(Object... known) {
        RecordComponent[] components = Ports.class.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> Arrays.stream(known)
                        .filter(component.getType()::isInstance)
                        .findFirst()
                        .orElse(null))
                .toArray();
        try {
            Constructor<?> constructor = Ports.class.getDeclaredConstructors()[0];
            return (Ports) constructor.newInstance(values);
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
    public EntityManager entityManager(@Nullable KeycloakSession session) {
        return proxy(EntityManager.class, (self, method, arguments) -> {
            if (method.getName().equals("detach")) {
                return null;
            }
            queries.add((String) arguments[0]);
            Map<Object, Object> bound = new HashMap<>();
            return proxy(TypedQuery.class, (query, call, values) -> switch (call.getName()) {
                case "setParameter" -> {
                    bound.put(values[0], values[1]);
                    yield query;
                }
                case "setMaxResults" -> query;
                case "getResultList" ->
                    (bound.containsKey("id")
                                    ? Stream.of(String.valueOf(bound.get("id"))).map(rowsById::get)
                                    : kids(bound).stream().map(rowsByKid::get))
                            .filter(row -> row != null && Keys.REALM.equals(bound.get("realm")))
                            .toList();
                default -> refuse(call);
            });
        });
    }

    private static Collection<?> kids(Map<Object, Object> bound) {
        return bound.get("kids") instanceof Collection<?> several ? several : List.of(String.valueOf(bound.get("kid")));
    }

    @Override
    public <T> T inNewTransaction(Function<KeycloakSession, T> work) {
        return work.apply(scope.session());
    }

    @Override
    public void reserve(RealmScope of, PlanLimit limit, @Nullable String organizationId) {}

    @Override
    public void takeToken(RealmScope of, @Nullable String organizationId) {}

    @Override
    public @Nullable Taken takeVerification(RealmScope of, @Nullable String organizationId) {
        if (verificationsLeft <= 0) {
            return null;
        }
        verificationsLeft--;
        return new Taken() {
            @Override
            public void count() {}

            @Override
            public void giveBack() {
                verificationsLeft++;
            }
        };
    }

    @Override
    public void every(String name, long intervalMs, Runnable work) {}

    @Override
    public void afterCommit(KeycloakSession session, String topic, Map<String, String> notice) {}

    @Override
    public void listen(String topic, Consumer<Map<String, String>> listener) {
        listeners.put(topic, listener);
    }

    @Override
    public boolean isAbleToAct(KeycloakSession session, RealmModel realm, String userId) {
        return (people.contains(userId) || serviceAccounts.contains(userId)) && !disabled.contains(userId);
    }

    @Override
    public boolean isLoggedIn(
            KeycloakSession session, RealmModel realm, String userId, LoginSession login, long sinceSeconds) {
        throw new AssertionError("not expected");
    }

    @Override
    public boolean isOrganizationEnabled(KeycloakSession session, RealmModel realm, String organizationId) {
        return organizations.contains(organizationId) && !disabled.contains(organizationId);
    }

    @Override
    public void setDomainVerified(
            KeycloakSession session, RealmModel realm, String organizationId, String domain, boolean isVerified) {
        throw new AssertionError("not expected: setDomainVerified");
    }

    @Override
    public boolean organizationExists(KeycloakSession session, RealmModel realm, String organizationId) {
        return organizations.contains(organizationId);
    }

    @Override
    public long countMembers(KeycloakSession session, RealmModel realm, String organizationId) {
        return 0;
    }

    @Override
    public long countMembersBesides(KeycloakSession session, RealmModel realm, Set<String> organizationIds) {
        return 0;
    }

    @Override
    public boolean groupExists(KeycloakSession session, RealmModel realm, String groupId) {
        return false;
    }

    @Override
    public boolean isServiceAccount(KeycloakSession session, RealmModel realm, String userId) {
        return serviceAccounts.contains(userId);
    }

    @Override
    public Optional<String> find(KeycloakSession session, RealmModel realm, String idOrUsername) {
        return people.contains(idOrUsername) || serviceAccounts.contains(idOrUsername)
                ? Optional.of(idOrUsername)
                : Optional.ofNullable(idsByName.get(idOrUsername));
    }

    @Override
    public boolean isMember(KeycloakSession session, RealmModel realm, String userId, String organizationId) {
        return memberships.contains(userId + "@" + organizationId);
    }

    @Override
    public Set<String> managedOrganizations(KeycloakSession session, RealmModel realm, String userId) {
        return Set.of();
    }

    @Override
    public Set<Permission> permissions(KeycloakSession session, RealmModel realm, String userId) {
        return permissions.getOrDefault(userId, Set.of());
    }

    @Override
    public boolean isRealmScope(KeycloakSession session, RealmModel realm, String name) {
        return realmScopes.contains(name);
    }

    @Override
    public boolean holdsRealmScope(KeycloakSession session, RealmModel realm, String userId, String name) {
        return heldScopes.contains(userId + ":" + name);
    }
}
