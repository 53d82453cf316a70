package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How administrators let people log in at an agent.
 * Long because each setting is tried at its bounds.
 */
@ExtendWith(GatehouseExtension.class)
class AgentLoginSettingsIT {
    private static final String NOTHING = "{\"redirect_uris\":[],\"device_flow\":false}";

    private TestRealm realm;
    private Delegates delegates;
    private LoginPages pages;
    private TestAgent agent;

    @BeforeEach
    void agent(Gatehouse gatehouse, TestRealm testRealm) {
        realm = testRealm;
        delegates = new Delegates(gatehouse, testRealm);
        pages = new LoginPages(gatehouse, testRealm);
        agent = delegates.agent();
    }

    @Test
    void loginIsOffUntilItIsSetAndAgainWhenItIsDeleted() {
        assertThat(shown()).hasToString(NOTHING);
        nobodyLogsIn();

        JsonNode set = put(agent, Map.of("redirect_uris", List.of(LoginPages.REDIRECT), "device_flow", true))
                .expect(200)
                .json();

        assertThat(set)
                .hasToString("{\"redirect_uris\":[\"" + LoginPages.REDIRECT + "\"],\"device_flow\":true}")
                .isEqualTo(shown());
        pages.browser().open(pages.authorization(agent, "openid")).expect(200);
        pages.device(agent, "openid").send().expect(200);
        Answer deleted = login("DELETE", agent)
                .header("Prefer", "return=representation")
                .send()
                .expect(200);
        assertThat(deleted.json()).isEqualTo(set);
        login("DELETE", agent).send().expect(204);
        assertThat(shown()).hasToString(NOTHING);
        nobodyLogsIn();
    }

    @Test
    void partThatIsLeftOutIsOff() {
        put(agent, Map.of("redirect_uris", List.of(LoginPages.REDIRECT))).expect(200);
        assertThat(pages.device(agent, "openid").send().status()).isIn(400, 401, 403);

        put(agent, Map.of("device_flow", true)).expect(200);

        pages.browser().open(pages.authorization(agent, "openid")).expect(400);
        pages.device(agent, "openid").send().expect(200);
    }

    @Test
    void ownerSeesItAndDoesNotDecide() {
        TestAgent own = delegates.agent("owner", Map.of("type", "user", "id", realm.userId("alice")));
        String alice = realm.userToken("alice", "openid gatehouse");
        String path = "/agents/" + own.id() + "/login";

        delegates
                .calls()
                .v1("PUT", path)
                .bearer(alice)
                .json(Map.of("device_flow", true))
                .send()
                .expect(403);
        delegates.calls().v1("DELETE", path).bearer(alice).send().expect(403);
        assertThat(delegates
                        .calls()
                        .v1("GET", path)
                        .bearer(alice)
                        .send()
                        .expect(200)
                        .json())
                .hasToString(NOTHING);
        delegates
                .calls()
                .v1("GET", path)
                .bearer(realm.userToken("bob", "openid gatehouse"))
                .send()
                .expect(404);
    }

    @Test
    void agentThatActsForItselfOnlyOrIsRevokedTakesNobodyIn() {
        TestAgent autonomous = delegates.agent("mode", "autonomous");
        assertThat(put(autonomous, Map.of("device_flow", true)).expect(409).text("code"))
                .isEqualTo("agent_autonomous");
        put(autonomous, Map.of()).expect(200);

        delegates
                .calls()
                .admin("POST", "/agents/" + agent.id() + "/revoke")
                .send()
                .expect(200);

        assertThat(put(agent, Map.of("device_flow", true)).expect(409).text("code"))
                .isEqualTo("agent_revoked");
        assertThat(login("DELETE", agent).send().expect(409).text("code")).isEqualTo("agent_revoked");
    }

