package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No agent outlives what its realm allows, whatever its own end is, and people are told before. */
@ExtendWith(GatehouseExtension.class)
class AgentLifetimeIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Gatehouse gatehouse;

    @BeforeEach
    void use(Gatehouse server) {
        gatehouse = server;
    }

    @Test
    void agentEndsWithItsLifetimeAndIsToldOfBefore() {
        try (TestRealm realm = gatehouse.freshRealm()) {
            TestAgents agents = new TestAgents(gatehouse, realm);
            AuditCalls audit = new AuditCalls(new RealmCalls(gatehouse, realm));
            allow(realm, 30);
            TestAgent agent = agents.withSecret();
            TestAgent sooner = agents.withSecret("expires_at", inDays(20));
            Instant end = Instant.parse(
                            agents.get(agent.id()).path("created_at").asText())
                    .plus(30, ChronoUnit.DAYS);
            assertThat(Instant.parse(agents.get(agent.id()).path("expires_at").asText()))
                    .isEqualTo(end);

            gatehouse.moveClock(Duration.ofDays(17));
            JsonNode first = Eventually.value(
                    LIMIT, "the end is told", () -> told(audit, agent).stream().findFirst());
            assertThat(first.at("/data/days_left").asInt()).isEqualTo(14);
            assertThat(first.at("/actor/type").asText()).isEqualTo("system");
            assertThat(Instant.parse(first.at("/data/expires_at").asText())).isEqualTo(end);
            gatehouse.moveClock(Duration.ofDays(24));
            Eventually.holds(LIMIT, "told again", () -> told(audit, agent).size() == 2);
            assertThat(status(agents, agent)).isEqualTo("active");
            assertThat(status(agents, sooner)).isEqualTo("expired");
            String brief = agent.token("ttl", "60");
            assertThat(agents.isValid(brief)).isTrue();

            gatehouse.moveClock(Duration.ofDays(30).plusMinutes(1));

            assertThat(status(agents, agent)).isEqualTo("expired");
            assertThat(agent.refusal(400)).isEqualTo("unauthorized_client");
            assertThat(listed(agents, "expired")).contains(agent.id(), sooner.id());
            assertThat(listed(agents, "active")).isEmpty();
            allow(realm, 0);
            assertThat(status(agents, agent)).isEqualTo("active");
            assertThat(agents.isValid(agent.token())).isTrue();
            assertThat(status(agents, sooner)).isEqualTo("expired");
        }
    }

    @Test
    void shorterLifetimeReachesAgentsThatThereAreAndTheirTokens() {
        try (TestRealm realm = gatehouse.freshRealm()) {
            TestAgents agents = new TestAgents(gatehouse, realm);
            TestAgent agent = agents.withSecret("expires_at", inDays(100));
            gatehouse.moveClock(Duration.ofDays(10));
            TestAgent young = agents.withSecret();
            String token = agent.token("ttl", "86400");
            String kept = young.token("ttl", "86400");

            allow(realm, 5);

            assertThat(agent.refusal(400)).isEqualTo("unauthorized_client");
            assertThat(status(agents, agent)).isEqualTo("expired");
            Eventually.holds(LIMIT, "its token is dead", () -> !agents.isValid(token));
            assertThat(agents.isValid(kept)).isTrue();
        }
    }

    @Test
    void endOfAnAgentBeyondItsLifetimeIsRefused() {
        try (TestRealm realm = gatehouse.freshRealm()) {
            TestAgents agents = new TestAgents(gatehouse, realm);
            allow(realm, 30);

            agents.admin("POST", "")
                    .json(TestAgents.body("expires_at", inDays(31)))
                    .send()
                    .expect(422);
            TestAgent agent = agents.withSecret("expires_at", inDays(29));
            JsonNode refused = agents.admin("PATCH", "/" + agent.id())
                    .json(Map.of("expires_at", inDays(31)))
                    .send()
                    .expect(422)
                    .json();
            assertThat(refused.at("/errors/0/pointer").asText()).isEqualTo("/expires_at");
            assertThat(refused.at("/errors/0/code").asText()).isEqualTo("out_of_range");
        }
    }

    private void allow(TestRealm realm, int days) {
        realm.admin("PATCH", "/gatehouse/settings")
                .json(Map.of("agent_max_lifetime_days", days))
                .send()
                .expect(200);
    }

    private static List<JsonNode> told(AuditCalls audit, TestAgent agent) {
        return audit.items("?type=agent.expiring&agent_id=" + agent.id());
    }

    private static String status(TestAgents agents, TestAgent agent) {
        return agents.get(agent.id()).path("status").asText();
    }

    private static List<String> listed(TestAgents agents, String status) {
        return agents.admin("GET", "?limit=100&status=" + status)
                .send()
                .expect(200)
                .json()
                .path("items")
                .findValuesAsText("id");
    }

    private static String inDays(int days) {
        return Instant.now()
                .plus(days, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }
}
