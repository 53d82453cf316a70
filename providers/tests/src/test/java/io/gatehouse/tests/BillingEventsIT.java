package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.webhook.SigningSecret;
import io.gatehouse.core.webhook.WebhookMessage;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events of payment providers, and what the deletion of a realm leaves of plans. */
@ExtendWith(GatehouseExtension.class)
class BillingEventsIT {
    private static final Duration FLUSHED = Duration.ofSeconds(30);
    private static final int MORE_THAN_A_BURST = 200;
    private static final List<String> TABLES = List.of(
            "gatehouse_domain",
            "gatehouse_plan_realm",
            "gatehouse_plan",
            "gatehouse_plan_holder",
            "gatehouse_plan_count",
            "gatehouse_usage",
            "gatehouse_billing_event");

    private Gatehouse gatehouse;
    private RealmCalls calls;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        calls = new RealmCalls(server, realm);
        calls.admin("PUT", "/realm-plan").json(body("plan", null)).send().expect(200);
    }

    @Test
    void signedEventChangesThePlanOnce() {
        String plan = plan("agents", 1);
        String text = "{\"plan\":\"" + plan + "\",\"reference\":\"sub_1\"}";
        event(SigningSecret.of(new byte[32]), "evt_0", 0, text).expect(403);
        SigningSecret secret = rotate(body());

        event(secret, "evt_1", 301, text).expect(403);
        event(secret, "evt_1", -301, text).expect(403);
        event(SigningSecret.of(new byte[32]), "evt_1", 0, text).expect(403);
        assertThat(calls.admin("GET", "/realm-plan")
                        .send()
                        .expect(200)
                        .json()
                        .path("plan")
                        .isNull())
                .isTrue();
        assertThat(event(secret, "evt_1", -290, text).expect(200).text("plan")).isEqualTo(plan);
        assertThat(event(secret, "evt_1", 0, text).expect(409).text("code")).isEqualTo("event_repeated");
        event(secret, "evt_2", 0, "{\"plan\":\"nowhere\"}").expect(422);
        event(secret, "evt_2", 0, "{\"plan\":null}").expect(200);
        event(secret, "evt_3", 0, "{\"plan\":null,\"organization_id\":\"nowhere\"}")
                .expect(422);
    }

    @Test
    void eventIsReadOnlyWhenItIsSignedAndAnAddressSendsButSoMany() {
        SigningSecret secret = rotate(body());
        SigningSecret wrong = SigningSecret.of(new byte[32]);
        for (String text : List.of("[", "{\"surprise\":1}")) {
            event(wrong, "evt", 0, text).expect(403);
        }
        event(secret, "evt", 0, "[").expect(400);
        event(secret, "evt", 0, "{\"surprise\":1}").expect(422);
        calls.v1("POST", "/billing/events")
                .body("application/json", BadInputs.padded(65_536))
                .send()
                .expect(403);
        calls.v1("POST", "/billing/events")
                .body("application/json", BadInputs.padded(65_537))
                .send()
                .expect(413);
        try (TestRealm other = gatehouse.freshRealm()) {
            RealmCalls there = new RealmCalls(gatehouse, other);
            Answer last = unsigned(there).expect(403);
            for (int i = 0; i < MORE_THAN_A_BURST && last.status() == 403; i++) {
                last = unsigned(there);
            }
            assertThat(last.expect(429).header("Retry-After")).hasValue("1");
        }
    }

    private static Answer unsigned(RealmCalls calls) {
        return calls.v1("POST", "/billing/events").body("application/json", "[").send();
    }

    @Test
    void secretBeforeIsGoodUntilTheOverlapEnds() {
        SigningSecret first = rotate(body());
        SigningSecret second = rotate(body("overlap_seconds", 60));
        event(first, "a", 0, "{\"plan\":null}").expect(200);
        event(second, "b", 0, "{\"plan\":null}").expect(200);

        SigningSecret third = rotate(body("overlap_seconds", 0));

        event(second, "c", 0, "{\"plan\":null}").expect(403);
        event(third, "c", 0, "{\"plan\":null}").expect(200);
        calls.admin("POST", "/billing/rotate-secret")
                .json(body("overlap_seconds", 86_401))
                .send()
                .expect(422);
    }

    @Test
    @Tag("postgresql")
    void deletedRealmLeavesNothingOfPlansUsageAndDomains() {
        EventRows rows = new EventRows(gatehouse.postgres().orElseThrow().url("keycloak"));
        String id;
        try (TestRealm other = gatehouse.freshRealm()) {
            RealmCalls there = new RealmCalls(gatehouse, other);
            id = other.admin("GET", "").send().expect(200).text("id");
            String ignored = new DomainCalls(there).add().id();
            there.admin("PUT", "/realm-plan").json(body("plan", "pro")).send().expect(200);
            SigningSecret secret = SigningSecret.parse(there.admin("POST", "/billing/rotate-secret")
                    .json(body())
                    .send()
                    .expect(200)
                    .text("signing_secret"));
            event(there, secret, "evt", 0, "{\"plan\":\"enterprise\"}").expect(200);
            there.admin("PUT", "/realm-plan").json(body("plan", "pro")).send().expect(200);
            there.token(there.agent().id());
            for (String table : TABLES) {
                Eventually.holds(FLUSHED, table + " has rows", () -> rows.count(table, id) > 0);
            }
        }
        for (String table : TABLES) {
            assertThat(rows.count(table, id)).as(table).isZero();
        }
    }

    private SigningSecret rotate(Map<String, Object> body) {
        return SigningSecret.parse(calls.admin("POST", "/billing/rotate-secret")
                .json(body)
                .send()
                .expect(200)
                .text("signing_secret"));
    }

    private Answer event(SigningSecret secret, String id, long secondsOff, String text) {
        return event(calls, secret, id, secondsOff, text);
    }

    private static Answer event(RealmCalls calls, SigningSecret secret, String id, long secondsOff, String text) {
        long seconds = Instant.now().getEpochSecond() + secondsOff;
        return calls.v1("POST", "/billing/events")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(seconds))
                .header("webhook-signature", secret.sign(new WebhookMessage(id, seconds, text.getBytes(UTF_8))))
                .body("application/json", text.getBytes(UTF_8))
                .send();
    }

    private String plan(String limit, long value) {
        String name = KeyRealm.unique("billing-");
        calls.admin("POST", "/plans")
                .json(body("name", name, "limits", Map.of(limit, value)))
                .send()
                .expect(201);
        return name;
    }
}
