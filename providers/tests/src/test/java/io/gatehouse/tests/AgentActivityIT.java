package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an agent did, for its owner and for administrators. */
@ExtendWith(GatehouseExtension.class)
class AgentActivityIT {
    private static final Duration SEQUENCED = Duration.ofSeconds(10);

    private KeyRealm people;
    private TestAgents agents;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.people = new KeyRealm(gatehouse, realm);
        this.agents = new TestAgents(gatehouse, realm);
    }

    @Test
    void activityHasTokensDenialsAndChangesNewestFirstAndOfThisAgentAlone() {
        TestAgent agent = agents.withSecret();
        TestAgent other = agents.withSecret();
        String token = agent.token();
        assertThat(agent.refusal(400, "scope", "files.read")).isEqualTo("invalid_scope");
        String ignored = other.token();
        people.admin("POST", "/tokens/revoke")
                .json(Map.of("token", token))
                .send()
                .expect(200);
        agents.act(agent.id(), "pause");

        List<JsonNode> items = activity(agent.id(), 5);

        assertThat(items.stream().map(item -> item.path("type").asText()))
                .containsExactly("agent.paused", "token.revoked", "token.denied", "token.issued", "agent.created");
        JsonNode denied = items.get(2);
        assertThat(denied.path("decision").asText()).isEqualTo("deny");
        assertThat(denied.at("/details/reason").asText()).isEqualTo("invalid_scope");
        assertThat(denied.path("actor_id").asText()).isEqualTo(agent.id());
        assertThat(items.get(0).path("cause").asText()).isEqualTo("agent_paused");
        assertThat(items.toString()).doesNotContain(other.id());
    }

    @Test
    void activityIsPagedByCursorWithoutGapsOrRepeats() {
        TestAgent agent = agents.withSecret();
        for (int i = 0; i < 6; i++) {
            String ignored = agent.token();
        }
        List<JsonNode> all = activity(agent.id(), 7);

        List<JsonNode> paged = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = agents.admin("GET", "/" + agent.id() + "/activity?limit=3" + cursor)
                    .send()
                    .expect(200);
            page.json().path("items").forEach(paged::add);
            cursor = "&cursor=" + page.json().at("/pagination/next_cursor").asText();
        } while (!cursor.equals("&cursor=null"));

        assertThat(paged).isEqualTo(all);
        assertThat(agents.admin("GET", "/" + agent.id() + "/activity?offset=0")
                        .send()
                        .expect(200)
                        .json()
                        .at("/pagination/total")
                        .asInt())
                .isEqualTo(7);
        agents.admin("GET", "/" + agent.id() + "/activity?limit=101").send().expect(400);
        agents.admin("GET", "/" + agent.id() + "/activity?type=token.issued")
                .send()
                .expect(400);
    }

    @Test
    void ownerSeesItWithoutOtherPeopleAndStrangersSeeNothing() {
        KeyRealm.Person owner = people.person();
        TestAgent agent = agents.withSecret("owner", Map.of("type", "user", "id", owner.id()));
        String ownersToken = people.token(owner.username());
        String ignored = agent.token("intent", "pay for Ms Example");
        agents.person(ownersToken, "PATCH", "/" + agent.id())
                .json(Map.of("name", "Mine"))
                .send()
                .expect(200);
        List<JsonNode> asAdmin = activity(agent.id(), 3);
        String creator = asAdmin.get(2).path("actor_id").asText();

        JsonNode shown = agents.person(ownersToken, "GET", "/" + agent.id() + "/activity")
                .send()
                .expect(200)
                .json()
                .path("items");

        assertThat(creator).isNotEmpty();
        assertThat(shown.toString()).doesNotContain(creator).doesNotContain("Ms Example");
        assertThat(shown.path(0).path("actor_id").asText()).isEqualTo(owner.id());
        assertThat(shown.path(2).path("actor_type").asText()).isEqualTo("admin");
        assertThat(shown.path(2).path("actor_id").isNull()).isTrue();
        agents.person(people.token(people.person().username()), "GET", "/" + agent.id() + "/activity")
                .send()
                .expect(404);
        agents.admin("GET", "/agent_000000000000/activity").send().expect(404);
    }

    /** The newest events of an agent once there are so many. */
    private List<JsonNode> activity(String id, int count) {
        List<JsonNode> items = new ArrayList<>();
        Eventually.holds(SEQUENCED, count + " events of " + id, () -> {
            items.clear();
            agents.admin("GET", "/" + id + "/activity")
                    .send()
                    .expect(200)
                    .json()
                    .path("items")
                    .forEach(items::add);
            return items.size() >= count;
        });
        return items;
    }
}
