package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * People log in at an agent by Keycloak's own pages, and what they consent to there is what it may do for them. Long because it
 * holds what is clicked on these pages, too.
 */
@ExtendWith(GatehouseExtension.class)
class AgentLoginIT {
    private Gatehouse gatehouse;
    private TestRealm realm;
    private Delegates delegates;
    private LoginPages pages;
    private String scope;
    private TestAgent agent;

    @BeforeEach
    void agent(Gatehouse server, TestRealm testRealm) {
        gatehouse = server;
        realm = testRealm;
        delegates = new Delegates(server, testRealm);
        pages = new LoginPages(server, testRealm);
        scope = "calendar." + UUID.randomUUID();
        String ignored = delegates.clientScope(scope);
        agent = delegates.agent("name", "Calendar bot", "scopes", List.of(scope, "mail.send"));
        allow(agent, Map.of("redirect_uris", List.of(LoginPages.REDIRECT), "device_flow", true));
    }

    @Test
    void consentOnTheScreenOfACodeFlowLetsTheAgentAct() {
        Browser browser = pages.browser();
        Answer page = pages.loggedIn(browser, agent, "openid " + scope, "alice");
        assertThat(page.body()).contains("Calendar bot (unverified agent of Team", scope);

        JsonNode tokens = pages.redeem(agent, LoginPages.press(browser, page, "accept"))
                .send()
                .expect(200)
                .json();

        String token = actsFor(tokens);
        assertThat(applications("alice")).contains(agent.id());
        delegates
                .account("DELETE", realm.userToken("alice", "openid"), agent.id())
                .send()
                .expect(204);
        assertDead(token, tokens);
    }

    @Test
    void consentOnTheScreenOfADeviceFlowLetsTheAgentAct() {
        Answer started = pages.device(agent, "openid " + scope).send().expect(200);

        pages.confirm(started, "bob", "accept");

        JsonNode tokens = pages.redeemDevice(agent, started).expect(200).json();
        String token = actsFor(tokens);
        JsonNode consent = delegations().path(0);
        assertThat(consent.path("source").asText()).isEqualTo("consent");
        assertThat(consent.path("scopes").toString()).contains(scope);
        delegates
                .calls()
                .v1("DELETE", "/me/delegations/" + consent.path("id").asText())
                .bearer(realm.userToken("bob", "openid gatehouse"))
                .send()
                .expect(204);
        assertThat(applications("bob")).doesNotContain("\"" + scope + "\"");
        assertDead(token, tokens);
    }

    @Test
    void whoSaysNoLetsTheAgentDoNothing() {
        Browser browser = pages.browser();
        Answer page = pages.loggedIn(browser, agent, "openid " + scope, "carol");
        Answer sentBack = LoginPages.press(browser, page, "cancel").expect(302);
        assertThat(sentBack.header("Location").orElse("")).contains("error=access_denied");
        Answer started = pages.device(agent, "openid " + scope).send().expect(200);

        pages.confirm(started, "carol", "cancel");

        assertThat(pages.redeemDevice(agent, started).expect(400).text("error")).isEqualTo("access_denied");
        assertThat(delegations()).isEmpty();
    }

    /** What the page does not show is not given, and neither is what the agent does not hold. */
    @Test
    void agentIsGivenNothingThatThePersonWasNotAskedFor() {
        String silent = "silent." + UUID.randomUUID();
        realm.admin("POST", "/client-scopes")
                .json(Map.of(
                        "name",
                        silent,
                        "protocol",
                        "openid-connect",
                        "attributes",
                        Map.of("display.on.consent.screen", "false")))
                .send()
                .expect(201);
        TestAgent other = delegates.agent("scopes", List.of(scope, silent));
        allow(other, Map.of("redirect_uris", List.of(LoginPages.REDIRECT)));

        for (String more : List.of(silent, "profile", "roles", "agents:write")) {
            Answer answer = pages.browser().open(pages.authorization(other, "openid " + scope + " " + more));
            assertThat(answer.header("Location").orElse("")).as(more).contains("error=invalid_scope");
        }
    }

