package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.WebhookCalls.Hook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks over HTTP: made, listed, changed, deleted, rotated, and every refusal. Nothing is sent: nobody makes these events. */
@ExtendWith(GatehouseExtension.class)
class WebhooksIT {
    private static final String URL = "https://hooks.example.com/in";
    private static final List<String> NEVER = List.of("settings.updated");

    private RealmCalls calls;
    private WebhookCalls hooks;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        hooks = new WebhookCalls(calls);
        calls.admin("GET", "/webhooks?limit=100")
                .send()
                .expect(200)
                .json()
                .path("items")
                .forEach(hook -> calls.admin(
                                "DELETE", "/webhooks/" + hook.path("id").asText())
                        .send()
                        .expect(204));
    }

    @Test
    void creationAnswersTheSigningSecretAndThePublicKey() {
        Answer made = hooks.create("url", URL, "events", NEVER, "description", "Ours");

        made.expect(201);
        assertThat(made.text("signing_secret")).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(made.text("public_key")).matches("whpk_[A-Za-z0-9+/]{43}=");
        assertThat(made.header("Location"))
                .hasValueSatisfying(at -> assertThat(at).endsWith("/gatehouse/webhooks/" + made.text("id")));
        assertThat(made.header("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }

    @Test
    void realmHasAtMostAHundredWebhooks() {
        for (int i = 0; i < 100; i++) {
            hooks.create("url", URL, "events", NEVER).expect(201);
        }

        assertThat(hooks.create("url", URL, "events", NEVER).expect(409).text("code"))
                .isEqualTo("too_many_webhooks");
        Answer page = calls.admin("GET", "/webhooks?limit=100&offset=0").send().expect(200);
        assertThat(page.json().path("items")).hasSize(100);
        assertThat(page.json().at("/pagination/total").asInt()).isEqualTo(100);
    }

    @Test
    void listIsPagedByCursorNewestFirst() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(0, hooks.hook(URL, "events", NEVER).id());
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = calls.admin("GET", "/webhooks?limit=2" + cursor)
                    .send()
                    .expect(200)
                    .json();
            page.path("items").forEach(hook -> listed.add(hook.path("id").asText()));
            cursor = page.at("/pagination/next_cursor").isNull()
                    ? ""
                    : "&cursor=" + page.at("/pagination/next_cursor").asText();
        } while (!cursor.isEmpty());

        assertThat(listed).isEqualTo(ids);
    }

    @Test
    void patchChangesWhatItNamesAndRemovesByNull() {
        Hook hook = hooks.hook(
                URL, "events", NEVER, "description", "a", "rate_limit", 5, "headers", body("X-A", "1", "X-B", "2"));

        JsonNode changed = hooks.patch(
                        hook, "description", null, "rate_limit", null, "headers", body("X-A", null, "X-C", "3"))
                .expect(200)
                .json();

        assertThat(changed.path("description").isNull()).isTrue();
        assertThat(changed.path("rate_limit").isNull()).isTrue();
        assertThat(changed.path("header_names")).extracting(JsonNode::asText).containsExactlyInAnyOrder("X-B", "X-C");
        assertThat(changed.path("events").path(0).asText()).isEqualTo("settings.updated");
        assertThat(hooks.patch(hook, "headers", null).expect(200).json().path("header_names"))
                .isEmpty();
        assertThat(WebhookCalls.error(hooks.patch(hook, "url", null), "/url")).isEqualTo("required");
        assertThat(WebhookCalls.error(hooks.patch(hook, "signing_secret", "whsec_x"), "/signing_secret"))
                .isEqualTo("immutable");
        assertThat(WebhookCalls.error(hooks.patch(hook, "organization_id", "x"), "/organization_id"))
                .isEqualTo("immutable");
    }

    @Test
    void switchedOffAndOn() {
        Hook hook = hooks.hook(URL, "events", NEVER);

        JsonNode off = hooks.patch(hook, "is_active", false).expect(200).json();
        assertThat(off.path("is_active").asBoolean()).isFalse();
        assertThat(off.path("disabled_reason").asText()).isEqualTo("requested");
        assertThat(off.path("disabled_at").asText()).isNotEmpty();
        JsonNode on = hooks.post(hook, "enable").expect(200).json();
        assertThat(on.path("is_active").asBoolean()).isTrue();
        assertThat(on.path("disabled_reason").isNull()).isTrue();
    }

    @Test
    void deletedOneIsGone() {
        Hook hook = hooks.hook(URL, "events", NEVER);

        calls.admin("DELETE", "/webhooks/" + hook.id()).send().expect(204);

        calls.admin("GET", "/webhooks/" + hook.id()).send().expect(404);
        calls.admin("DELETE", "/webhooks/" + hook.id()).send().expect(404);
        calls.admin("GET", "/webhooks/" + hook.id() + "/deliveries").send().expect(404);
        for (String action : List.of("enable", "test", "rotate-secret")) {
            hooks.post(hook, action).expect(404);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2_592_001})
    void overlapIsBounded(int seconds) {
        Hook hook = hooks.hook(URL, "events", NEVER);

        Answer answer = calls.admin("POST", "/webhooks/" + hook.id() + "/rotate-secret")
                .json(Map.of("overlap_seconds", seconds))
                .send();

        assertThat(WebhookCalls.error(answer, "/overlap_seconds")).isEqualTo("out_of_range");
    }

    @Test
    void rotationShowsTheNewSecretOnceAndWhenTheOldOneEnds() {
        Hook hook = hooks.hook(URL, "events", NEVER);

        Hook rotated = new Hook(hooks.post(hook, "rotate-secret").expect(200).json());

        assertThat(rotated.secret()).startsWith("whsec_").isNotEqualTo(hook.secret());
        assertThat(rotated.publicKey()).isNotEqualTo(hook.publicKey());
        assertThat(rotated.json().path("previous_secret_expires_at").asText()).isNotEmpty();
        assertThat(hooks.shown(hook).has("signing_secret")).isFalse();
    }

    @Test
    void sameIdempotencyKeyMakesOneWebhookAndShowsItsSecretOnce() {
        Answer first = idempotent(URL).expect(201);
        Answer second = idempotent(URL).expect(201);

        assertThat(second.text("id")).isEqualTo(first.text("id"));
        assertThat(second.json().path("signing_secret").isNull()).isTrue();
        idempotent(URL + "2").expect(422);
    }

    @Test
    void eventTypesAreListedWithASentence() {
        JsonNode types = calls.admin("GET", "/webhooks/event-types")
                .send()
                .expect(200)
                .json()
                .path("items");

        assertThat(types)
                .extracting(type -> type.path("type").asText())
                .contains("token.issued", "agent.created", "webhook.disabled")
                .doesNotHaveDuplicates();
        assertThat(types).allSatisfy(type -> assertThat(type.path("description").asText())
                .endsWith("."));
        assertThat(types)
                .filteredOn(type -> type.path("is_opt_in").asBoolean())
                .extracting(type -> type.path("type").asText())
                .contains("user.login", "user.login_error", "user.register", "admin.user.create", "admin.client.update")
                .allMatch(type -> type.startsWith("user.") || type.startsWith("admin."));
        assertThat(types)
                .filteredOn(type -> !type.path("is_opt_in").asBoolean())
                .extracting(type -> type.path("type").asText())
                .noneMatch(type -> type.startsWith("user.") || type.startsWith("admin."));
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        String nobody = "01890000-0000-7000-8000-000000000000";
        for (String id : List.of(nobody, "x", "' or 1=1")) {
            String below = "/webhooks/" + id.replace(" ", "%20").replace("'", "%27");
            calls.admin("GET", below).send().expect(404);
            calls.admin("POST", below + "/recover")
                    .json(Map.of("since", "2026-01-01T00:00:00Z"))
                    .send()
                    .expect(404);
        }
        calls.admin("GET", "/webhooks/deliveries/" + nobody).send().expect(404);
        calls.admin("POST", "/webhooks/deliveries/" + nobody + "/redeliver")
                .send()
                .expect(404);
    }

    @Test
    void deliveriesAreAskedForByAKnownStatus() {
        Hook hook = hooks.hook(URL, "events", NEVER);

        calls.admin("GET", "/webhooks/" + hook.id() + "/deliveries?status=lost")
                .send()
                .expect(400);
        assertThat(hooks.deliveries(hook, "dead")).isEmpty();
        assertThat(hooks.deliveries(hook, "")).isEmpty();
    }

    @Test
    void recoverNeedsASpan() {
        Hook hook = hooks.hook(URL, "events", NEVER);

        assertThat(WebhookCalls.error(recover(hook), "/since")).isEqualTo("required");
        assertThat(WebhookCalls.error(recover(hook, "since", "yesterday"), "/since"))
                .isEqualTo("invalid_time");
        assertThat(WebhookCalls.error(
                        recover(hook, "since", "2026-01-02T00:00:00Z", "until", "2026-01-01T00:00:00Z"), "/until"))
                .isEqualTo("out_of_range");
        hooks.patch(hook, "is_active", false).expect(200);
        assertThat(recover(hook, "since", "2026-01-02T00:00:00Z").expect(409).text("code"))
                .isEqualTo("webhook_disabled");
    }

    private Answer recover(Hook hook, @Nullable Object... members) {
        return calls.admin("POST", "/webhooks/" + hook.id() + "/recover")
                .json(body(members))
                .send();
    }

    private Answer idempotent(String url) {
        return calls.admin("POST", "/webhooks")
                .header("Idempotency-Key", "hook-1")
                .json(Map.of("url", url, "events", NEVER))
                .send();
    }
}