    static Stream<Arguments> bodies() {
        List<String> ten = addresses(10);
        return Stream.of(
                Arguments.of(200, Map.of("redirect_uris", ten)),
                Arguments.of(200, Map.of("redirect_uris", List.of(ofLength(512)))),
                Arguments.of(200, Map.of("redirect_uris", List.of("http://localhost:8080/", "http://[::1]/x?y=z"))),
                Arguments.of(200, Map.of("redirect_uris", Collections.nCopies(2, LoginPages.REDIRECT))),
                Arguments.of(422, Map.of("redirect_uris", addresses(11))),
                Arguments.of(422, Map.of("redirect_uris", List.of(ofLength(513)))),
                Arguments.of(422, Map.of("redirect_uris", List.of("https://agent.example.com/*"))),
                Arguments.of(422, Map.of("redirect_uris", List.of("*"))),
                Arguments.of(422, Map.of("redirect_uris", List.of("http://agent.example.com/"))),
                Arguments.of(422, Map.of("redirect_uris", List.of("https://a.example/#x"))),
                Arguments.of(422, Map.of("redirect_uris", List.of("agent:/callback"))),
                Arguments.of(422, Map.of("redirect_uris", List.of(LoginPages.REDIRECT, "javascript:alert(1)"))),
                Arguments.of(422, Map.of("redirect_uris", "https://agent.example.com/")),
                Arguments.of(422, Map.of("device_flow", "true")));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void addressesAreBoundedAndLeaveNothingToOthers(int status, Map<String, Object> body) {
        put(agent, body).expect(status);

        assertThat(shown().path("redirect_uris").isEmpty()).isEqualTo(status != 200);
    }

    @Test
    void changesAreOnRecordAndKillTokensWhenSomethingIsTakenAway() {
        String token = agent.token();
        put(agent, Map.of("redirect_uris", List.of(LoginPages.REDIRECT), "device_flow", true))
                .expect(200);
        assertThat(delegates.calls().isValid(token)).isTrue();

        put(agent, Map.of("redirect_uris", List.of(LoginPages.REDIRECT))).expect(200);

        assertThat(delegates.calls().isValid(token)).isFalse();
        AuditCalls audit = new AuditCalls(delegates.calls());
        String query = "?type=agent.updated&agent_id=" + agent.id();
        Eventually.holds(
                Duration.ofSeconds(10),
                "both events have their place",
                () -> audit.items(query).size() == 2);
        List<JsonNode> events = audit.items(query);
        assertThat(events)
                .extracting(event -> event.at("/data/changed").toString()
                        + event.at("/data/tokens_revoked").asText())
                .containsExactlyInAnyOrder("[\"redirect_uris\",\"device_flow\"]false", "[\"device_flow\"]true");
    }

    /** The page of the consent is told by a name that people choose; it must not say more than they may. */
    @Test
    void nameOfAnAgentIsShownAsTextAndSaysWhoseItIs() {
        String scope = "calendar." + UUID.randomUUID();
        String ignored = delegates.clientScope(scope);
        String alice = realm.userId("alice");
        TestAgent other = delegates.agent(
                "name",
                "Bank <a href=\"https://evil.example/\">click</a>",
                "owner",
                Map.of("type", "user", "id", alice),
                "scopes",
                List.of(scope));
        put(other, Map.of("redirect_uris", List.of(LoginPages.REDIRECT))).expect(200);

        Answer page = pages.loggedIn(pages.browser(), other, "openid " + scope, "bob");

        assertThat(page.body())
                .contains("(unverified agent of user alice)")
                .contains("Bank \u2039a href=")
                .doesNotContain("<a href=\"https://evil.example/\"");
    }

    @Test
    void verifiedDomainOfItsOrganizationVouchesForAnAgent() {
        String scope = "calendar." + UUID.randomUUID();
        String ignored = delegates.clientScope(scope);
        String name = "acme-" + UUID.randomUUID();
        String location = realm.admin("POST", "/organizations")
                .json(Map.of("name", name, "alias", name, "domains", List.of(domain(name, false))))
                .send()
                .expect(201)
                .header("Location")
                .orElseThrow();
        String organization = location.substring(location.lastIndexOf('/') + 1);
        TestAgent other = delegates.agent(
                "name", "Bot", "owner", Map.of("type", "organization", "id", organization), "scopes", List.of(scope));
        put(other, Map.of("redirect_uris", List.of(LoginPages.REDIRECT))).expect(200);

        assertThat(consentPage(other, scope)).contains("Bot (unverified agent of organization " + name + ")");
        changeOrganization(organization, name, Map.of("domains", List.of(domain(name, true))));
        assertThat(consentPage(other, scope))
                .contains("Bot (agent of organization " + name + ", " + name + ".example)");
    }

    private String consentPage(TestAgent asking, String scope) {
        return pages.loggedIn(pages.browser(), asking, "openid " + scope, "bob").body();
    }

    private static Map<String, Object> domain(String name, boolean isVerified) {
        return Map.of("name", name + ".example", "verified", isVerified);
    }

    private void changeOrganization(String id, String name, Map<String, Object> changes) {
        Map<String, Object> body = new HashMap<>(Map.of("id", id, "name", name, "alias", name, "enabled", true));
        body.putAll(changes);
        realm.admin("PUT", "/organizations/" + id).json(body).send().expect(204);
    }

    private void nobodyLogsIn() {
        pages.browser().open(pages.authorization(agent, "openid")).expect(400);
        assertThat(pages.device(agent, "openid").send().status()).isIn(400, 401, 403);
    }

    private static List<String> addresses(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "https://agent.example.com/" + i)
                .toList();
    }

    private static String ofLength(int length) {
        String start = "https://agent.example.com/";
        return start + "a".repeat(length - start.length());
    }

    private JsonNode shown() {
        return login("GET", agent).send().expect(200).json();
    }

    private Answer put(TestAgent whose, Map<String, Object> body) {
        return login("PUT", whose).json(body).send();
    }

    private Request login(String method, TestAgent whose) {
        return delegates.calls().admin(method, "/agents/" + whose.id() + "/login");
    }
}
