package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Blueprints: what many agents have in common. Long because it goes through all that may be done with one. */
@ExtendWith(GatehouseExtension.class)
class AgentBlueprintIT {
    private static final String NOBODY = "01890000-0000-7000-8000-000000000000";

    private KeyRealm people;
    private TestAgents agents;
    private Blueprints blueprints;
    private AuditCalls audit;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.people = new KeyRealm(gatehouse, realm);
        this.agents = new TestAgents(gatehouse, realm);
        this.blueprints = new Blueprints(realm, agents);
        this.audit = new AuditCalls(new RealmCalls(gatehouse, realm));
    }

    @Test
    void blueprintIsShownAsItWasMadeAndChanged() {
        JsonNode made = blueprints.create(
                "description",
                "Keep calendars",
                "mode",
                "both",
                "credential",
                "none",
                "audiences",
                List.of("demo-api"),
                "expires_in_days",
                30,
                "max_token_ttl",
                600,
                "idle_expires_after_days",
                7,
                "dpop_bound_access_tokens",
                true,
                "metadata",
                Map.of("team", "blue"));
        String id = made.path("id").asText();

        assertThat(blueprints.admin("GET", "/" + id).send().expect(200).json()).isEqualTo(made);
        assertThat(made.path("mode").asText()).isEqualTo("both");
        assertThat(made.path("expires_in_days").asInt()).isEqualTo(30);
        JsonNode changed = blueprints.patch(id, "name", "Other", "expires_in_days", null, "mode", null);
        assertThat(changed.path("name").asText()).isEqualTo("Other");
        assertThat(changed.path("expires_in_days").isNull()).isTrue();
        assertThat(changed.path("mode").asText()).isEqualTo("autonomous");
        assertThat(changed.path("metadata")).isEqualTo(made.path("metadata"));
        assertThat(blueprints
                        .event(audit, "agent_blueprint.created", id)
                        .at("/data/name")
                        .asText())
                .isEqualTo("Calendar bots");
        JsonNode event = blueprints.event(audit, "agent_blueprint.updated", id);
        assertThat(event.at("/data/changed").toString())
                .contains("expires_in_days")
                .doesNotContain("scopes");
    }

    @Test
    void blueprintsAreListedNewestFirstAndPagedByCursor() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(0, blueprints.id());
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = blueprints.admin("GET", "?limit=2" + cursor).send().expect(200);
            page.json().path("items").forEach(item -> listed.add(item.path("id").asText()));
            cursor = "&cursor=" + page.json().at("/pagination/next_cursor").asText();
        } while (!cursor.equals("&cursor=null"));

        assertThat(listed).startsWith(made.toArray(String[]::new)).doesNotHaveDuplicates();
        assertThat(blueprints
                        .admin("GET", "?offset=0&limit=1")
                        .send()
                        .expect(200)
                        .json()
                        .at("/pagination/total")
                        .asInt())
                .isEqualTo(listed.size());
        blueprints.admin("GET", "?limit=101").send().expect(400);
        blueprints.admin("GET", "?search=x").send().expect(400);
    }

    @Test
    void agentTakesWhatItsRequestLeavesOut() {
        String id = blueprints.id(
                "credential",
                "none",
                "mode",
                "both",
                "expires_in_days",
                30,
                "max_token_ttl",
                600,
                "metadata",
                Map.of("a", 1));

        JsonNode agent = blueprints.agent(id);
        JsonNode other =
                blueprints.agent(id, "mode", "autonomous", "scopes", List.of("mail.send"), "credential", "secret");

        assertThat(agent.path("blueprint_id").asText()).isEqualTo(id);
        assertThat(agent.path("credential").asText()).isEqualTo("none");
        assertThat(agent.path("mode").asText()).isEqualTo("both");
        assertThat(agent.path("max_token_ttl").asInt()).isEqualTo(600);
        assertThat(agent.path("scopes").toString()).isEqualTo("[\"calendar.read\",\"mail.send\"]");
        assertThat(agent.at("/metadata/a").asInt()).isEqualTo(1);
        Duration life = Duration.between(
                Instant.parse(agent.path("created_at").asText()),
                Instant.parse(agent.path("expires_at").asText()));
        assertThat(life).isEqualTo(Duration.ofDays(30));
        assertThat(other.path("mode").asText()).isEqualTo("autonomous");
        assertThat(other.path("scopes").toString()).isEqualTo("[\"mail.send\"]");
        assertThat(other.path("secret_key").asText()).startsWith("sk_live_");
        JsonNode listed = agents.admin("GET", "?blueprint_id=" + id)
                .send()
                .expect(200)
                .json()
                .path("items");
        assertThat(listed.findValuesAsText("id"))
                .containsExactlyInAnyOrder(
                        agent.path("id").asText(), other.path("id").asText());
        JsonNode event =
                audit.first("?type=agent.created&agent_id=" + agent.path("id").asText());
        assertThat(event.at("/data/blueprint_id").asText()).isEqualTo(id);
    }

    @Test
    void scopesOfAnAgentLieWithinThoseOfItsBlueprint() {
        String id = blueprints.id("credential", "none");
        Map<String, Object> beyond = KeyRealm.body(
                "name", "Bot", "owner", "Team", "blueprint_id", id, "scopes", List.of("mail.send", "files.read"));

        assertThat(code(agents.admin("POST", "").json(beyond).send())).isEqualTo("beyond_blueprint");
        String agent =
                blueprints.agent(id, "scopes", List.of("mail.send")).path("id").asText();
        assertThat(code(patch(agent, "scopes", List.of("files.read")))).isEqualTo("beyond_blueprint");
        patch(agent, "scopes", List.of("mail.send", "calendar.read")).expect(200);
        assertThat(code(patch(agent, "blueprint_id", id))).isEqualTo("immutable");
        beyond.put("blueprint_id", NOBODY);
        assertThat(code(agents.admin("POST", "").json(beyond).send())).isEqualTo("unknown_blueprint");

        JsonNode wider = blueprints.patch(id, "scopes", List.of("mail.send", "calendar.read", "files.read"));
        assertThat(wider.path("scopes")).hasSize(3);
        patch(agent, "scopes", List.of("files.read")).expect(200);
    }

    @Test
    void peopleWithoutTheRoleAndOneOrganizationChangeNone() {
        String id = blueprints.id("credential", "none");
        KeyRealm.Person person = people.person();
        String token = people.token(person.username());
        Map<String, Object> body = KeyRealm.body(
                "name",
                "Bot",
                "owner",
                Map.of("type", "user", "id", person.id()),
                "blueprint_id",
                id,
                "scopes",
                List.of());

        people.v1("GET", "/agent-blueprints/" + id).bearer(token).send().expect(403);
        people.v1("POST", "/agents").bearer(token).json(body).send().expect(403);
        Answer narrowed = blueprints
                .admin("PATCH", "/" + id)
                .header("X-Project-Id", people.organization())
                .json(Map.of("name", "Other"))
                .send()
                .expect(403);
        assertThat(narrowed.text("code")).isEqualTo("whole_realm_only");
        assertThat(blueprints.admin("GET", "/" + id).send().expect(200).text("name"))
                .isEqualTo("Calendar bots");
        blueprints.admin("GET", "/" + NOBODY).send().expect(404);
        blueprints.admin("PATCH", "/" + NOBODY).json(Map.of()).send().expect(404);
        blueprints.admin("DELETE", "/" + NOBODY).send().expect(404);
    }

    @Test
    void administrativeScopeIsGivenOnlyByWhoHoldsIt() {
        String token = people.token(people.person("manage-agents").username());

        Answer refused = people.v1("POST", "/agent-blueprints")
                .bearer(token)
                .json(Map.of("name", "Bots", "scopes", List.of("audit:read")))
                .send()
                .expect(403);

        assertThat(refused.json().path("required_scope").toString()).contains("audit:read");
    }

    @Test
    void usedBlueprintIsDeletedOnceItsAgentsAreRevoked() {
        String id = blueprints.id("credential", "none");
        String agent = blueprints.agent(id).path("id").asText();

        assertThat(blueprints.admin("DELETE", "/" + id).send().expect(409).text("code"))
                .isEqualTo("blueprint_in_use");
        assertThat(all("revoke-all", id).path("revoked").asInt()).isEqualTo(1);
        blueprints.admin("DELETE", "/" + id).send().expect(204);

        blueprints.admin("GET", "/" + id).send().expect(404);
        assertThat(agents.get(agent).path("blueprint_id").asText()).isEqualTo(id);
        assertThat(blueprints
                        .event(audit, "agent_blueprint.deleted", id)
                        .at("/data/name")
                        .asText())
                .isEqualTo("Calendar bots");
    }

    @Test
    void allAgentsOfABlueprintArePausedAndRevokedAndNoOthers() {
        String id = blueprints.id();
        List<TestAgent> own = List.of(blueprints.withSecret(id), blueprints.withSecret(id));
        List<String> tokens = own.stream().map(TestAgent::token).toList();
        TestAgent other = agents.withSecret();

        assertThat(all("pause-all", id).path("paused").asInt()).isEqualTo(2);
        assertThat(agents.validOf(tokens)).isEmpty();
        assertThat(status(own.get(0))).isEqualTo("paused");
        assertThat(audit.first("?type=agent.paused&agent_id=" + own.get(0).id())
                        .path("cause")
                        .asText())
                .isEqualTo("pause_all");
        assertThat(all("pause-all", id).path("paused").asInt()).isZero();
        agents.act(own.get(0).id(), "resume");
        assertThat(all("revoke-all", id).path("revoked").asInt()).isEqualTo(2);
        assertThat(List.of(status(own.get(0)), status(own.get(1)), status(other)))
                .containsExactly("revoked", "revoked", "active");
    }

    private JsonNode all(String what, String blueprint) {
        return agents.admin("POST", "/" + what)
                .json(Map.of("blueprint_id", blueprint))
                .send()
                .expect(200)
                .json();
    }

    private String status(TestAgent agent) {
        return agents.get(agent.id()).path("status").asText();
    }

    private Answer patch(String agent, Object... members) {
        return agents.admin("PATCH", "/" + agent).json(KeyRealm.body(members)).send();
    }

    private static String code(Answer answer) {
        return answer.expect(422).json().at("/errors/0/code").asText();
    }
}
