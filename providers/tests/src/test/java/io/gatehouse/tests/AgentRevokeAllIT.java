package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Request;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every agent of an owner or an organization at once, within the caller's reach. */
@ExtendWith(GatehouseExtension.class)
class AgentRevokeAllIT {
    /** More than one transaction takes. */
    private static final int MANY = 110;

    private KeyRealm people;
    private TestAgents agents;
    private AuditCalls audit;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.people = new KeyRealm(gatehouse, realm);
        this.agents = new TestAgents(gatehouse, realm);
        this.audit = new AuditCalls(new RealmCalls(gatehouse, realm));
    }

    @Test
    void allAgentsOfAnOwnerAreRevokedEachWithItsEventAndNobodyElses() {
        Map<String, String> owner = user(people.person());
        List<TestAgent> own = IntStream.range(0, 3)
                .mapToObj(i -> agents.withSecret("owner", owner))
                .toList();
        List<String> tokens = own.stream().map(TestAgent::token).toList();
        TestAgent other = agents.withSecret("owner", user(people.person()));

        assertThat(revoked("owner", owner)).isEqualTo(3);

        assertThat(agents.validOf(tokens)).isEmpty();
        for (TestAgent agent : own) {
            assertThat(agents.get(agent.id()).path("status").asText()).isEqualTo("revoked");
            JsonNode event = audit.first("?type=agent.revoked&agent_id=" + agent.id());
            assertThat(event.path("cause").asText()).isEqualTo("revoke_all");
        }
        assertThat(agents.isValid(other.token())).isTrue();
        assertThat(revoked("owner", owner)).isZero();
    }

    @Test
    void moreAgentsThanOneTransactionTakesAreAllRevoked() {
        String team = KeyRealm.unique("Team ");
        for (int i = 0; i < MANY; i++) {
            agents.create(Map.of("name", "a", "owner", team, "credential", "none"));
        }

        assertThat(revoked("owner", team)).isEqualTo(MANY);
        assertThat(revoked("owner", team)).isZero();
    }

    @Test
    void agentsOfAnOrganizationAreItsOwnAndThoseThatBelongToIt() {
        String organization = people.organization();
        TestAgent owned = agents.withSecret("owner", Map.of("type", "organization", "id", organization));
        TestAgent member = agents.withSecret("organization_id", organization);
        TestAgent free = agents.withSecret();

        assertThat(revoked("organization_id", organization)).isEqualTo(2);

        for (TestAgent agent : List.of(owned, member)) {
            assertThat(agents.get(agent.id()).path("status").asText()).isEqualTo("revoked");
        }
        assertThat(agents.get(free.id()).path("status").asText()).isEqualTo("active");
    }

    @Test
    void peopleReachTheirOwnAndThoseOfOrganizationsThatTheyManage() {
        String organization = people.organization();
        KeyRealm.Person manager = people.person();
        people.makeManager(organization, manager.id());
        KeyRealm.Person owner = people.person();
        String inside = agents.withSecret("owner", user(owner), "organization_id", organization)
                .id();
        String outside = agents.withSecret("owner", user(owner)).id();
        String stranger = people.token(people.person().username());

        assertThat(revokedBy(stranger, "owner", user(owner))).isZero();
        assertThat(revokedBy(stranger, "organization_id", organization)).isZero();
        assertThat(revokedBy(people.token(manager.username()), "owner", user(owner)))
                .isEqualTo(1);

        assertThat(agents.get(inside).path("status").asText()).isEqualTo("revoked");
        assertThat(agents.get(outside).path("status").asText()).isEqualTo("active");
        assertThat(revokedBy(people.token(owner.username()), "owner", user(owner)))
                .isEqualTo(1);
        assertThat(agents.get(outside).path("status").asText()).isEqualTo("revoked");
    }

    private int revoked(Object... members) {
        return count(agents.admin("POST", "/revoke-all"), members);
    }

    private int revokedBy(String token, Object... members) {
        return count(agents.person(token, "POST", "/revoke-all"), members);
    }

    private static int count(Request request, Object... members) {
        return request.json(KeyRealm.body(members))
                .send()
                .expect(200)
                .json()
                .path("revoked")
                .asInt(-1);
    }

    private static Map<String, String> user(KeyRealm.Person person) {
        return Map.of("type", "user", "id", person.id());
    }
}
