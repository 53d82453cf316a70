package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.tests.WebhookCalls.Hook;
import io.gatehouse.tests.WebhookReceiver.Received;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keycloak's own events reach the webhooks that ask for them by name, and no others. */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StockEventsIT {
    /** A webhook on the node that was asked is known at once; nothing that is waited for takes longer. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final WebhookReceiver receiver = new WebhookReceiver();
    private TestRealm realm;
    private RealmCalls calls;
    private WebhookCalls hooks;
    private String path;

    @BeforeAll
    void realm(Gatehouse gatehouse, TestRealm made) {
        realm = made;
        calls = new RealmCalls(gatehouse, made);
        hooks = new WebhookCalls(calls);
    }

    @AfterAll
    void close() {
        receiver.close();
    }

    @BeforeEach
    void onlyOwnWebhooks() {
        calls.admin("GET", "/webhooks?limit=100")
                .send()
                .expect(200)
                .json()
                .path("items")
                .forEach(hook -> calls.admin(
                                "DELETE", "/webhooks/" + hook.path("id").asText())
                        .send()
                        .expect(204));
        path = "/" + KeyRealm.unique("stock");
    }

    @Test
    void loginIsToldWithIdsAlone() {
        hook("user.login");

        realm.userToken("alice", "openid");

        JsonNode body = received(1).get(0).json();
        assertThat(body.path("type").asText()).isEqualTo("user.login");
        assertThat(body.at("/data/actor/type").asText()).isEqualTo("user");
        assertThat(body.at("/data/actor/id").asText()).isEqualTo(realm.userId("alice"));
        assertThat(body.at("/data/details/client_id").asText()).isEqualTo("demo-app");
        assertThat(body.toString()).doesNotContain("alice", "127.0.0.1", "session", "demo-app-secret");
    }

    /** The answer is an error and its transaction is rolled back; the event has one of its own. */
    @Test
    void failedLoginIsTold() {
        hook("user.login_error");

        realm.token("grant_type", "password", "username", "alice", "password", "wrong-s3cret")
                .basic("demo-app", "demo-app-secret")
                .send()
                .expect(400, 401);
        realm.token("grant_type", "password", "username", "nobody-s3cret", "password", "x")
                .basic("demo-app", "demo-app-secret")
                .send()
                .expect(400, 401);

        List<Received> requests = received(2);
        assertThat(requests)
                .extracting(request -> request.json().at("/data/details/error").asText())
                .containsExactlyInAnyOrder("invalid_user_credentials", "user_not_found");
        assertThat(requests)
                .extracting(request -> request.json().at("/data/actor/id").asText())
                .containsOnly("anonymous");
        assertThat(requests).extracting(Received::text).noneMatch(text -> text.contains("s3cret"));
    }

    @Test
    void administratorsChangeIsToldWithoutWhatWasWritten() {
        hook("admin.user.*");

        String id = realm.createUser(KeyRealm.unique("eve").toLowerCase(Locale.ROOT));
        realm.admin("PUT", "/users/" + id)
                .json(Map.of("firstName", "S3cret"))
                .send()
                .expect(204);
        realm.admin("DELETE", "/users/" + id).send().expect(204);

        List<Received> requests = received(3);
        assertThat(requests)
                .extracting(request -> request.json().path("type").asText())
                .containsExactlyInAnyOrder("admin.user.create", "admin.user.update", "admin.user.delete");
        assertThat(requests)
                .extracting(request -> request.json().at("/data/target/id").asText())
                .containsOnly("users/" + id);
        assertThat(requests)
                .extracting(Received::text)
                .noneMatch(text -> text.contains("S3cret") || text.contains("eve"));
    }

    @Test
    void webhookForEverythingGetsNoneOfThem() {
        Hook everything = hooks.hook(receiver.url(path), "events", List.of("*"));
        hook("user.logout");

        realm.userToken("alice", "openid");
        calls.agent();

        assertThat(types(received(1))).doesNotContain("user.login");
        assertThat(hooks.deliveries(everything, "").findValuesAsText("event_type"))
                .noneMatch(type -> type.startsWith("user.") || type.startsWith("admin."));
    }

    @Test
    void disabledWebhookIsToldOfNothingAndAnEnabledOneAgain() {
        Hook hook = hook("user.login");
        hooks.patch(hook, "is_active", false).expect(200);
        realm.userToken("alice", "openid");
        hooks.patch(hook, "is_active", true).expect(200);
        realm.userToken("bob", "openid");

        assertThat(received(1).get(0).json().at("/data/actor/id").asText()).isEqualTo(realm.userId("bob"));
        assertThat(receiver.at(path)).hasSize(1);
    }

    @Test
    void changedWebhookIsToldOfWhatItAsksForNow() {
        Hook hook = hook("user.login_error");
        hooks.patch(hook, "events", List.of("user.login")).expect(200);

        realm.token("grant_type", "password", "username", "alice", "password", "wrong")
                .basic("demo-app", "demo-app-secret")
                .send()
                .expect(400, 401);
        realm.userToken("alice", "openid");

        assertThat(types(received(1))).containsExactly("user.login");
    }

    @Test
    void otherRealmsEventsAreNotTold(Gatehouse gatehouse) {
        hook("user.login");
        try (TestRealm other = gatehouse.freshRealm()) {
            other.userToken("alice", "openid");
            realm.userToken("bob", "openid");

            assertThat(received(1).get(0).json().at("/data/actor/id").asText()).isEqualTo(realm.userId("bob"));
            assertThat(receiver.at(path)).hasSize(1);
        }
    }

    private Hook hook(String glob) {
        return hooks.hook(receiver.url(path), "events", List.of(glob));
    }

    private List<Received> received(int count) {
        Eventually.holds(LIMIT, count + " deliveries", () -> receiver.at(path).size() >= count);
        return receiver.at(path);
    }

    private static List<String> types(List<Received> requests) {
        return requests.stream()
                .map(request -> request.json().path("type").asText())
                .toList();
    }
}
