package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of agents by the passing of time: somebody is told to look at them, and idle ones expire. */
@ExtendWith(GatehouseExtension.class)
class AgentUpkeepIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Gatehouse gatehouse;
    private KeyRealm people;
    private TestRealm realm;
    private TestAgents agents;
    private AuditCalls audit;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        this.people = new KeyRealm(gatehouse, realm);
        this.agents = new TestAgents(gatehouse, realm);
        this.audit = new AuditCalls(new RealmCalls(gatehouse, realm));
    }

    @Test
    void agentWithoutATokenForSoLongExpiresUntilALaterEndIsSet() {
        TestAgent idle = agents.withSecret("idle_expires_after_days", 30);
        TestAgent used = agents.withSecret("idle_expires_after_days", 30);
        TestAgent paused = agents.withSecret("idle_expires_after_days", 30);
        agents.act(paused.id(), "pause");
        TestAgent without = agents.withSecret();
        gatehouse.moveClock(Duration.ofDays(20));
        String ignored = used.token();
        awaitEvent(used);

        gatehouse.moveClock(Duration.ofDays(30).plusMinutes(1));

        Eventually.holds(LIMIT, "the idle one is expired", () -> status(idle).equals("expired"));
        assertThat(idle.refusal(400)).isEqualTo("unauthorized_client");
        assertThat(listedAsExpired()).contains(idle.id());
        JsonNode event = audit.first("?type=agent.updated&agent_id=" + idle.id());
        assertThat(event.path("cause").asText()).isEqualTo("idle");
        assertThat(event.at("/data/changed/0").asText()).isEqualTo("expires_at");
        assertThat(event.at("/actor/type").asText()).isEqualTo("system");
        assertThat(List.of(status(used), status(paused), status(without)))
                .containsExactly("active", "paused", "active");

        gatehouse.moveClock(Duration.ofDays(50).plusMinutes(2));
        Eventually.holds(LIMIT, "the other one is expired", () -> status(used).equals("expired"));
        Map<String, Object> never = new HashMap<>();
        never.put("expires_at", null);
        agents.admin("PATCH", "/" + idle.id()).json(never).send().expect(200);
        assertThat(agents.isValid(idle.token())).isTrue();
    }

    @Test
    void reviewIsToldOnceWhenItIsDue() {
        String sponsor = realm.userId("alice");
        String due = Instant.now()
                .plus(10, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        TestAgent agent = agents.withSecret("sponsor", sponsor, "sponsor_review_at", due);
        String revoked = agents.withSecret("sponsor_review_at", due).id();
        agents.act(revoked, "revoke");
        assertThat(agents.get(agent.id()).path("sponsor_review_at").asText()).isEqualTo(due);

        gatehouse.moveClock(Duration.ofDays(10).plusMinutes(1));

        JsonNode event = Eventually.value(
                LIMIT, "the review is told", () -> reviews(agent.id()).stream().findFirst());
        assertThat(event.path("subject").asText()).isEqualTo(sponsor);
        assertThat(event.at("/data/sponsor_review_at").asText()).isEqualTo(due);
        assertThat(event.at("/actor/type").asText()).isEqualTo("system");
        // The job has looked since then: whatever it had told twice would be there before this.
        TestAgent later = agents.withSecret(
                "sponsor_review_at", Instant.now().plus(11, ChronoUnit.DAYS).toString());
        gatehouse.moveClock(Duration.ofDays(11).plusMinutes(1));
        Eventually.holds(
                LIMIT, "the other review is told", () -> reviews(later.id()).size() == 1);
        assertThat(reviews(agent.id())).hasSize(1);
        assertThat(reviews(revoked)).isEmpty();
    }

    @Test
    void boundsAreKeptAndAPersonDoesNotPutOffIdleness() {
        for (Object bad : List.of(0, 3_651, "30", 1.5)) {
            agents.admin("POST", "")
                    .json(TestAgents.body("idle_expires_after_days", bad))
                    .send()
                    .expect(422);
        }
        agents.admin("POST", "")
                .json(TestAgents.body("sponsor_review_at", "2020-01-01T00:00:00Z"))
                .send()
                .expect(422);
        KeyRealm.Person owner = people.person();
        String id = agents.withSecret(
                        "owner", Map.of("type", "user", "id", owner.id()), "idle_expires_after_days", 3_650)
                .id();
        String token = people.token(owner.username());

        agents.person(token, "PATCH", "/" + id)
                .json(Map.of("idle_expires_after_days", 30))
                .send()
                .expect(200);
        agents.person(token, "PATCH", "/" + id)
                .json(Map.of("idle_expires_after_days", 31))
                .send()
                .expect(403);
    }

    /** The event of the token has its place, so that it is found when the row of the token is gone. */
    private void awaitEvent(TestAgent agent) {
        JsonNode ignored = audit.first("?type=token.issued&agent_id=" + agent.id());
    }

    private String status(TestAgent agent) {
        return agents.get(agent.id()).path("status").asText();
    }

    private List<JsonNode> reviews(String id) {
        return audit.items("?type=agent.review_due&agent_id=" + id);
    }

    private List<String> listedAsExpired() {
        return agents.admin("GET", "?status=expired&limit=100")
                .send()
                .expect(200)
                .json()
                .path("items")
                .findValuesAsText("id");
    }
}
