package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a blueprint loses, all its agents lose at once. */
@ExtendWith(GatehouseExtension.class)
class AgentBlueprintNarrowingIT {
    /** More than one transaction takes. */
    private static final int MANY = 110;

    private Gatehouse gatehouse;
    private TestAgents agents;
    private Blueprints blueprints;
    private AuditCalls audit;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.agents = new TestAgents(gatehouse, realm);
        this.blueprints = new Blueprints(realm, agents);
        this.audit = new AuditCalls(new RealmCalls(gatehouse, realm));
    }

    @Test
    void lostScopeIsGoneFromEveryAgentAndTheirTokensAreDead() {
        String id = blueprints.id();
        TestAgent both = blueprints.withSecret(id);
        TestAgent calendar = blueprints.withSecret(id, "scopes", List.of("calendar.read"));
        TestAgent free = agents.withSecret();
        List<String> tokens = List.of(both.token(), calendar.token(), free.token());
        JsonNode ignored = agents.act(blueprints.agent(id).path("id").asText(), "revoke");

        JsonNode after = blueprints.patch(id, "scopes", List.of("calendar.read", "files.read"));

        assertThat(after.path("scopes").toString()).isEqualTo("[\"calendar.read\",\"files.read\"]");
        assertThat(scopes(both.id())).isEqualTo("[\"calendar.read\"]");
        assertThat(scopes(free.id())).isEqualTo("[\"calendar.read\",\"mail.send\"]");
        assertThat(agents.validOf(tokens)).containsExactly(tokens.get(1), tokens.get(2));
        assertThat(both.refusal(400, "scope", "mail.send")).isEqualTo("invalid_scope");
        assertThat(agents.isValid(both.token("scope", "calendar.read"))).isTrue();
        JsonNode event = audit.first("?type=agent.updated&agent_id=" + both.id());
        assertThat(event.path("cause").asText()).isEqualTo("blueprint_narrowed");
        assertThat(event.at("/data/tokens_revoked").asBoolean()).isTrue();
        assertThat(audit.items("?type=agent.updated&agent_id=" + calendar.id())).isEmpty();
        assertThat(blueprints
                        .event(audit, "agent_blueprint.updated", id)
                        .at("/data/scopes_removed")
                        .toString())
                .isEqualTo("[\"mail.send\"]");
    }

    @Test
    void moreAgentsThanOneTransactionTakesAreAllNarrowed() {
        String id = blueprints.id("credential", "none");
        for (int i = 0; i < MANY; i++) {
            JsonNode ignored = blueprints.agent(id);
        }

        JsonNode changed = blueprints.patch(id, "scopes", List.of("mail.send"));
        assertThat(changed.path("scopes")).hasSize(1);

        for (int page = 1; page <= 2; page++) {
            agents.admin("GET", "?limit=100&page=" + page + "&blueprint_id=" + id)
                    .send()
                    .expect(200)
                    .json()
                    .path("items")
                    .forEach(
                            agent -> assertThat(agent.path("scopes").toString()).isEqualTo("[\"mail.send\"]"));
        }
    }

    @Test
    void whateverElseABlueprintChangesCountsForNewAgentsAlone() {
        String id = blueprints.id("max_token_ttl", 600);
        TestAgent agent = blueprints.withSecret(id);
        String token = agent.token();

        JsonNode ignored = blueprints.patch(id, "max_token_ttl", 60, "mode", "both", "audiences", List.of("demo-api"));

        assertThat(agents.isValid(token)).isTrue();
        JsonNode before = agents.get(agent.id());
        assertThat(before.path("max_token_ttl").asInt()).isEqualTo(600);
        assertThat(before.path("mode").asText()).isEqualTo("autonomous");
        assertThat(blueprints.agent(id).path("max_token_ttl").asInt()).isEqualTo(60);
    }

    @Test
    @Tag("postgresql")
    void whatWasCutOffIsDoneByAJob() {
        EventRows rows = new EventRows(gatehouse.postgres().orElseThrow().url("keycloak"));
        String id = blueprints.id();
        for (int i = 0; i < MANY; i++) {
            JsonNode ignored = blueprints.agent(id, "credential", "none");
        }
        TestAgent agent = blueprints.withSecret(id);
        String token = agent.token();

        assertThat(rows.query(
                        "update gatehouse_agent_blueprint set scopes = 'mail.send', narrow_at_ms = 1 where id = ?", id))
                .isEmpty();

        Eventually.holds(Duration.ofSeconds(20), "the agent is narrowed", () -> scopes(agent.id())
                .equals("[\"mail.send\"]"));
        assertThat(agents.isValid(token)).isFalse();
        Eventually.holds(
                Duration.ofSeconds(20),
                "the job is done with it",
                () -> rows.query("select id from gatehouse_agent_blueprint where id = ? and narrow_at_ms is null", id)
                                .size()
                        == 1);
        List<Map<String, String>> wide =
                rows.query("select id from gatehouse_agent where blueprint_id = ? and scopes <> 'mail.send'", id);
        assertThat(wide).isEmpty();
        JsonNode event = audit.first("?type=agent.updated&agent_id=" + agent.id());
        assertThat(event.at("/actor/type").asText()).isEqualTo("system");
    }

    @Test
    @Tag("postgresql")
    void agentThatIsMadeWhileTheBlueprintLosesAScopeGetsItNot() throws Exception {
        String id = blueprints.id("credential", "none");

        JsonNode made = whileItLosesAll(id, "mail.send", () -> blueprints.agent(id));

        assertThat(made.path("scopes").toString()).isEqualTo("[\"mail.send\"]");
    }

    @Test
    @Tag("postgresql")
    void agentThatIsWidenedWhileTheBlueprintLosesTheScopeIsRefused() throws Exception {
        String id = blueprints.id("credential", "none");
        String agent =
                blueprints.agent(id, "scopes", List.of("mail.send")).path("id").asText();

        Answer refused = whileItLosesAll(id, "mail.send", () -> agents.admin("PATCH", "/" + agent)
                .json(Map.of("scopes", List.of("calendar.read")))
                .send());

        assertThat(refused.expect(422).json().at("/errors/0/code").asText()).isEqualTo("beyond_blueprint");
        assertThat(scopes(agent)).isEqualTo("[\"mail.send\"]");
    }

    /** What a call answers that came when a change of the blueprint was made and not committed. */
    private <T> T whileItLosesAll(String id, String but, Callable<T> call) throws Exception {
        String url = gatehouse.postgres().orElseThrow().url("keycloak");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Connection change = DriverManager.getConnection(url, "postgres", "postgres");
                PreparedStatement narrow =
                        change.prepareStatement("update gatehouse_agent_blueprint set scopes = ? where id = ?")) {
            change.setAutoCommit(false);
            narrow.setString(1, but);
            narrow.setString(2, id);
            assertThat(narrow.executeUpdate()).isEqualTo(1);
            Future<T> answer = thread.submit(call);
            Eventually.holds(Duration.ofSeconds(20), "the call waits for the change", () -> !new EventRows(url)
                    .query("select pid from pg_stat_activity where wait_event_type = 'Lock'"
                            + " and query ilike '%gatehouse_agent_blueprint%'")
                    .isEmpty());
            change.commit();
            return answer.get(30, TimeUnit.SECONDS);
        } finally {
            thread.shutdownNow();
        }
    }

    private String scopes(String agent) {
        return agents.get(agent).path("scopes").toString();
    }
}
