package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Ports;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RequestFacts;
import io.gatehouse.platform.Users;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** In this realm there are the users me and other, the group g1, and the organizations mine, foreign and (disabled) off. */
class AgentOwnersTest {
    private static final Owner ME = Owner.user("me");
    private static final Owner OTHER = Owner.user("other");
    private static final Owner NOBODY = Owner.user("nobody");
    private static final Owner TEAM = new Owner(Owner.Type.TEXT, "Team");
    private static final Set<Permission> WRITE = EnumSet.of(Permission.AGENTS_WRITE);

    @Test
    void aPersonOwnsItself() {
        assertThatCode(() -> person().requireMayOwn(ME)).doesNotThrowAnyException();
    }

    @Test
    void aPersonMakesAnotherPersonAnOwnerNotEvenWithImpersonation() {
        assertRefused(403, () -> person().requireMayOwn(OTHER));
        assertRefused(403, () -> owners(Set.of(), true, null).requireMayOwn(OTHER));
    }

    @Test
    void aPersonMakesAnOrganizationAnOwnerOnlyWhenManagingIt() {
        assertThatCode(() -> person().requireMayOwn(organization("mine"))).doesNotThrowAnyException();
        assertRefused(403, () -> person().requireMayOwn(organization("foreign")));
        assertRefused(403, () -> person().requireMayOwn(organization("absent")));
    }

    @Test
    void aPersonMakesNoGroupAndNoTextAnOwner() {
        assertRefused(403, () -> person().requireMayOwn(new Owner(Owner.Type.GROUP, "g1")));
        assertRefused(422, () -> person().requireMayOwn(TEAM));
    }

    @Test
    void anotherPersonAsOwnerNeedsImpersonationWhetherItExistsOrNot() {
        for (Owner owner : Set.of(OTHER, NOBODY)) {
            assertThatExceptionOfType(GatehouseException.class)
                    .isThrownBy(() -> manager().requireMayOwn(owner))
                    .matches(
                            refusal -> refusal.status() == 403 && refusal.code().equals("impersonation_required"));
        }
        AgentOwners impersonator = owners(WRITE, true, null);
        assertThatCode(() -> impersonator.requireMayOwn(OTHER)).doesNotThrowAnyException();
        assertRefused(422, () -> impersonator.requireMayOwn(NOBODY));
    }

    @Test
    void aUserNameIsNoId() {
        assertRefused(422, () -> owners(WRITE, true, null).requireMayOwn(Owner.user("other-name")));
    }

    @Test
    void aManagerOfAgentsNamesTeamsAndExistingGroups() {
        assertThatCode(() -> manager().requireMayOwn(TEAM)).doesNotThrowAnyException();
        assertThatCode(() -> manager().requireMayOwn(new Owner(Owner.Type.GROUP, "g1")))
                .doesNotThrowAnyException();
        assertRefused(422, () -> manager().requireMayOwn(new Owner(Owner.Type.GROUP, "g2")));
    }

    @Test
    void anOwningOrganizationIsTheAgentsOrganization() {
        assertThat(manager().organizationOf(wanted(organization("foreign"), null)))
                .isEqualTo("foreign");
        assertThat(manager().organizationOf(wanted(organization("foreign"), "foreign")))
                .isEqualTo("foreign");
        assertRefused(422, () -> manager().organizationOf(wanted(organization("foreign"), "mine")));
    }

    @Test
    void aPersonPutsAgentsIntoOrganizationsThatItManagesOnly() {
        assertThat(person().organizationOf(wanted(ME, "mine"))).isEqualTo("mine");
        assertThat(person().organizationOf(wanted(ME, null))).isNull();
        assertRefused(422, () -> person().organizationOf(wanted(ME, "foreign")));
        assertRefused(422, () -> person().organizationOf(wanted(ME, "absent")));
    }

    @Test
    void absentAndDisabledOrganizationsAreRefusedToManagersOfAgents() {
        assertRefused(422, () -> manager().organizationOf(wanted(TEAM, "absent")));
        assertRefused(422, () -> manager().organizationOf(wanted(TEAM, "off")));
        assertRefused(422, () -> manager().organizationOf(wanted(organization("absent"), null)));
    }

    @Test
    void aNarrowedCallMakesAgentsOfItsOrganizationAndOfNoOther() {
        AgentOwners narrowed = owners(WRITE, false, "foreign");
        assertThat(narrowed.organizationOf(wanted(TEAM, null))).isEqualTo("foreign");
        assertThat(narrowed.organizationOf(wanted(TEAM, "foreign"))).isEqualTo("foreign");
        assertRefused(404, () -> narrowed.organizationOf(wanted(TEAM, "mine")));
        assertRefused(404, () -> narrowed.organizationOf(wanted(organization("mine"), null)));
        assertRefused(404, () -> narrowed.organizationOf(wanted(organization("foreign"), "mine")));
    }

    @Test
    void aPersonSponsorsOnlyItselfAndAManagerNamesAnyUser() {
        assertThatCode(() -> person().requireSponsor(null)).doesNotThrowAnyException();
        assertThatCode(() -> person().requireSponsor("me")).doesNotThrowAnyException();
        assertRefused(422, () -> person().requireSponsor("other"));
        assertThatCode(() -> manager().requireSponsor("other")).doesNotThrowAnyException();
        assertRefused(422, () -> manager().requireSponsor("nobody"));
    }

    private static void assertRefused(int status, ThrowingCallable act) {
        assertThatExceptionOfType(GatehouseException.class)
                .isThrownBy(act)
                .matches(refusal -> refusal.status() == status, "status " + status);
    }

    private static AgentOwners person() {
        return owners(Set.of(), false, null);
    }

    private static AgentOwners manager() {
        return owners(WRITE, false, null);
    }

    private static AgentOwners owners(Set<Permission> permissions, boolean mayImpersonate, @Nullable String only) {
        Caller caller = new Caller(
                Caller.Kind.USER, "me", "me", permissions, Set.of("mine"), only, "bearer", 0L, true, mayImpersonate);
        return new AgentOwners(scope(), caller);
    }

    private static RealmScope scope() {
        InvocationHandler unused = (proxy, method, args) -> {
            throw new IllegalStateException("nobody asks for " + method);
        };
        InvocationHandler users = (proxy, method, args) -> answer(method.getName(), String.valueOf(args[2]));
        Ports ports = ports(type -> type == Users.class ? users : unused);
        return new RealmScope(
                standIn(KeycloakSession.class, unused),
                standIn(RealmModel.class, unused),
                ports,
                new RequestFacts("r1", null, null, null));
    }

    /** All ports, however many there are. */
    private static Ports ports(Function<Class<?>, InvocationHandler> handler) {
        RecordComponent[] components = Ports.class.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(types)
                .map(type -> standIn(type, handler.apply(type)))
                .toArray();
        try {
            return Ports.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object answer(String method, String id) {
        return switch (method) {
            case "find" ->
                Optional.ofNullable(Map.of("me", "me", "other", "other", "other-name", "other")
                        .get(id));
            case "groupExists" -> id.equals("g1");
            case "isOrganizationEnabled" -> Set.of("mine", "foreign").contains(id);
            default -> throw new IllegalStateException("nobody asks for " + method);
        };
    }

    private static <T> T standIn(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Owner organization(String id) {
        return new Owner(Owner.Type.ORGANIZATION, id);
    }

    private static NewAgent wanted(Owner owner, @Nullable String organizationId) {
        return new NewAgent(owner, organizationId, AgentMode.AUTONOMOUS, AgentCredential.NONE, AgentDetails.NONE, null);
    }
}
