package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import io.gatehouse.tests.RealmCalls.Agent;
import io.gatehouse.tests.RealmCalls.ApiKey;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every change writes exactly one event, and nothing else writes any. The rows are read from the database itself, so only on
 * PostgreSQL: H2 in memory cannot be reached from outside its server.
 */
@Tag("postgresql")
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsIT {
    private static final String USER_AGENT = "events-test/1.0";
    private static final String INTENT = "Find the lost order";
    private static final String PAUSE = "/pause";

    private RealmCalls calls;
    private EventRows rows;
    private String realmId;
    private String masterAdminId;

    @BeforeAll
    void prepare(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        rows = new EventRows(gatehouse.postgres().orElseThrow().url("keycloak"));
        realmId = realm.admin("GET", "").send().expect(200).text("id");
        masterAdminId = gatehouse.realm("master").userId("admin");
    }

    /** What is done, the event that tells of it, columns of the event, the call. */
    Stream<Arguments> changes() {
        return Stream.of(
                change("agent.created", Map.of(), () -> calls.admin("POST", "/agents")
                        .json(Map.of("name", "New", "owner", "Team"))),
                change("agent.updated", Map.of(), () -> calls.admin("PATCH", agent())
                        .json(Map.of("name", "Renamed"))),
                change(
                        "agent.paused",
                        Map.of("revocation_cause", "agent_paused"),
                        () -> calls.admin("POST", agent() + PAUSE)),
                change("agent.resumed", Map.of(), () -> calls.admin("POST", paused() + "/resume")),
                change(
                        "agent.revoked",
                        Map.of("revocation_cause", "agent_revoked"),
                        () -> calls.admin("POST", agent() + "/revoke")),
                change(
                        "agent.revoked",
                        Map.of("revocation_cause", "agent_revoked"),
                        () -> calls.admin("DELETE", agent())),
                change("api_key.created", Map.of(), () -> calls.admin("POST", "/api-keys")
                        .json(Map.of("name", "New"))),
                change("api_key.updated", Map.of(), () -> calls.admin("PATCH", key())
                        .json(Map.of("is_active", false))),
                change("api_key.revoked", Map.of("revocation_cause", "requested"), () -> calls.admin("DELETE", key())),
                change("token.issued", Map.of("decision", "allow"), () -> calls.admin("POST", "/tokens")
                        .json(RealmCalls.asking(calls.agent().id()))),
                change("token.revoked", Map.of("revocation_cause", "requested"), () -> calls.admin(
                                "POST", "/tokens/revoke")
                        .json(Map.of("token", calls.token(calls.agent().id())))),
                change("token.revoked", Map.of("revocation_cause", "requested"), () -> calls.admin(
                                "POST", "/tokens/revoke")
                        .json(Map.of("token_id", calls.issue(calls.agent().id()).text("token_id")))),
                change("settings.updated", Map.of("target_id", realmId), () -> calls.admin("PATCH", "/settings")
                        .json(Map.of("key_default_lifetime_days", 30))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void changeWritesOneEventThatTellsWhoDidIt(String type, Map<String, String> columns, Supplier<Request> change) {
        Sent sent = send(change.get());

        sent.answer().expect(200, 201, 204);
        Map<String, String> event = onlyEvent(sent);
        assertThat(event)
                .containsEntry("event_type", type)
                .containsEntry("realm_id", realmId)
                .containsEntry("actor_type", "admin")
                .containsEntry("actor_id", masterAdminId)
                .containsEntry("auth_method", "admin_token")
                .containsEntry("correlation_id", "chain-" + sent.requestId())
                .containsAllEntriesOf(columns)
                .containsKeys("target_type", "target_id");
        assertThat(event.containsKey("decision_id")).isEqualTo(columns.containsKey("decision"));
        assertThat(rows.personal(String.valueOf(event.get("id"))))
                .containsEntry("ip", "127.0.0.1")
                .containsEntry("user_agent", USER_AGENT);
        assertThat(event.getOrDefault("data", "")).doesNotContain(USER_AGENT, "\"ip\"");
    }

    @Test
    void eventNamesTheAgentThatActedForItself() {
        Agent agent = calls.agent();

        Sent sent = send(calls.v1("POST", "/tokens").bearer(agent.secret()).json(RealmCalls.asking(agent.id())));

        assertThat(onlyEvent(sent))
                .containsEntry("event_type", "token.issued")
                .containsEntry("actor_type", "agent")
                .containsEntry("actor_id", agent.id())
                .containsEntry("agent_id", agent.id())
                .containsEntry("auth_method", "agent_secret")
                .containsEntry("target_id", sent.answer().text("token_id"));
    }

    @Test
    void tokenEndpointWritesTheSameEvent() {
        Agent agent = calls.agent();

        Sent sent = send(calls.realm()
                .token("grant_type", "client_credentials", "client_id", agent.id(), "client_secret", agent.secret()));

        assertThat(onlyEvent(sent))
                .containsEntry("event_type", "token.issued")
                .containsEntry("decision", "allow")
                .containsEntry("actor_id", agent.id())
                .containsEntry("auth_method", "client_secret");
    }

    @Test
    void eventNamesTheKeyThatCalled() {
        ApiKey key = calls.key("agents:write");
        String agent = calls.agent().id();

        Sent sent = send(calls.v1("POST", "/agents/" + agent + PAUSE).bearer(key.text()));

        assertThat(onlyEvent(sent))
                .containsEntry("actor_type", "api_key")
                .containsEntry("actor_id", key.id())
                .containsEntry("agent_id", agent)
                .containsEntry("auth_method", "api_key");
    }

    @Test
    void eventNamesThePersonThatCalled() {
        String alice = calls.realm().userId("alice");
        String agent = calls.agent("owner", Map.of("type", "user", "id", alice)).id();

        Sent sent = send(calls.v1("POST", "/agents/" + agent + PAUSE)
                .bearer(calls.realm().userToken("alice", "openid gatehouse")));

        assertThat(onlyEvent(sent)).containsEntry("actor_type", "user").containsEntry("actor_id", alice);
    }

    @Test
    void denialIsRememberedUnderTheDecisionThatTheCallerWasTold() {
        String agent = calls.agent().id();

        Sent sent = send(calls.admin("POST", "/tokens")
                .json(RealmCalls.asking(agent, "scope", List.of("orders.delete"), "intent", INTENT)));

        assertThat(onlyEvent(sent))
                .containsEntry("event_type", "token.denied")
                .containsEntry("decision", "deny")
                .containsEntry("decision_id", sent.answer().expect(403).text("decision_id"))
                .containsEntry("agent_id", agent);
    }

    @Test
    void intentAndKeyNamesAreKeptApartFromTheEvent() {
        Sent issued = send(calls.admin("POST", "/tokens")
                .json(RealmCalls.asking(calls.agent().id(), "intent", INTENT)));
        Sent made = send(calls.admin("POST", "/api-keys").json(Map.of("name", "Key of Jane")));

        assertKeptApart(issued, "intent", INTENT);
        assertKeptApart(made, "name", "Key of Jane");
    }

    @Test
    void noEventHoldsASecret() {
        Sent agent = send(calls.admin("POST", "/agents").json(Map.of("name", "New", "owner", "Team")));
        Sent key = send(calls.admin("POST", "/api-keys").json(Map.of("name", "New")));
        Sent token = send(calls.admin("POST", "/tokens")
                .json(RealmCalls.asking(calls.agent().id())));

        assertThat(onlyEvent(agent).toString()).doesNotContain(agent.answer().text("secret_key"));
        assertThat(onlyEvent(key).toString()).doesNotContain(key.answer().text("key"));
        assertThat(onlyEvent(token).toString()).doesNotContain(token.answer().text("token"));
    }

    /** What is refused or changes nothing, the status, the call. */
    Stream<Arguments> nothings() {
        return Stream.of(
                nothing("no credential", 401, () -> calls.v1("POST", "/agents").json(Map.of("name", "New"))),
                nothing("no permission", 403, () -> calls.v1("POST", agent() + PAUSE)
                        .bearer(calls.key("orders.read").text())),
                nothing("out of reach", 404, () -> calls.v1("DELETE", key())
                        .bearer(calls.realm().userToken("bob", "openid gatehouse"))),
                nothing("a member at fault", 422, () -> calls.admin("PATCH", agent())
                        .json(Map.of("name", ""))),
                nothing("a state that does not allow it", 409, () -> calls.admin("POST", revoked() + "/resume")),
                nothing("an owner that does not exist", 422, () -> calls.admin("POST", "/agents")
                        .json(Map.of("name", "New", "owner", Map.of("type", "group", "id", "none")))),
                nothing("settings out of bounds", 422, () -> calls.admin("PATCH", "/settings")
                        .json(Map.of("token_max_ttl_seconds", 86_401))),
                nothing("no such agent", 404, () -> calls.admin("POST", "/tokens")
                        .json(RealmCalls.asking("agent_000000000000"))),
                nothing("an unknown token", 200, () -> calls.admin("POST", "/tokens/revoke")
                        .json(Map.of("token", "x"))),
                nothing("a pause of a paused agent", 200, () -> calls.admin("POST", paused() + PAUSE)),
                nothing("a resume of an active agent", 200, () -> calls.admin("POST", agent() + "/resume")),
                nothing("a revocation of a revoked agent", 204, () -> calls.admin("DELETE", revoked())),
                nothing("the name that it has", 200, () -> calls.admin("PATCH", agent())
                        .json(Map.of("name", "Agent"))),
                nothing("a verification", 200, () -> calls.v1("POST", "/tokens/verify")
                        .json(Map.of("token", calls.token(calls.agent().id())))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nothings")
    void whatChangesNothingWritesNothing(String what, int status, Supplier<Request> call) {
        Request request = call.get();
        long events = rows.events(realmId);
        long personal = rows.count("gatehouse_event_personal", realmId);

        Sent sent = send(request);

        sent.answer().expect(status);
        assertThat(rows.ofRequest(sent.requestId())).isEmpty();
        assertThat(rows.events(realmId)).isEqualTo(events);
        assertThat(rows.count("gatehouse_event_personal", realmId)).isEqualTo(personal);
    }

    @Test
    void changeFailsWhenItsEventCannotBeWritten() {
        String agent = agent();
        String token = calls.token(agent.substring("/agents/".length()));
        long agents = rows.count("gatehouse_agent", realmId);
        rows.query(
                "create function refuse_event() returns trigger as $$ begin raise 'disk full'; end $$ language plpgsql");
        rows.query("create trigger refuse_some before insert on gatehouse_event for each row"
                + " when (new.correlation_id = 'refused') execute function refuse_event()");
        try {
            calls.admin("POST", "/agents")
                    .header("X-Correlation-ID", "refused")
                    .json(Map.of("name", "New", "owner", "Team"))
                    .send()
                    .expect(500);
            calls.admin("POST", agent + PAUSE)
                    .header("X-Correlation-ID", "refused")
                    .send()
                    .expect(500);
        } finally {
            rows.query("drop function refuse_event cascade");
        }

        assertThat(rows.count("gatehouse_agent", realmId)).isEqualTo(agents);
        assertThat(calls.admin("GET", agent).send().expect(200).text("status")).isEqualTo("active");
        assertThat(calls.isValid(token)).isTrue();
    }

    private record Sent(String requestId, Answer answer) {}

    private static Sent send(Request request) {
        String id = UUID.randomUUID().toString();
        Answer answer = request.header("X-Request-ID", id)
                .header("X-Correlation-ID", "chain-" + id)
                .header("User-Agent", USER_AGENT)
                .send();
        return new Sent(id, answer);
    }

    private Map<String, String> onlyEvent(Sent sent) {
        List<Map<String, String>> events = rows.ofRequest(sent.requestId());
        assertThat(events).as(sent.answer().body()).hasSize(1);
        return events.get(0);
    }

    private void assertKeptApart(Sent sent, String name, String value) {
        Map<String, String> event = onlyEvent(sent);
        assertThat(event.values()).noneMatch(column -> column.contains(value));
        assertThat(rows.personal(String.valueOf(event.get("id")))).containsEntry(name, value);
    }

    private static Arguments change(String type, Map<String, String> columns, Supplier<Request> change) {
        return Arguments.of(type, columns, change);
    }

    private static Arguments nothing(String what, int status, Supplier<Request> call) {
        return Arguments.of(what, status, call);
    }

    private String agent() {
        return "/agents/" + calls.agent().id();
    }

    private String paused() {
        String agent = agent();
        calls.admin("POST", agent + PAUSE).send().expect(200);
        return agent;
    }

    private String revoked() {
        String agent = agent();
        calls.admin("DELETE", agent).send().expect(204);
        return agent;
    }

    private String key() {
        return "/api-keys/" + calls.key("orders.read").id();
    }
}