    @Test
    void personIsSentBackToARegisteredAddressWithPkceAlone() {
        String address = pages.authorization(agent, "openid");

        pages.browser().open(address.replace("callback", "other")).expect(400);
        pages.browser().open(address.replace("callback", "callback/more")).expect(400);
        Answer without = pages.browser().open(address.replaceFirst("&code_challenge_method=.*", ""));
        assertThat(without.header("Location").orElse("")).contains("error=invalid_request");
        Answer plain = pages.browser().open(address.replace("S256", "plain"));
        assertThat(plain.header("Location").orElse("")).contains("error=invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "transfer", "off", "narrowed"})
    void whatKeycloakGaveDiesWithTheAgentsTokens(String how) {
        JsonNode tokens = pages.codeFlow(agent, "openid " + scope, "alice");
        String token = actsFor(tokens);
        TestAgent now = agent;

        switch (how) {
            case "pause" -> {
                act("/pause", Map.of());
                act("/resume", Map.of());
            }
            case "transfer" -> {
                act("/transfer", Map.of("owner", "Team Next"));
                now = new TestAgent(realm, agent.id(), newSecret());
            }
            case "off" -> login("DELETE", agent).send().expect(204);
            default -> allow(agent, Map.of("redirect_uris", List.of(LoginPages.REDIRECT)));
        }

        assertThat(delegates.calls().isValid(token)).isFalse();
        assertThat(Delegates.exchange(now, tokens.path("access_token").asText())
                        .send()
                        .status())
                .isEqualTo(400);
        assertThat(refreshed(now, tokens).status()).isIn(400, 401);
    }

    @Test
    void nobodyLogsInAtAnAgentWhoseOwnerIsDisabled() {
        String owner = realm.createUser("owner-" + UUID.randomUUID());
        TestAgent own = delegates.agent("owner", Map.of("type", "user", "id", owner), "scopes", List.of(scope));
        allow(own, Map.of("redirect_uris", List.of(LoginPages.REDIRECT), "device_flow", true));
        JsonNode tokens = pages.codeFlow(own, "openid " + scope, "bob");
        Answer refreshed = refreshed(own, tokens).expect(200);

        realm.admin("PUT", "/users/" + owner)
                .json(Map.of("enabled", false))
                .send()
                .expect(204);

        pages.browser().open(pages.authorization(own, "openid")).expect(400);
        assertThat(pages.device(own, "openid").send().status()).isIn(400, 401);
        assertThat(refreshed(own, refreshed.json()).status()).isIn(400, 401);
    }

    /** The page was shown for another owner. */
    @Test
    void consentPageThatIsOpenWhenTheAgentIsHandedOverIsOfNoUse() {
        Browser browser = pages.browser();
        Answer page = pages.loggedIn(browser, agent, "openid " + scope, "alice");

        act("/transfer", Map.of("owner", "Team Next"));

        assertThat(LoginPages.press(browser, page, "accept").status()).isEqualTo(400);
        assertThat(delegations()).isEmpty();
    }

    /** Exchanges the person's token for one to act with: scopes are those of the consent. */
    private String actsFor(JsonNode tokens) {
        Answer exchanged = Delegates.exchange(agent, tokens.path("access_token").asText())
                .send()
                .expect(200);
        assertThat(exchanged.text("scope")).isEqualTo(scope);
        String token = exchanged.text("access_token");
        assertThat(Delegates.claims(token).at("/act/sub").asText()).isEqualTo(agent.id());
        assertThat(delegates.calls().isValid(token)).isTrue();
        return token;
    }

    private void assertDead(String token, JsonNode tokens) {
        Eventually.holds(Duration.ofSeconds(1), "the token is dead", () -> !delegates
                .calls()
                .isValid(token));
        assertThat(Delegates.exchange(agent, tokens.path("access_token").asText())
                        .send()
                        .expect(400)
                        .text("error"))
                .isIn("consent_required", "invalid_request");
        assertThat(refreshed(agent, tokens).status()).isEqualTo(400);
    }

    private Answer refreshed(TestAgent by, JsonNode tokens) {
        return realm.token(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        tokens.path("refresh_token").asText())
                .basic(by.id(), by.secret())
                .send();
    }

    private JsonNode delegations() {
        return delegates
                .calls()
                .admin("GET", "/agents/" + agent.id() + "/delegations")
                .send()
                .expect(200)
                .json()
                .path("items");
    }

    private String applications(String username) {
        return gatehouse
                .http()
                .get(realm.path("/account/applications"))
                .header("Accept", "application/json")
                .bearer(realm.userToken(username, "openid"))
                .send()
                .expect(200)
                .body();
    }

    private String newSecret() {
        return delegates
                .calls()
                .admin("POST", "/agents/" + agent.id() + "/rotate-secret")
                .send()
                .expect(201)
                .text("secret_key");
    }

    private void allow(TestAgent whose, Map<String, Object> body) {
        Answer ignored = login("PUT", whose).json(body).send().expect(200);
    }

    private Request login(String method, TestAgent whose) {
        return delegates.calls().admin(method, "/agents/" + whose.id() + "/login");
    }

    private void act(String below, Map<String, Object> body) {
        Request request = delegates.calls().admin("POST", "/agents/" + agent.id() + below);
        Answer ignored = (body.isEmpty() ? request : request.json(body)).send().expect(200);
    }
}
