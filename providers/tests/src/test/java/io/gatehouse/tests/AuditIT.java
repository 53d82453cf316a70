package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.RealmCalls.ApiKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit log as people ask it: filters, paging, refusals. */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditIT {
    private Gatehouse gatehouse;
    private RealmCalls calls;
    private AuditCalls audit;
    private JsonNode issued;
    private ApiKey key;

    @BeforeAll
    void prepare(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        calls = new RealmCalls(server, realm);
        audit = new AuditCalls(calls);
        String agent = calls.agent().id();
        String requestId = UUID.randomUUID().toString();
        calls.admin("POST", "/tokens")
                .header("X-Request-ID", requestId)
                .header("X-Correlation-ID", "chain-7")
                .header("User-Agent", "audit-test/1.0")
                .json(RealmCalls.asking(agent, "intent", "Find the lost order"))
                .send()
                .expect(201);
        issued = audit.event(requestId);
        key = calls.key("orders.read");
        calls.admin("DELETE", "/api-keys/" + key.id()).send().expect(204);
        JsonNode ignored = audit.first("?type=api_key.revoked&key_id=" + key.id());
    }

    @Test
    void eventSaysWhoDidWhatToWhatAndHow() {
        assertThat(issued.path("type").asText()).isEqualTo("token.issued");
        assertThat(issued.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(issued.at("/actor/type").asText()).isEqualTo("admin");
        assertThat(issued.at("/actor/id").asText())
                .isEqualTo(gatehouse.realm("master").userId("admin"));
        assertThat(issued.path("agent").asText()).startsWith("agent_");
        assertThat(issued.path("decision").asText()).isEqualTo("allow");
        assertThat(issued.path("decision_id").asText()).isNotEmpty();
        assertThat(issued.path("auth_method").asText()).isEqualTo("admin_token");
        assertThat(issued.path("correlation_id").asText()).isEqualTo("chain-7");
        assertThat(issued.at("/personal/user_agent").asText()).isEqualTo("audit-test/1.0");
        assertThat(issued.at("/personal/ip").asText()).isNotEmpty();
        assertThat(issued.at("/personal/intent").asText()).isEqualTo("Find the lost order");
    }

    @Test
    void eventsOfAKeyCanBeReviewed() {
        assertThat(audit.items("?key_id=" + key.id()))
                .extracting(event -> event.path("type").asText())
                .containsExactly("api_key.revoked", "api_key.created");
    }

    Stream<Arguments> filters() {
        String time = issued.path("time").asText();
        return Stream.of(
                Arguments.of("type", "token.issued", "/type"),
                Arguments.of("actor", issued.at("/actor/id").asText(), "/actor/id"),
                Arguments.of("target", issued.at("/target/id").asText(), "/target/id"),
                Arguments.of("agent_id", issued.path("agent").asText(), "/agent"),
                Arguments.of("key_id", key.id(), "/key"),
                Arguments.of("request_id", issued.path("request_id").asText(), "/request_id"),
                Arguments.of("since", time, ""),
                Arguments.of("until", time, ""));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void everyFilterFindsWhatMatchesAndNothingElse(String name, String value, String pointer) {
        List<JsonNode> found = audit.items("?limit=100&" + name + "=" + value);

        assertThat(found).isNotEmpty();
        assertThat(found.size()).isLessThanOrEqualTo(audit.items("?limit=100").size());
        for (JsonNode event : found) {
            switch (name) {
                case "since" -> assertThat(event.path("time").asText()).isGreaterThanOrEqualTo(value);
                case "until" -> assertThat(event.path("time").asText()).isLessThan(value);
                default -> assertThat(event.at(pointer).asText()).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type=token.issue",
                "actor=nobody",
                "target=%25",
                "agent_id=agent_000000000000",
                "key_id=x",
                "request_id=x",
                "since=2999-01-01T00:00:00Z",
                "until=2000-01-01T00:00:00%2B02:00",
                "type=token.issued&actor=nobody"
            })
    void filterThatMatchesNothingFindsNothing(String query) {
        assertThat(audit.items("?" + query)).isEmpty();
    }

    @Test
    void pagesHoldEveryEventOnceNewestFirstAlsoWhenMoreCome() {
        audit.changes(5);
        List<Long> expected = numbers(audit.items("?limit=100&until=2999-01-01T00:00:00Z"));
        List<Long> found = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Answer page = audit.get(
                    "/events?limit=3" + cursor.map(text -> "&cursor=" + text).orElse(""));
            page.json().path("items").forEach(item -> found.add(item.path("seq").asLong()));
            cursor = Optional.ofNullable(
                    page.json().at("/pagination/next_cursor").textValue());
            assertThat(page.header("Link").isPresent()).isEqualTo(cursor.isPresent());
            String ignored = audit.change();
        } while (cursor.isPresent());

        assertThat(found).isSortedAccordingTo((a, b) -> Long.compare(b, a)).containsAll(expected);
        assertThat(found).doesNotHaveDuplicates();
        assertThat(found.get(found.size() - 1)).isZero();
    }

    @Test
    void offsetAndTotalAreAliases() {
        JsonNode page = audit.get("/events?offset=1&limit=1&key_id=" + key.id()).json();

        assertThat(page.at("/pagination/total").asInt()).isEqualTo(2);
        assertThat(page.at("/items/0/type").asText()).isEqualTo("api_key.created");
    }

    @Test
    void logOfOneRealmIsNotSeenFromAnother() {
        try (TestRealm other = gatehouse.freshRealm()) {
            AuditCalls others = new AuditCalls(new RealmCalls(gatehouse, other));
            String requestId = others.change();

            assertThat(audit.items("?request_id=" + requestId)).isEmpty();
            assertThat(others.items("?request_id=" + issued.path("request_id").asText()))
                    .isEmpty();
            assertThat(others.event(requestId).path("seq").asLong()).isLessThan(5);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/events?unknown=1",
                "/events?type=a&type=b",
                "/events?since=yesterday",
                "/events?until=2026-07-01",
                "/events?limit=0",
                "/events?limit=101",
                "/events?cursor=x",
                "/events/0?x=1",
                "/events/0/proof?x=1",
                "/checkpoint?x=1",
                "/consistency",
                "/consistency?from=-1",
                "/consistency?from=x",
                "/consistency?from=00",
                "/consistency?from=0&to=99999999",
                "/consistency?from=3&to=2",
                "/export?format=xml",
                "/export?from=1"
            })
    void whatCannotBeUnderstoodIsRefused(String below) {
        audit.audit("GET", below).send().expect(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/events/99999999",
                "/events/x",
                "/events/-1",
                "/events/00",
                "/events/9999999999999999999",
                "/events/99999999/proof",
                "/events/x/proof",
                "/event"
            })
    void whatIsNotThereIsNotFound(String below) {
        Answer answer = gatehouse
                .outsideContract()
                .get(calls.realm().adminPath("/gatehouse/audit" + below))
                .bearer(gatehouse.adminToken())
                .send();

        assertThat(answer.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"from\":-1}", "{\"from\":\"1\"}", "{\"to\":99999999}", "{\"from\":2,\"to\":1}", "{\"x\":1}"})
    void wrongStretchIsInvalid(String body) {
        audit.audit("POST", "/verify").body("application/json", body).send().expect(422);
    }

    @Test
    void bodyMustBeJson() {
        audit.audit("POST", "/verify").body("application/json", "{").send().expect(400);
        audit.audit("POST", "/verify").body("text/plain", "{}").send().expect(415);
        audit.audit("POST", "/erase").json(Map.of()).send().expect(422);
        audit.audit("POST", "/erase")
                .json(Map.of("subject", "x".repeat(256)))
                .send()
                .expect(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/audit/events",
                "/audit/events/0",
                "/audit/events/0/proof",
                "/audit/export",
                "/audit/consistency?from=0"
            })
    void logIsForWhoMayReadIt(String below) {
        String auditor = calls.key("audit:read").text();
        String other = calls.key("gatehouse:read").text();

        calls.v1("GET", below).send().expect(401);
        calls.v1("GET", below).bearer(auditor).send().expect(200);
        assertThat(calls.v1("GET", below).bearer(other).send().expect(403).text("required_scope"))
                .isEqualTo("audit:read");
    }

    @Test
    void logCannotBeNarrowedToAnOrganization() {
        String organization = calls.realm()
                .admin("GET", "/organizations?search=acme")
                .send()
                .expect(200)
                .json()
                .path(0)
                .path("id")
                .asText();

        assertThat(audit.audit("GET", "/events")
                        .header("X-Project-Id", organization)
                        .send()
                        .expect(403)
                        .text("code"))
                .isEqualTo("whole_realm_only");
    }

    private static List<Long> numbers(List<JsonNode> events) {
        return events.stream().map(event -> event.path("seq").asLong()).toList();
    }
}
