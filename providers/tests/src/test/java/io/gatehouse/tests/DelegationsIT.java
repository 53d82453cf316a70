package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who lets an agent act for whom, and who sees and ends it. */
@ExtendWith(GatehouseExtension.class)
class DelegationsIT {
    private static final String FAR = "2099-01-01T00:00:00Z";

    private Gatehouse gatehouse;
    private TestRealm realm;
    private Delegates delegates;
    private RealmCalls calls;
    private String alice;
    private String bob;

    @BeforeEach
    void prepare(Gatehouse server, TestRealm testRealm) {
        gatehouse = server;
        realm = testRealm;
        delegates = new Delegates(server, testRealm);
        calls = delegates.calls();
        alice = testRealm.userId("alice");
        bob = testRealm.userId("bob");
    }

    @Test
    void administratorsGrantIsShownToThemAndToTheUser() {
        TestAgent agent = delegates.agent();

        JsonNode made = delegates
                .grant(agent.id(), alice, "scopes", List.of("mail.send"), "expires_at", "2030-01-01T00:00:00Z")
                .expect(201)
                .json();

        assertThat(made.path("source").asText()).isEqualTo("admin");
        assertThat(made.path("agent_id").asText()).isEqualTo(agent.id());
        assertThat(made.path("user_id").asText()).isEqualTo(alice);
        assertThat(made.path("scopes")).hasSize(1);
        assertThat(made.path("expires_at").asText()).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(items(calls.admin("GET", at(agent)).send())).containsExactly(made);
        assertThat(mine("alice")).contains(made);
        assertThat(mine("bob")).doesNotContain(made);
    }

    @Test
    void userAllowsAnAgentOfItsOwnToActForIt() {
        TestAgent agent = delegates.agent("owner", Map.of("type", "user", "id", alice));
        String token = Login.token(gatehouse, realm, "alice");

        Answer made = calls.v1("POST", at(agent))
                .bearer(token)
                .json(Map.of("user_id", alice, "scopes", List.of("mail.send")))
                .send();

        assertThat(made.expect(201).text("source")).isEqualTo("user");
    }

