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

/** The caller is the user me; orders.read is a self-service scope. */
class AgentSecretRightTest {
    private static final Owner ME = Owner.user("me");
    private static final Owner OTHER = Owner.user("other");
    private static final Owner ORGANIZATION = Owner.organization("mine");
    private static final Set<Permission> WRITE = EnumSet.of(Permission.AGENTS_WRITE);

    @Test
    void ownersKeepWhatAdministratorsGranted() {
        assertThatCode(() -> right(Set.of(), false).require(agent(ME, "orders.read", "orders.refund")))
                .doesNotThrowAnyException();
    }

    @Test
    void ownersGetNoSecretOfAnAgentWithAnAdministrativeScopeThatTheyLack() {
        assertRefused("forbidden", () -> right(Set.of(), false).require(agent(ME, "tokens:issue")));
    }

    @Test
    void anotherPersonsAgentNeedsImpersonation() {
        assertRefused("impersonation_required", () -> right(WRITE, false).require(agent(OTHER, "orders.read")));
        assertThatCode(() -> right(WRITE, true).require(agent(OTHER, "orders.read")))
                .doesNotThrowAnyException();
    }

    @Test
    void managersOfAnOrganizationGetSecretsOfAgentsThatTheyCouldHaveMade() {
        assertThatCode(() -> right(Set.of(), false).require(agent(ORGANIZATION, "orders.read")))
                .doesNotThrowAnyException();
        assertRefused("scope_not_allowed", () -> right(Set.of(), false).require(agent(ORGANIZATION, "orders.refund")));
        assertThatCode(() -> right(WRITE, false).require(agent(ORGANIZATION, "orders.refund")))
                .doesNotThrowAnyException();
    }

    @Test
    void managersOfAgentsGetNoSecretWithPermissionsBeyondTheirOwn() {
        assertRefused("forbidden", () -> right(WRITE, true).require(agent(ORGANIZATION, "orders.read", "audit:read")));
    }

    private static void assertRefused(String code, ThrowingCallable act) {
        assertThatExceptionOfType(GatehouseException.class)
                .isThrownBy(act)
                .matches(refusal -> refusal.status() == 403, "status 403")
                .matches(refusal -> refusal.code().equals(code), "code " + code);
    }

    private static AgentSecretRight right(Set<Permission> permissions, boolean mayImpersonate) {
        Caller caller = new Caller(
                Caller.Kind.USER, "me", "me", permissions, Set.of("mine"), null, "bearer", 0L, true, mayImpersonate);
        return new AgentSecretRight(caller, new AgentGrants(caller, List.of("orders.read")));
    }

    private static Agent agent(Owner owner, String... scopes) {
        AgentDetails details = new AgentDetails(
                "n",
                null,
                null,
                null,
                null,
                List.of(scopes),
                List.of(),
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
        return new Agent(
                "agent_0123456789ab",
                "realm",
                owner,
                null,
                AgentMode.AUTONOMOUS,
                AgentCredential.SECRET,
                details,
                AgentStatus.ACTIVE,
                0,
                "u1",
                0,
                0,
                AgentMarks.NONE);
    }
}
