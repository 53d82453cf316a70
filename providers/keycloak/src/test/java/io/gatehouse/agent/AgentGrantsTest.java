package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentGrantsTest {
    private static final Set<Permission> MANAGE_AGENTS = EnumSet.of(
            Permission.AGENTS_READ, Permission.AGENTS_WRITE, Permission.TOKENS_ISSUE, Permission.TOKENS_REVOKE);

    @Test
    void aPersonGrantsSelfServiceScopesOnly() {
        AgentGrants person = grants(Set.of(), "orders:read");
        assertThatCode(() -> person.requireMayGrant(List.of("orders:read"))).doesNotThrowAnyException();
        assertRefused(422, () -> person.requireMayGrant(List.of("orders:read", "orders:refund")));
    }

    @Test
    void everyScopeOfTheListIsAskedAboutNotTheFirstAlone() {
        AgentGrants manager = grants(MANAGE_AGENTS);
        assertRefused(403, () -> manager.requireMayGrant(List.of("orders:read", "tokens:issue", "audit:read")));
    }

    @Test
    void aManagerOfAgentsGrantsItsOwnPermissionsAndAnyApplicationScope() {
        AgentGrants manager = grants(MANAGE_AGENTS);
        assertThatCode(() -> manager.requireMayGrant(List.of("anything", "agents:write", "tokens:issue")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gatehouse:*",
                "gatehouse:read",
                "gatehouse:unknown",
                "tokens:unknown",
                "audit:read",
                "api-keys:write",
                "api-keys:verify",
                "policies:write"
            })
    void aManagerOfAgentsGrantsNoOtherAdministrativeScope(String scope) {
        assertRefused(403, () -> grants(MANAGE_AGENTS).requireMayGrant(List.of(scope)));
    }

    @Test
    void anAdministrativeScopeIsRefusedToAPersonEvenAsSelfServiceScope() {
        assertRefused(403, () -> grants(Set.of(), "agents:write").requireMayGrant(List.of("agents:write")));
    }

    @Test
    void whoHoldsEverythingGrantsEverything() {
        assertThatCode(() -> grants(Permission.all()).requireMayGrant(List.of("gatehouse:*", "gatehouse:unknown")))
                .doesNotThrowAnyException();
    }

    @Test
    void aChangeAsksOnlyAboutWhatItAdds() {
        Agent agent = agent(AgentStatus.ACTIVE, details(List.of("tokens:issue", "x"), List.of("s1")));
        AgentGrants person = grants(Set.of(), "y");
        assertThatCode(() -> person.requireMayChange(agent, details(List.of("tokens:issue", "y"), List.of("s1"))))
                .doesNotThrowAnyException();
        assertRefused(
                403,
                () -> person.requireMayChange(agent, details(List.of("tokens:issue", "tokens:revoke"), List.of("s1"))));
        assertRefused(422, () -> person.requireMayChange(agent, details(List.of("z"), List.of("s1"))));
    }

    @Test
    void aPersonWidensAudiencesOnlyUntilTheAgentIsActivated() {
        AgentDetails before = details(List.of(), List.of("s1"));
        AgentDetails after = details(List.of(), List.of("s1", "s2"));
        AgentGrants person = grants(Set.of());
        assertThatCode(() -> person.requireMayChange(agent(AgentStatus.PENDING, before), after))
                .doesNotThrowAnyException();
        assertRefused(403, () -> person.requireMayChange(agent(AgentStatus.ACTIVE, before), after));
        assertRefused(403, () -> person.requireMayChange(agent(AgentStatus.PAUSED, before), after));
        assertThatCode(() -> grants(MANAGE_AGENTS).requireMayChange(agent(AgentStatus.ACTIVE, before), after))
                .doesNotThrowAnyException();
    }

    private static void assertRefused(int status, ThrowingCallable act) {
        assertThatExceptionOfType(GatehouseException.class)
                .isThrownBy(act)
                .matches(refusal -> refusal.status() == status, "status " + status);
    }

    private static AgentGrants grants(Set<Permission> permissions, String... selfServiceScopes) {
        Caller caller =
                new Caller(Caller.Kind.USER, "u1", "u1", permissions, Set.of(), null, "bearer", 0L, true, false);
        return new AgentGrants(caller, List.of(selfServiceScopes));
    }

    private static Agent agent(AgentStatus status, AgentDetails details) {
        return new Agent(
                "agent_0123456789ab",
                "realm",
                Owner.user("u1"),
                null,
                AgentMode.AUTONOMOUS,
                AgentCredential.NONE,
                details,
                status,
                0,
                "u1",
                0,
                0,
                AgentMarks.NONE);
    }

    private static AgentDetails details(List<String> scopes, List<String> audiences) {
        return new AgentDetails(
                "n",
                null,
                null,
                null,
                null,
                scopes,
                audiences,
                null,
                null,
                null,
                Map.of(),
                null,
                AgentUpkeep.NONE,
                null,
                false,
                null,
                null);
    }
}
