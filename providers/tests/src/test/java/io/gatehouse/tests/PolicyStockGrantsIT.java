package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Policies that say so decide tokens of Keycloak's own grants, and no others do. Long by the grants. */
@ExtendWith(GatehouseExtension.class)
class PolicyStockGrantsIT {
    private Gatehouse gatehouse;
    private TestRealm realm;
    private RealmCalls calls;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        calls = new RealmCalls(gatehouse, realm);
    }

    @AfterEach
    void deletePolicies() {
        calls.deletePolicies();
    }

    @Test
    void policyThatSaysNothingLeavesStockGrantsAlone() {
        String policy = calls.admin("POST", "/policies")
                .json(body("name", "P", "rules", List.of(Map.of("effect", "deny"))))
                .send()
                .expect(201)
                .text("id");
        password("alice").send().expect(200);
        service().expect(200);

        change(policy, "applies_to_stock_grants", true);
        password("alice").send().expect(400);
        change(policy, "mode", "shadow");
        password("alice").send().expect(200);
        change(policy, "mode", "enforce");
        service().expect(400);
        change(policy, "is_active", false);
        service().expect(200);
    }

    @Test
    void fieldIsShownKeptInVersionsAndSwitchedBack() {
        String policy = stock(Map.of("effect", "deny", "when", Map.of("grant", "password")));
        change(policy, "applies_to_stock_grants", false);

        JsonNode versions = calls.admin("GET", "/policies/" + policy + "/versions")
                .send()
                .expect(200)
                .json()
                .path("items");
        assertThat(versions.at("/0/applies_to_stock_grants").asBoolean(true)).isFalse();
        assertThat(versions.at("/1/applies_to_stock_grants").asBoolean()).isTrue();
        password("alice").send().expect(200);
        Answer back = calls.admin("POST", "/policies/" + policy + "/rollback")
                .json(body("version", 1))
                .send()
                .expect(200);
        assertThat(back.json().path("applies_to_stock_grants").asBoolean()).isTrue();
        password("alice").send().expect(400);
        calls.admin("PATCH", "/policies/" + policy)
                .json(body("applies_to_stock_grants", null))
                .send()
                .expect(422);
    }

    @Test
    void denialHasTheRulesMessageAndIsRecorded() {
        String policy = stock(Map.of(
                "effect", "deny", "when", Map.of("grant", "password", "scope", "email"), "message", "Not here."));

        Answer refused = password("alice").send().expect(400);

        assertThat(refused.text("error")).isEqualTo("access_denied");
        assertThat(refused.text("error_description")).isEqualTo("Not here.");
        JsonNode event = event(refused.text("decision_id"));
        assertThat(event.path("type").asText()).isEqualTo("token.denied");
        assertThat(event.at("/target/type").asText()).isEqualTo("client");
        assertThat(event.at("/target/id").asText()).isEqualTo("demo-app");
        assertThat(event.at("/data/grant").asText()).isEqualTo("password");
        assertThat(event.at("/data/policy/policy_id").asText()).isEqualTo(policy);
        assertThat(event.toString()).contains(realm.userId("alice"));
        service().expect(200);
    }

    @Test
    void whatNeedsAPersonIsRefusedWhereNobodyCanBeAsked() {
        String ignored = stock(Map.of("effect", "require_approval", "when", Map.of("grant", "password")));

        Answer refused = password("alice").send().expect(400);

        assertThat(refused.text("error")).isEqualTo("access_denied");
        assertThat(refused.text("error_description")).contains("approved by a person");
    }

    @Test
    void refusedRefreshCanBeTriedAgain() {
        JsonNode tokens = password("bob").send().expect(200).json();
        String refresh = tokens.path("refresh_token").asText();
        String policy = stock(Map.of("effect", "deny", "when", Map.of("grant", "refresh_token")));

        assertThat(refresh(refresh).expect(400).text("error")).isEqualTo("access_denied");
        change(policy, "is_active", false);

        refresh(refresh).expect(200);
    }

    @Test
    void whoseTokenItIsAndForWhomIsCompared() {
        String bob = realm.userId("bob");
        String ignored = stock(Map.of("effect", "deny", "when", Map.of("owner", "user:" + bob, "target", "demo-app")));

        password("alice").send().expect(200);
        password("bob").send().expect(400);
        realm.token("grant_type", "password", "client_id", "admin-cli", "username", "bob", "password", "bob")
                .send()
                .expect(200);
    }

    @Test
    void lifetimeAndAddressAreCompared() {
        String policy = stock(Map.of("effect", "deny", "when", Map.of("ttl_above", 86_399)));
        password("alice").send().expect(200);

        change(policy, "rules", List.of(Map.of("effect", "deny", "when", Map.of("ttl_above", 10))));
        password("alice").send().expect(400);
        change(policy, "rules", List.of(Map.of("effect", "deny", "when", Map.of("ip", "203.0.113.0/24"))));
        password("alice").send().expect(200);
        change(policy, "rules", List.of(Map.of("effect", "deny", "when", Map.of("ip", List.of("0.0.0.0/0", "::/0")))));
        password("alice").send().expect(400);
    }

    @Test
    void whatNoRuleMatchesIsAllowedWhateverTheRealmsDefault() {
        String ignored = stock(Map.of("effect", "allow", "when", Map.of("scope", "nothing")));
        calls.admin("PATCH", "/settings")
                .json(body("default_effect", "deny"))
                .send()
                .expect(200);
        try {
            service().expect(200);
        } finally {
            calls.admin("PATCH", "/settings")
                    .json(body("default_effect", "allow"))
                    .send()
                    .expect(200);
        }
    }

    @Test
    void throttleCountsEachOwner() {
        String ignored = stock(
                Map.of("effect", "throttle", "throttle", Map.of("limit", 1, "window_seconds", 3600, "per", "owner")));

        service().expect(200);
        Answer late = service().expect(429);

        assertThat(late.text("error")).isEqualTo("throttled");
        assertThat(late.header("Retry-After")).isPresent();
        password("bob").send().expect(200);
    }

    @Test
    void whoMayChangePoliciesIsNotLockedOut() {
        String user = realm.createUser("warden");
        realm.grant(user, "manage-policies");
        String ignored = stock(Map.of("effect", "deny"));

        realm.token("grant_type", "password", "client_id", "admin-cli", "username", "warden", "password", "warden")
                .send()
                .expect(200);
        password("warden").send().expect(400);
        realm.token("grant_type", "password", "client_id", "admin-cli", "username", "alice", "password", "alice")
                .send()
                .expect(400);
    }

    @Test
    void codeOfALoginAtAnAgentIsDecidedAndTheAgentsOwnTokensOnlyOnce() {
        Delegates delegates = new Delegates(gatehouse, realm);
        String scope = "calendar." + UUID.randomUUID();
        String ignored = delegates.clientScope(scope);
        TestAgent agent = delegates.agent("scopes", List.of(scope));
        delegates
                .calls()
                .admin("PUT", "/agents/" + agent.id() + "/login")
                .json(Map.of("redirect_uris", List.of(LoginPages.REDIRECT), "device_flow", true))
                .send()
                .expect(200);
        ignored = stock(Map.of(
                "effect", "throttle",
                "when", Map.of("agent", agent.id(), "grant", "client_credentials"),
                "throttle", Map.of("limit", 2, "window_seconds", 3600, "per", "agent")));
        ignored = stock(Map.of("effect", "deny", "when", Map.of("agent", agent.id(), "grant", "authorization_code")));
        LoginPages pages = new LoginPages(gatehouse, realm);
        Browser browser = pages.browser();
        Answer page = pages.loggedIn(browser, agent, "openid " + scope, "alice");

        Answer refused = pages.redeem(agent, LoginPages.press(browser, page, "accept"))
                .send()
                .expect(400);

        assertThat(refused.text("error")).isEqualTo("access_denied");
        assertThat(event(refused.text("decision_id")).toString()).contains(agent.id());
        for (int i = 0; i < 2; i++) {
            realm.token("grant_type", "client_credentials")
                    .basic(agent.id(), agent.secret())
                    .send()
                    .expect(200);
        }
    }

    private String stock(Map<String, Object> rule) {
        return calls.admin("POST", "/policies")
                .json(body("name", "P", "applies_to_stock_grants", true, "rules", List.of(rule)))
                .send()
                .expect(201)
                .text("id");
    }

    private void change(String id, Object... members) {
        calls.admin("PATCH", "/policies/" + id).json(body(members)).send().expect(200);
    }

    private Request password(String user) {
        return realm.token("grant_type", "password", "username", user, "password", user, "scope", "openid email")
                .basic("demo-app", "demo-app-secret");
    }

    private Answer refresh(String token) {
        return realm.token("grant_type", "refresh_token", "refresh_token", token)
                .basic("demo-app", "demo-app-secret")
                .send();
    }

    private Answer service() {
        return realm.token("grant_type", "client_credentials")
                .basic("demo-api", "demo-api-secret")
                .send();
    }

    private JsonNode event(String decision) {
        return Eventually.value(Duration.ofSeconds(10), "the event has its place", () -> {
            JsonNode items = calls.admin("GET", "/audit/events?type=token.denied")
                    .send()
                    .expect(200)
                    .json()
                    .path("items");
            for (JsonNode one : items) {
                if (one.path("decision_id").asText().equals(decision)) {
                    return Optional.of(one);
                }
            }
            return Optional.empty();
        });
    }
}
