package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import io.gatehouse.tests.RealmCalls.Agent;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The authorization matrix: every operation of the API description with every kind of caller. Whoever adds an operation adds
 * its row to {@code permissions.txt}, or this fails. A call that is refused must also leave what it aimed at as it was. Long by
 * the bodies that operations need.
 */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionsIT {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private static final String NOBODY = "01890000-0000-7000-8000-000000000000";

    /** Nobody listens on the port for discarding, so that a test of the webhook answers 502. */
    private static final String NOWHERE = "http://127.0.0.1:9/";

    private static final Map<String, Object> NO_RULES = Map.of("name", "P", "is_active", false, "rules", List.of());

    private final PermissionTable table = PermissionTable.read();
    private RealmCalls calls;
    private PermissionActors actors;
    private Map<String, String> targets;
    private String token;

    @BeforeAll
    void prepare(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        // Who is deleted calls no more.
        new AccountRealm(realm).forbid("delete_account");
        Map<String, String> alice = Map.of("type", "user", "id", realm.userId("alice"));
        Agent agent = calls.agent("owner", alice);
        actors = new PermissionActors(calls, agent);
        token = calls.token(agent.id());
        // What stops an agent or a key has one of its own: no cell depends on another.
        String stopped = calls.agent("owner", alice).id();
        targets = Map.ofEntries(
                Map.entry("plans", "free"),
                Map.entry("organizations", new KeyRealm(gatehouse, realm).organization()),
                Map.entry("webhooks", webhook()),
                Map.entry("domains", domain()),
                Map.entry("policies", policy()),
                Map.entry("agents", agent.id()),
                Map.entry("pauseAgent", stopped),
                Map.entry("resumeAgent", stopped),
                Map.entry("deleteAgent", calls.agent("owner", alice).id()),
                Map.entry("revokeAgent", calls.agent("owner", alice).id()),
                Map.entry("rotateAgentSecret", calls.agent("owner", alice).id()),
                Map.entry("transferAgent", calls.agent("owner", alice).id()),
                Map.entry("api-keys", key(alice)),
                Map.entry("revokeApiKey", key(alice)),
                Map.entry("agent-blueprints", blueprint()));
        new ApprovalCalls(calls).policy(Map.of());
        awaitFirstEvent();
    }

    /** Events have their place a moment after they were written. */
    private void awaitFirstEvent() {
        Eventually.holds(
                Duration.ofSeconds(10),
                "the first event has its place",
                () -> calls.admin("GET", "/audit/events/0").send().status() == 200);
    }

    @Test
    void everyOperationHasARow() throws IOException {
        Set<String> described = new HashSet<>();
        JsonNode document = new ObjectMapper().readTree(Built.openApi().toFile());
        document.path("paths").forEach(path -> path.properties().stream()
                .filter(entry -> METHODS.contains(entry.getKey()))
                .forEach(entry ->
                        described.add(entry.getValue().path("operationId").asText())));

        assertThat(table.operations()).containsExactlyInAnyOrderElementsOf(described);
    }

    Stream<Arguments> cells() {
        return table.rows().stream().flatMap(row -> row.expected().entrySet().stream()
                .map(cell -> Arguments.of(row, cell.getKey(), cell.getValue())));
    }

    @ParameterizedTest(name = "{0} by {1}: {2}")
    @MethodSource("cells")
    void cell(PermissionTable.Row row, String actor, int status) {
        String target = target(row);
        JsonNode before = shown(target);

        Answer answer = call(row, target, actor).send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        if (status >= 400) {
            assertThat(shown(target)).isEqualTo(before);
        }
    }

    private Request call(PermissionTable.Row row, String target, String actor) {
        String below = target
                + row.suffix()
                        .replace("{delivery}", NOBODY)
                        .replace("{opaque}", NOBODY)
                        .replace("{test}", NOBODY)
                        .replace("{replay}", NOBODY)
                        .replace(
                                "{delegation}",
                                row.operation().equals("withdrawDelegation") ? delegation(target) : NOBODY);
        Request request = actors.request(actor, row.method(), below, row.scope());
        Object body = body(row, actor);
        return body == null ? request : request.json(body);
    }

    /** The path of the collection, or of the thing when the operation is about one. */
    private String target(PermissionTable.Row row) {
        // A deleted webhook is gone, and a key is rotated once: each call needs one of its own.
        String id =
                switch (row.operation()) {
                    case "deleteWebhook" -> webhook();
                    // Asked for once in a while only.
                    case "deleteDomain", "verifyDomain" -> domain();
                    case "deletePolicy" -> policy();
                    case "deletePlan" -> plan();
                    case "deleteAgentBlueprint" -> blueprint();
                    case "grantDelegation", "withdrawDelegation" -> delegated(aliceAsOwner());
                    case "rotateApiKey" -> key(aliceAsOwner());
                    case "getApproval", "approve", "deny" -> approval();
                    default -> targets.getOrDefault(row.operation(), targets.get(row.collection()));
                };
        return "/" + row.collection() + (row.isAboutOne() ? "/" + id : "");
    }

    private @org.jspecify.annotations.Nullable Object body(PermissionTable.Row row, String actor) {
        return switch (row.operation()) {
            case "createAgent" -> Map.of("name", "New", "owner", actors.owner(actor), "credential", "none");
            case "transferAgent" ->
                Map.of("owner", Map.of("type", "user", "id", calls.realm().userId("alice")));
            case "patchAgent", "updateApiKey", "patchAgentBlueprint" -> Map.of("name", "Renamed by " + actor);
            case "grantDelegation" -> Map.of("user_id", calls.realm().userId("bob"), "scopes", List.of("orders.read"));
            case "createApiKey", "createAgentBlueprint" -> Map.of("name", "New");
            case "revokeAllApiKeys", "revokeAllAgents", "pauseAllAgents" ->
                Map.of("owner", Map.of("type", "user", "id", NOBODY));
            case "importApiKeys" -> Map.of("keys", List.of(Map.of("name", "Imported", "hash", "ab".repeat(32))));
            case "linkGuest" -> Map.of("email", "guest@demo.example");
            case "confirmGuestLink" -> Map.of("email", "guest@demo.example", "code", "123456");
            case "reportLeak" -> Map.of("key", "ak_live_unknown");
            case "sendMagicLink" ->
                Map.of(
                        "email",
                        "nobody@demo.example",
                        "client_id",
                        MagicLinks.CLIENT,
                        "redirect_uri",
                        MagicLinks.REDIRECT,
                        "code_challenge",
                        MagicLinks.challenge(MagicLinks.VERIFIER));
            case "sendLoginCode" -> Map.of("email", "nobody@demo.example");
            case "verifyLoginCode" -> Map.of("email", "nobody@demo.example", "code", "000000");
            // Without the cookie, which a page of the realm has: refused to everybody alike.
            case "logInByOneTap" -> Map.of("credential", "none", "g_csrf_token", "none");
            case "refreshLogin" -> Map.of("refresh_token", "unknown", "user_uuid", NOBODY);
            case "verifyApiKey" -> Map.of("key", "ak_live_unknown");
            case "patchMe" -> Map.of("full_name", "Renamed Person");
            case "changeEmail" -> Map.of("email", "new@demo.example");
            case "enrolSecondFactor" -> Map.of("code", "123456", "setup_id", "none");
            case "verifySecondFactor", "verifySecondFactorAgain" -> Map.of("code", "123456");
            case "patchSettings" -> Map.of("key_default_lifetime_days", 90);
            case "issueToken" -> RealmCalls.asking(String.valueOf(targets.get("agents")));
            case "verifyToken" -> Map.of("token", token);
            case "verifyTokens" -> Map.of("tokens", List.of(token));
            case "createWebhook" -> Map.of("url", NOWHERE, "events", List.of("webhook.disabled"));
            case "createDomain" -> Map.of("domain", KeyRealm.unique("d") + ".example");
            case "createPolicy" -> NO_RULES;
            case "updatePolicy" -> Map.of("description", "Changed by " + actor);
            case "createPolicyTest" -> Map.of("name", "By " + actor, "request", Map.of(), "expect", "none");
            case "importPolicies" -> Map.of("policies", List.of(), "dry_run", true);
            case "confirmPolicyChange" -> Map.of("change_id", "019f1e51-22bb-7c33-9d44-55ee66ff7733");
            case "rollbackPolicy" -> Map.of("version", 1);
            case "replayPolicies" -> Map.of("policy", Map.of("rules", List.of()));
            case "simulatePolicies" -> Map.of("request", Map.of("agent", String.valueOf(targets.get("agents"))));
            case "evaluateAccess",
                    "evaluateAccesses",
                    "searchAccessSubjects",
                    "searchAccessResources",
                    "searchAccessActions" ->
                Map.of(
                        "subject", Map.of("type", "agent", "id", String.valueOf(targets.get("agents"))),
                        "action", Map.of("name", "orders.read"),
                        "resource", Map.of("type", "service", "id", "any"));
            case "createPlan" -> Map.of("name", "by-" + actor);
            case "updatePlan" -> Map.of("description", "Changed by " + actor);
            case "setRealmPlan", "setOrganizationPlan", "receiveBillingEvent" -> KeyRealm.body("plan", null);
            case "updateWebhook" -> Map.of("description", "Changed by " + actor);
            case "rotateWebhookSecret" -> Map.of("overlap_seconds", 60);
            case "recoverWebhookDeliveries" -> Map.of("since", "2026-01-01T00:00:00Z");
            case "revokeToken" -> Map.of("token_id", "gh-01890000-0000-7000-8000-000000000000");
            case "revokeAllTokens" -> Map.of("agent_id", String.valueOf(targets.get("agents")));
            case "verifyAudit", "setAgentLogin", "approve", "deny" -> Map.of();
            case "eraseAudit" -> Map.of("subject", "asked for by " + actor);
            default -> null;
        };
    }

    /** What the master administrator is shown of a thing; nothing for a collection. */
    private JsonNode shown(String target) {
        boolean isOne = target.indexOf('/', 1) > 0;
        String below = target.startsWith("/organizations/") ? target + "/plan" : target;
        return isOne ? calls.admin("GET", below).send().expect(200).json() : new ObjectMapper().createObjectNode();
    }

    private String plan() {
        String name = KeyRealm.unique("plan-");
        calls.admin("POST", "/plans").json(Map.of("name", name)).send().expect(201);
        return name;
    }

    private String blueprint() {
        return calls.admin("POST", "/agent-blueprints")
                .json(Map.of("name", "Blueprint"))
                .send()
                .expect(201)
                .text("id");
    }

    private String domain() {
        return new DomainCalls(calls).add().id();
    }

    private String webhook() {
        return calls.admin("POST", "/webhooks")
                .json(Map.of("url", NOWHERE, "events", List.of("webhook.disabled")))
                .send()
                .expect(201)
                .text("id");
    }

    /** One that is off and says nothing. */
    private String policy() {
        return calls.admin("POST", "/policies")
                .json(NO_RULES)
                .send()
                .expect(201)
                .text("id");
    }

    /** What an agent of alice's asks for. */
    private String approval() {
        ApprovalCalls approvals = new ApprovalCalls(calls);
        return approvals.asked(approvals.agent("owner", aliceAsOwner())).id();
    }

    private Map<String, String> aliceAsOwner() {
        return Map.of("type", "user", "id", calls.realm().userId("alice"));
    }

    /** An agent that acts for people. */
    private String delegated(Map<String, String> owner) {
        return calls.agent("owner", owner, "mode", "both").id();
    }

    private String delegation(String target) {
        return calls.admin("POST", target + "/delegations")
                .json(Map.of("user_id", calls.realm().userId("bob"), "scopes", List.of("orders.read")))
                .send()
                .expect(201)
                .text("id");
    }

    private String key(Map<String, String> owner) {
        return calls.admin("POST", "/api-keys")
                .json(Map.of("name", "Key", "owner", owner))
                .send()
                .expect(201)
                .text("id");
    }
}
