package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.tests.WebhookCalls.Hook;
import io.gatehouse.tests.WebhookReceiver.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code docs/guide/events.md} shows of each event is what a webhook gets. Long because every event must happen. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class EventCatalogueIT {
    private static final Pattern SAMPLE = Pattern.compile("```json\\n(.*?)\\n```", Pattern.DOTALL);

    /** Only where they apply: to a thing of an organization, in a chain of requests, of what changed. */
    private static final Set<String> SOMETIMES = Set.of(
            "organization_id", "correlation_id", "scopes", "is_active", "overlap_seconds", "subject_id", "owner_id");

    /** What needs the audit log's own work, an owner that goes, or days to pass. */
    private static final Set<String> ELSEWHERE = Set.of(
            "audit.checkpoint",
            "audit.erased",
            "api_key.expiring",
            "agent.orphaned",
            "agent.review_due",
            "agent.expiring",
            // A letter, GuestLinkIT, and a day, GuestSweepIT.
            "guest.linked",
            "guest.deleted",
            // Days without the record, DomainUpkeepIT.
            "domain.failed",
            "domain.unverified");

    @Test
    void deliveriesHaveTheMembersThatTheGuideShows(Gatehouse gatehouse, TestRealm realm) throws IOException {
        RealmCalls calls = new RealmCalls(gatehouse, realm);
        Map<String, JsonNode> samples = samples();
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            new WebhookCalls(calls)
                    .hook(receiver.url("/all"), "events", List.of("*", "user.login*", "admin.user.create"));
            happen(calls);
            Set<String> expected = new TreeSet<>(samples.keySet());
            expected.removeAll(ELSEWHERE);

            Eventually.holds(Duration.ofSeconds(20), "one delivery of each of " + expected, () -> types(receiver)
                    .containsAll(expected));

            for (Received request : receiver.at("/all")) {
                JsonNode body = request.json();
                String type = body.path("type").asText();
                assertThat(samples).containsKey(type);
                JsonNode sample = java.util.Objects.requireNonNull(samples.get(type));
                assertThat(members(body, "")).as(body.toPrettyString()).isEqualTo(members(sample, ""));
                assertThat(members(body, "/data")).as(body.toPrettyString()).isEqualTo(members(sample, "/data"));
                assertThat(members(body, "/data/details"))
                        .as(body.toPrettyString())
                        .isEqualTo(members(sample, "/data/details"));
            }
        }
    }

    private static void happen(RealmCalls calls) throws IOException {
        RealmCalls.Agent agent = calls.agent();
        String at = "/agents/" + agent.id();
        String token = calls.issue(agent.id()).expect(201).text("token_id");
        calls.issue(agent.id(), "scope", List.of("unknown.scope")).expect(403);
        calls.admin("POST", "/tokens/revoke")
                .json(Map.of("token_id", token))
                .send()
                .expect(200);
        calls.admin("PATCH", at).json(Map.of("name", "Other")).send().expect(200);
        calls.admin("POST", at + "/pause").send().expect(200);
        calls.admin("POST", at + "/resume").send().expect(200);
        calls.admin("POST", at + "/revoke").send().expect(200);
        Delegates delegates = new Delegates(calls.gatehouse(), calls.realm());
        String delegate = delegates.agent().id();
        String delegation = delegates
                .grant(delegate, calls.realm().userId("alice"), "expires_at", "2030-01-01T00:00:00Z")
                .expect(201)
                .text("id");
        calls.admin("DELETE", "/agents/" + delegate + "/delegations/" + delegation)
                .send()
                .expect(204);
        blueprintHappens(calls);
        RealmCalls.ApiKey key = calls.key("orders.read");
        calls.admin("PATCH", "/api-keys/" + key.id())
                .json(Map.of("name", "Other"))
                .send()
                .expect(200);
        calls.admin("POST", "/api-keys/" + key.id() + "/rotate")
                .json(Map.of("revoke_when_idle_hours", 24))
                .send()
                .expect(201);
        calls.realm()
                .token(
                        "grant_type",
                        KeyExchanges.GRANT_TYPE,
                        "subject_token",
                        key.text(),
                        "subject_token_type",
                        KeyExchanges.KEY_TYPE)
                .basic("demo-api", "demo-api-secret")
                .send()
                .expect(200);
        calls.admin("DELETE", "/api-keys/" + key.id()).send().expect(204);
        isReported(calls);
        calls.admin("PATCH", "/settings")
                .json(Map.of("key_default_lifetime_days", 30))
                .send()
                .expect(200);
        calls.v1("PUT", "/me/avatar")
                .bearer(calls.realm().userToken("alice", "openid gatehouse"))
                .body("multipart/form-data; boundary=b", Pictures.form("file", Pictures.png(8, 8)))
                .send()
                .expect(200);
        policiesChange(calls);
        changeWaitsForASecondPerson(calls);
        peopleAreAsked(calls);
        somebodyLogsInByACode(calls);
        accountHappens(calls);
        String ignored =
                new GuestCalls(calls.gatehouse(), calls.realm()).guest().id();
        domainHappens(calls);
        stockHappens(calls.realm());
        WebhookCalls hooks = new WebhookCalls(calls);
        Hook hook = hooks.hook("https://hooks.example.com/", "events", List.of("user.*"));
        hooks.patch(hook, "description", "x").expect(200);
        hooks.patch(hook, "is_active", false).expect(200);
        calls.admin("DELETE", "/webhooks/" + hook.id()).send().expect(204);
        plansChange(calls);
    }

    /** The receiver of everything is the first of two webhooks that the plan allows. */
    private static void plansChange(RealmCalls calls) {
        calls.admin("POST", "/plans")
                .json(Map.of("name", "two", "limits", Map.of("webhook_endpoints", 2)))
                .send()
                .expect(201);
        for (String plan : List.of("two", "pro", "two")) {
            calls.admin("PUT", "/realm-plan").json(Map.of("plan", plan)).send().expect(200);
        }
        Hook last = new WebhookCalls(calls).hook("https://hooks.example.com/", "events", List.of("user.*"));
        calls.admin("DELETE", "/webhooks/" + last.id()).send().expect(204);
    }

    private static void somebodyLogsInByACode(RealmCalls calls) {
        String name = KeyRealm.unique("login");
        String ignored = calls.realm().createUser(name);
        try (Mailbox mailbox = Mailbox.start()) {
            mailbox.receivesFor(calls.realm());
            LoginCodes codes = new LoginCodes(calls, mailbox);
            LoginCodes.Sent sent = codes.sent(name + "@demo.example");
            codes.verify(sent, "code", sent.wrongCode()).expect(401);
            codes.verify(sent).expect(200);
        }
    }

    private static void policiesChange(RealmCalls calls) {
        String policy = "/policies/"
                + calls.admin("POST", "/policies")
                        .json(Map.of("name", "P", "rules", List.of()))
                        .send()
                        .expect(201)
                        .text("id");
        for (Map<String, Object> change : List.<Map<String, Object>>of(
                Map.of("name", "Q"), Map.of("is_active", false), Map.of("is_active", true))) {
            calls.admin("PATCH", policy).json(change).send().expect(200);
        }
        String test = calls.admin("POST", policy + "/tests")
                .json(Map.of("name", "T", "request", Map.of(), "expect", "none"))
                .send()
                .expect(201)
                .text("id");
        calls.admin("DELETE", policy + "/tests/" + test).send().expect(204);
        calls.admin("DELETE", policy).send().expect(204);
    }

    private static void changeWaitsForASecondPerson(RealmCalls calls) {
        calls.admin("PATCH", "/settings")
                .json(Map.of("policy_confirmation_required", true))
                .send()
                .expect(200);
        String policy = "/policies/"
                + calls.admin("POST", "/policies")
                        .json(Map.of("name", "P", "is_active", false, "rules", List.of()))
                        .send()
                        .expect(201)
                        .text("id");
        Map<String, Object> activation = Map.of("is_active", true);
        calls.admin("PATCH", policy).json(activation).send().expect(202);
        calls.admin("DELETE", policy + "/pending").send().expect(204);
        String change =
                calls.admin("PATCH", policy).json(activation).send().expect(202).text("id");
        calls.v1("POST", policy + "/confirm")
                .bearer(Login.token(calls.gatehouse(), calls.realm(), "carol"))
                .json(Map.of("change_id", change))
                .send()
                .expect(200);
        calls.admin("PATCH", "/settings")
                .json(Map.of("policy_confirmation_required", false))
                .send()
                .expect(200);
        calls.admin("DELETE", policy).send().expect(204);
    }

    private static void peopleAreAsked(RealmCalls calls) {
        ApprovalCalls approvals = new ApprovalCalls(calls);
        approvals.policy(Map.of());
        RealmCalls.Agent agent = approvals.agent();
        approvals.approve(approvals.asked(agent).id()).expect(200);
        approvals.deny(approvals.asked(agent).id()).expect(200);
        ApprovalCalls.Asked asked = approvals.asked(agent);
        calls.admin("PATCH", "/agents/" + agent.id())
                .json(Map.of("name", "Other"))
                .send()
                .expect(200);
        approvals.poll(agent, asked).expect(400);
    }

    /** A person guards the account, asks for another address and leaves. */
    private static void accountHappens(RealmCalls calls) {
        AccountRealm account = new AccountRealm(calls.realm());
        account.sendMailTo(9);
        KeyRealm keys = new KeyRealm(calls.gatehouse(), calls.realm());
        KeyRealm.Person person = keys.person();
        SecondFactorCalls factor = SecondFactorCalls.of(keys, person);
        factor.verify(SecondFactorCalls.next(factor.enrolled())).expect(200);
        factor.call("POST", "/backup-codes").send().expect(201);
        calls.v1("POST", "/me/change-email")
                .bearer(factor.token())
                .json(Map.of("email", "moved@demo.example"))
                .send()
                .expect(202);
        calls.v1("DELETE", "/me").bearer(factor.token()).send().expect(204);
    }

    private static void domainHappens(RealmCalls calls) {
        String domain = new DomainCalls(calls).verified().id();
        calls.admin("DELETE", "/domains/" + domain).send().expect(204);
    }

    private static void blueprintHappens(RealmCalls calls) {
        String blueprint = calls.admin("POST", "/agent-blueprints")
                .json(Map.of("name", "Readers", "scopes", List.of("orders.read")))
                .send()
                .expect(201)
                .text("id");
        calls.admin("PATCH", "/agent-blueprints/" + blueprint)
                .json(Map.of("scopes", List.of()))
                .send()
                .expect(200);
        calls.admin("DELETE", "/agent-blueprints/" + blueprint).send().expect(204);
    }

    /** A key is found in the open by a system that signs its reports. */
    private static void isReported(RealmCalls calls) throws IOException {
        Reporter github = Reporter.of("github");
        calls.admin("PATCH", "/settings")
                .json(Map.of("leak_report_keys", List.of(github.setting())))
                .send()
                .expect(200);
        byte[] report = new ObjectMapper()
                .writeValueAsBytes(List.of(Map.of(
                        "token",
                        calls.key("orders.read").text(),
                        "type",
                        "gatehouse_api_key",
                        "url",
                        "https://github.com/octo-org/octo-repo/blob/main/.env",
                        "source",
                        "content")));
        calls.v1("POST", "/api-keys/leaks")
                .body("application/json", report)
                .header("Github-Public-Key-Identifier", github.id())
                .header("Github-Public-Key-Signature", github.sign(report))
                .send()
                .expect(200);
    }

    private static void stockHappens(TestRealm realm) {
        String ignored = realm.userToken("alice", "openid");
        realm.token("grant_type", "password", "username", "alice", "password", "wrong")
                .basic("demo-app", "demo-app-secret")
                .send()
                .expect(400, 401);
        ignored = realm.createUser("newcomer");
    }

    private static Set<String> types(WebhookReceiver receiver) {
        Set<String> types = new TreeSet<>();
        receiver.at("/all")
                .forEach(request -> types.add(request.json().path("type").asText()));
        return types;
    }

    private static Set<String> members(JsonNode body, String at) {
        Set<String> names = new TreeSet<>();
        body.at(at).fieldNames().forEachRemaining(names::add);
        names.removeAll(SOMETIMES);
        return names;
    }

    private static Map<String, JsonNode> samples() throws IOException {
        Map<String, JsonNode> samples = new TreeMap<>();
        Matcher found = SAMPLE.matcher(
                Files.readString(Built.openApi().resolveSibling("guide").resolve("events.md")));
        while (found.find()) {
            JsonNode sample = new ObjectMapper().readTree(found.group(1));
            samples.put(sample.path("type").asText(), sample);
        }
        assertThat(samples).isNotEmpty();
        return samples;
    }
}