    @Test
    void userAllowsNothingForAnotherPersonNorByAnOldLogin() {
        TestAgent agent = delegates.agent("owner", Map.of("type", "user", "id", alice));
        Map<String, Object> forBob = Map.of("user_id", bob, "scopes", List.of("mail.send"));
        Map<String, Object> forAlice = Map.of("user_id", alice, "scopes", List.of("mail.send"));

        assertThat(calls.v1("POST", at(agent))
                        .bearer(Login.token(gatehouse, realm, "alice"))
                        .json(forBob)
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(calls.v1("POST", at(agent))
                        .bearer(realm.userToken("alice", "openid gatehouse"))
                        .json(forAlice)
                        .send()
                        .expect(403)
                        .text("code"))
                .isEqualTo("reauthentication_required");
        assertThat(items(calls.admin("GET", at(agent)).send())).isEmpty();
    }

    @Test
    void managerOfAgentsWithoutImpersonationGrantsForNobodyElse() {
        String manager = realm.createUser("manager");
        realm.grant(manager, "manage-agents");
        TestAgent agent = delegates.agent();
        Map<String, Object> body = Map.of("user_id", bob, "scopes", List.of("mail.send"));

        assertThat(calls.v1("POST", at(agent))
                        .bearer(Login.token(gatehouse, realm, "manager"))
                        .json(body)
                        .send()
                        .expect(403)
                        .text("code"))
                .isEqualTo("impersonation_required");

        realm.grant(manager, "impersonation");
        assertThat(calls.v1("POST", at(agent))
                        .bearer(Login.token(gatehouse, realm, "manager"))
                        .json(body)
                        .send()
                        .status())
                .isEqualTo(201);
    }

    @Test
    void userWithdrawsWhatAnAdministratorGranted() {
        TestAgent agent = delegates.agent();
        String id = delegates.grant(agent.id(), alice).expect(201).text("id");
        String token = Login.token(gatehouse, realm, "alice");

        assertThat(calls.v1("DELETE", "/me/delegations/" + id)
                        .bearer(Login.token(gatehouse, realm, "bob"))
                        .send()
                        .status())
                .isEqualTo(404);
        calls.v1("DELETE", "/me/delegations/" + id).bearer(token).send().expect(204);

        assertThat(calls.v1("DELETE", "/me/delegations/" + id)
                        .bearer(token)
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(items(calls.admin("GET", at(agent)).send())).isEmpty();
    }

    @Test
    void consentInTheAccountConsoleIsListedAndWithdrawnHere() {
        TestAgent agent = delegates.agent();
        String scope = delegates.clientScope("calendar.read-" + agent.id());
        String token = realm.userToken("alice", "openid");
        delegates.consent(token, agent.id(), scope);

        JsonNode consent = items(calls.admin("GET", at(agent)).send()).get(0);

        assertThat(consent.path("source").asText()).isEqualTo("consent");
        assertThat(consent.path("user_id").asText()).isEqualTo(alice);
        assertThat(consent.path("scopes").path(0).asText()).isEqualTo("calendar.read-" + agent.id());
        assertThat(mine("alice")).contains(consent);

        calls.v1("DELETE", "/me/delegations/" + consent.path("id").asText())
                .bearer(Login.token(gatehouse, realm, "alice"))
                .send()
                .expect(204);
        assertThat(delegates.account("GET", token, agent.id()).send().status()).isEqualTo(204);
        assertThat(items(calls.admin("GET", at(agent)).send())).isEmpty();
    }

    @Test
    void handingAnAgentOverEndsItsDelegations() {
        TestAgent agent = delegates.agent();
        delegates.grant(agent.id(), alice).expect(201);

        calls.admin("POST", "/agents/" + agent.id() + "/transfer")
                .json(Map.of("owner", "Another team"))
                .send()
                .expect(200);

        assertThat(items(calls.admin("GET", at(agent)).send())).isEmpty();
    }

    @Test
    void delegationOfAnotherAgentIsNotFoundUnderThisOne() {
        TestAgent first = delegates.agent();
        TestAgent second = delegates.agent();
        String id = delegates.grant(first.id(), alice).expect(201).text("id");

        assertThat(calls.admin("DELETE", at(second) + "/" + id).send().status()).isEqualTo(404);
        assertThat(items(calls.admin("GET", at(first)).send())).hasSize(1);
    }

    @Test
    void listPagesThroughGrantsAndConsentsTogether() {
        TestAgent agent = delegates.agent();
        for (int i = 0; i < 3; i++) {
            delegates.grant(agent.id(), i == 1 ? bob : alice).expect(201);
        }
        delegates.consent(realm.userToken("bob", "openid"), agent.id(), delegates.clientScope("paged-" + agent.id()));

        List<JsonNode> all = new ArrayList<>();
        String query = "?limit=2";
        while (!query.isEmpty()) {
            JsonNode page =
                    calls.admin("GET", at(agent) + query).send().expect(200).json();
            page.path("items").forEach(all::add);
            String next = page.at("/pagination/next_cursor").asText(null);
            query = next == null ? "" : "?limit=2&cursor=" + next;
        }

        assertThat(all).hasSize(4).doesNotHaveDuplicates();
        assertThat(calls.admin("GET", at(agent) + "?offset=3&limit=2")
                        .send()
                        .expect(200)
                        .json()
                        .at("/pagination/total")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void tenDelegationsOfOneUserAreTheMost() {
        TestAgent agent = delegates.agent();
        for (int i = 0; i < 10; i++) {
            delegates.grant(agent.id(), alice).expect(201);
        }

        assertThat(delegates.grant(agent.id(), alice).expect(409).text("code")).isEqualTo("too_many_delegations");
        delegates.grant(agent.id(), bob).expect(201);
    }

    @Test
    void autonomousAndRevokedAgentsActForNobody() {
        TestAgent autonomous = delegates.agent("mode", "autonomous");
        TestAgent revoked = delegates.agent();
        calls.admin("POST", "/agents/" + revoked.id() + "/revoke").send().expect(200);

        assertThat(delegates.grant(autonomous.id(), alice).expect(409).text("code"))
                .isEqualTo("agent_autonomous");
        assertThat(delegates.grant(revoked.id(), alice).expect(409).text("code"))
                .isEqualTo("agent_revoked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gatehouse:*", "tokens:issue", "api-keys:write", "two words", ""})
    void scopesThatCannotBeDelegatedAreRefused(String scope) {
        assertThat(errors(delegates.grant(delegates.agent().id(), alice, "scopes", List.of(scope))))
                .isNotEmpty();
    }

    @Test
    void badBodiesNameTheMember() {
        String agent = delegates.agent().id();

        assertThat(errors(delegates.grant(agent, "nobody"))).containsExactly("/user_id");
        assertThat(errors(delegates.grant(agent, "alice"))).containsExactly("/user_id");
        assertThat(errors(delegates.grant(agent, alice, "scopes", List.of()))).containsExactly("/scopes");
        assertThat(errors(delegates.grant(agent, alice, "expires_at", "2001-01-01T00:00:00Z")))
                .containsExactly("/expires_at");
        assertThat(errors(delegates.grant(agent, alice, "expires_at", FAR))).containsExactly("/expires_at");
    }

    private List<JsonNode> mine(String username) {
        return items(calls.v1("GET", "/me/delegations?limit=100")
                .bearer(Login.token(gatehouse, realm, username))
                .send());
    }

    private static String at(TestAgent agent) {
        return "/agents/" + agent.id() + "/delegations";
    }

    private static List<JsonNode> items(Answer answer) {
        List<JsonNode> items = new ArrayList<>();
        answer.expect(200).json().path("items").forEach(items::add);
        return items;
    }

    private static List<String> errors(Answer answer) {
        List<String> pointers = new ArrayList<>();
        answer.expect(422)
                .json()
                .path("errors")
                .forEach(error -> pointers.add(error.path("pointer").asText()));
        return pointers;
    }
}
