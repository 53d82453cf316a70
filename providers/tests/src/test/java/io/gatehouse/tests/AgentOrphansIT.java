package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.testkit.http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Agents whose owner is disabled or gone are found, and nobody puts them to work. */
@ExtendWith(GatehouseExtension.class)
class AgentOrphansIT {
    private KeyRealm people;
    private TestRealm realm;
    private TestAgents agents;
    private AuditCalls audit;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.realm = realm;
        this.people = new KeyRealm(gatehouse, realm);
        this.agents = new TestAgents(gatehouse, realm);
        this.audit = new AuditCalls(new RealmCalls(gatehouse, realm));
    }

    @Test
    void agentIsAnOrphanWhileItsOwnerIsDisabled() {
        KeyRealm.Person owner = people.person();
        TestAgent agent = agents.withSecret("owner", user(owner));
        String other = agents.withSecret("owner", user(people.person())).id();

        people.changeUser(owner.id(), "enabled", false);
        people.changeUser(owner.id(), "firstName", "Twice");

        assertThat(agents.get(agent.id()).path("orphaned_at").asText()).isNotEmpty();
        assertThat(listed("?orphaned=true&owner=" + owner.id())).containsExactly(agent.id());
        assertThat(listed("?orphaned=false&owner=" + owner.id())).isEmpty();
        assertThat(listed("?orphaned=true&limit=100")).doesNotContain(other);
        JsonNode event = audit.first("?type=agent.orphaned&agent_id=" + agent.id());
        assertThat(event.at("/data/reason").asText()).isEqualTo("owner_disabled");
        assertThat(event.at("/data/owner_type").asText()).isEqualTo("user");
        assertThat(audit.items("?type=agent.orphaned&agent_id=" + agent.id())).hasSize(1);

        people.changeUser(owner.id(), "enabled", true);

        assertThat(agents.get(agent.id()).path("orphaned_at").isNull()).isTrue();
        assertThat(listed("?orphaned=true&owner=" + owner.id())).isEmpty();
        assertThat(agents.isValid(agent.token())).isTrue();
    }

    @Test
    void orphanOfADeletedPersonIsNotPutToWorkUntilItIsHandedOver() {
        KeyRealm.Person owner = people.person();
        TestAgent agent = agents.withSecret("owner", user(owner));
        agents.act(agent.id(), "pause");

        realm.admin("DELETE", "/users/" + owner.id()).send().expect(204);

        assertThat(audit.first("?type=agent.orphaned&agent_id=" + agent.id())
                        .at("/data/reason")
                        .asText())
                .isEqualTo("owner_deleted");
        assertThat(resume(agent.id()).expect(409).text("code")).isEqualTo("owner_unavailable");
        assertThat(agents.get(agent.id()).path("status").asText()).isEqualTo("paused");
        Answer moved = agents.admin("POST", "/" + agent.id() + "/transfer")
                .json(Map.of("owner", "Team Next"))
                .send()
                .expect(200);
        assertThat(moved.json().path("orphaned_at").isNull()).isTrue();
        assertThat(resume(agent.id()).expect(200).text("status")).isEqualTo("active");
    }

    @Test
    void pendingAgentOfADisabledPersonIsNotActivated() {
        KeyRealm.Person owner = people.person();
        String id = agents.person(people.token(owner.username()), "POST", "")
                .json(Map.of("name", "Own bot", "owner", user(owner)))
                .send()
                .expect(201)
                .text("id");

        people.changeUser(owner.id(), "enabled", false);

        assertThat(resume(id).expect(409).text("code")).isEqualTo("owner_unavailable");
        assertThat(agents.get(id).path("status").asText()).isEqualTo("pending");
        people.changeUser(owner.id(), "enabled", true);
        assertThat(resume(id).expect(200).text("status")).isEqualTo("active");
    }

    @Test
    void agentOfADisabledPersonIsNotCreated() {
        KeyRealm.Person owner = people.person();
        people.changeUser(owner.id(), "enabled", false);

        JsonNode problem = agents.admin("POST", "")
                .json(TestAgents.body("owner", user(owner)))
                .send()
                .expect(422)
                .json();

        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/owner");
        assertThat(listed("?owner=" + owner.id())).isEmpty();
    }

    @Test
    void organizationsAndGroupsLeaveOrphansToo() {
        String organization = people.organization();
        String ofOrganization = agents.withSecret("owner", Map.of("type", "organization", "id", organization))
                .id();
        String location = realm.admin("POST", "/groups")
                .json(Map.of("name", KeyRealm.unique("group-")))
                .send()
                .expect(201)
                .header("Location")
                .orElseThrow();
        String group = location.substring(location.lastIndexOf('/') + 1);
        String ofGroup =
                agents.withSecret("owner", Map.of("type", "group", "id", group)).id();

        enable(organization, false);
        realm.admin("DELETE", "/groups/" + group).send().expect(204);

        assertThat(listed("?orphaned=true&limit=100")).contains(ofOrganization, ofGroup);
        enable(organization, true);
        assertThat(listed("?orphaned=true&limit=100")).contains(ofGroup).doesNotContain(ofOrganization);
    }

    @Test
    void filterTakesTrueAndFalseOnly() {
        for (String bad : List.of("", "1", "TRUE", "yes")) {
            agents.admin("GET", "?orphaned=" + bad).send().expect(400);
        }
    }

    private void enable(String organization, boolean isEnabled) {
        JsonNode shown = realm.admin("GET", "/organizations/" + organization)
                .send()
                .expect(200)
                .json();
        ((ObjectNode) shown).put("enabled", isEnabled);
        realm.admin("PUT", "/organizations/" + organization).json(shown).send().expect(204);
    }

    private Answer resume(String id) {
        return agents.admin("POST", "/" + id + "/resume").send();
    }

    private List<String> listed(String query) {
        List<String> ids = new ArrayList<>();
        agents.admin("GET", query)
                .send()
                .expect(200)
                .json()
                .path("items")
                .forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }

    private static Map<String, String> user(KeyRealm.Person person) {
        return Map.of("type", "user", "id", person.id());
    }
}
