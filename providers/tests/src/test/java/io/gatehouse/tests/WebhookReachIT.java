package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.KeyRealm.Person;
import io.gatehouse.tests.WebhookCalls.Hook;
import io.gatehouse.tests.WebhookReceiver.Received;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whose webhooks one sees, whose events they get, and what becomes of them when their creator may no longer read (rule 21).
 * Long because each kind of creator ends in its own way.
 */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookReachIT {
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final String URL = "https://hooks.example.com/in";
    private static final List<String> NEVER = List.of("settings.updated");

    private final WebhookReceiver receiver = new WebhookReceiver();
    private Gatehouse gatehouse;
    private RealmCalls calls;
    private WebhookCalls hooks;
    private KeyRealm keys;

    @BeforeAll
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        calls = new RealmCalls(server, realm);
        hooks = new WebhookCalls(calls);
        keys = new KeyRealm(server, realm);
    }

    @AfterAll
    void close() {
        receiver.close();
    }

    @Test
    void webhookOfAnOrganizationGetsOnlyEventsOfItsAgentsAndKeys() {
        String organization = keys.organization();
        Hook hook = hooks.hook(
                receiver.url("/org"),
                "events",
                List.of("agent.*", "api_key.*", "token.*"),
                "organization_id",
                organization);
        calls.agent();
        keys.key();
        keys.key("owner", Map.of("type", "organization", "id", keys.organization()));
        RealmCalls.Agent ours = calls.agent("owner", Map.of("type", "organization", "id", organization));
        String key = keys.key("owner", Map.of("type", "organization", "id", organization))
                .text("id");
        calls.token(ours.id());
        calls.issue(ours.id(), "scope", List.of("unknown.scope"));

        List<Received> requests = receiver.await("/org", 4);

        assertThat(requests).allSatisfy(request -> assertThat(
                        request.json().at("/data/details/organization_id").asText())
                .isEqualTo(organization));
        assertThat(requests)
                .extracting(request -> request.json().path("type").asText())
                .contains("agent.created", "api_key.created", "token.issued");
        assertThat(requests)
                .anySatisfy(request ->
                        assertThat(request.json().at("/data/key_id").asText()).isEqualTo(key));
        assertThat(hooks.shown(hook).path("organization_id").asText()).isEqualTo(organization);
    }

    @Test
    void callNarrowedToAnOrganizationMakesAndSeesOnlyItsWebhooks() {
        String organization = keys.organization();
        Hook ofRealm = hooks.hook(URL, "events", NEVER);
        Answer made = calls.admin("POST", "/webhooks")
                .header("X-Project-Id", organization)
                .json(Map.of("url", URL, "events", NEVER))
                .send()
                .expect(201);

        assertThat(made.text("organization_id")).isEqualTo(organization);
        JsonNode seen = calls.admin("GET", "/webhooks")
                .header("X-Project-Id", organization)
                .send()
                .expect(200)
                .json();
        assertThat(seen.path("items")).hasSize(1);
        calls.admin("GET", "/webhooks/" + ofRealm.id())
                .header("X-Project-Id", organization)
                .send()
                .expect(404);
        calls.admin("POST", "/webhooks")
                .header("X-Project-Id", organization)
                .json(Map.of("url", URL, "organization_id", keys.organization()))
                .send()
                .expect(404);
    }

    @Test
    void managerOfAnOrganizationManagesItsWebhooksAlone() {
        String organization = keys.organization();
        Person manager = keys.person();
        keys.makeManager(organization, manager.id());
        String token = keys.token(manager.username());
        Hook ofRealm = hooks.hook(URL, "events", NEVER);

        Answer made = keys.v1("POST", "/webhooks")
                .bearer(token)
                .json(Map.of("url", URL, "events", NEVER))
                .send()
                .expect(201);

        assertThat(made.text("organization_id")).isEqualTo(organization);
        assertThat(keys.v1("GET", "/webhooks")
                        .bearer(token)
                        .send()
                        .expect(200)
                        .json()
                        .path("items"))
                .hasSize(1);
        keys.v1("GET", "/webhooks/" + ofRealm.id()).bearer(token).send().expect(404);
        keys.v1("DELETE", "/webhooks/" + ofRealm.id()).bearer(token).send().expect(404);
        keys.v1("POST", "/webhooks")
                .bearer(token)
                .json(Map.of("url", URL, "organization_id", keys.organization()))
                .send()
                .expect(404);
        keys.v1("DELETE", "/webhooks/" + made.text("id")).bearer(token).send().expect(204);
    }

    @Test
    void personWithoutRoleOrOrganizationReachesNone() {
        String token = keys.token(keys.person().username());

        keys.v1("GET", "/webhooks").bearer(token).send().expect(403);
        keys.v1("POST", "/webhooks")
                .bearer(token)
                .json(Map.of("url", URL))
                .send()
                .expect(403);
        keys.v1("GET", "/webhooks").send().expect(401);
    }

    @Test
    void whoMayOnlyReadIsRefusedToChange() {
        String token = keys.token(keys.person("view-gatehouse").username());
        Hook hook = hooks.hook(URL, "events", NEVER);

        keys.v1("GET", "/webhooks/" + hook.id()).bearer(token).send().expect(200);
        keys.v1("PATCH", "/webhooks/" + hook.id())
                .bearer(token)
                .json(Map.of("description", "x"))
                .send()
                .expect(403);
        keys.v1("POST", "/webhooks/" + hook.id() + "/rotate-secret")
                .bearer(token)
                .send()
                .expect(403);
    }

    @Test
    void webhookOfAnotherRealmIsNotFound() {
        try (TestRealm other = gatehouse.freshRealm()) {
            RealmCalls otherCalls = new RealmCalls(gatehouse, other);
            Hook foreign = new WebhookCalls(otherCalls).hook(URL, "events", NEVER);

            calls.admin("GET", "/webhooks/" + foreign.id()).send().expect(404);
            calls.admin("DELETE", "/webhooks/" + foreign.id()).send().expect(404);
        }
    }

    @Test
    void webhookOfACreatorWhoLostTheRoleIsDisabled() {
        Person creator = keys.person("manage-webhooks");
        Hook hook = by(creator, "/lost");
        calls.agent();
        receiver.await("/lost", 1);

        keys.takeRole(creator.id(), "manage-webhooks");
        calls.agent();

        Eventually.holds(Duration.ofSeconds(10), "disabled", () -> !hooks.shown(hook)
                .path("is_active")
                .asBoolean());
        assertThat(hooks.shown(hook).path("disabled_reason").asText()).isEqualTo("creator_lost");
        assertThat(receiver.at("/lost")).hasSize(1);

        // The administrator who enables it answers for it; what waited is sent.
        hooks.post(hook, "enable").expect(200);
        receiver.await("/lost", 2);
    }

    @Test
    void deliveriesOfADisabledCreatorWait() {
        Person creator = keys.person("manage-webhooks");
        Hook hook = by(creator, "/held");
        keys.changeUser(creator.id(), "enabled", false);
        calls.agent();
        hooks.await(hook, "pending", 1);
        assertThat(receiver.at("/held")).isEmpty();
        keys.changeUser(creator.id(), "enabled", true);

        // The lane may be put aside for a minute a moment after its delivery is seen, and then counts from a clock that
        // was moved.
        gatehouse.moveClock(Duration.ofSeconds(70));
        if (!comes("/held")) {
            gatehouse.moveClock(Duration.ofSeconds(140));
        }

        assertThat(hooks.shown(hook).path("is_active").asBoolean())
                .as("active: " + hooks.shown(hook))
                .isTrue();
        receiver.await("/held", 1);
        hooks.await(hook, "delivered", 1);
    }

    private boolean comes(String path) {
        try {
            Eventually.holds(SOON, path, () -> !receiver.at(path).isEmpty());
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    @Test
    void webhookOfARevokedKeyIsDisabled() {
        RealmCalls.ApiKey key = calls.key("webhooks:write");
        Hook hook = new Hook(calls.v1("POST", "/webhooks")
                .bearer(key.text())
                .json(Map.of("url", receiver.url("/key"), "events", List.of("agent.created")))
                .send()
                .expect(201)
                .json());
        calls.agent();
        receiver.await("/key", 1);

        calls.admin("DELETE", "/api-keys/" + key.id()).send().expect(204);
        calls.agent();

        Eventually.holds(Duration.ofSeconds(10), "disabled", () -> !hooks.shown(hook)
                .path("is_active")
                .asBoolean());
        assertThat(receiver.at("/key")).hasSize(1);
    }

    @Test
    void stockEventsComeOnlyWhenAskedForByName() {
        hooks.hook(receiver.url("/everything"), "events", List.of("*"));
        hooks.hook(receiver.url("/stock"), "events", List.of("user.login"));
        Person person = keys.person();

        Eventually.holds(Duration.ofSeconds(15), "a login is told of", () -> {
            keys.token(person.username());
            return !receiver.at("/stock").isEmpty();
        });

        JsonNode body = receiver.at("/stock").get(0).json();
        assertThat(body.path("type").asText()).isEqualTo("user.login");
        assertThat(body.toString()).doesNotContain(person.username());
        calls.agent();
        Eventually.holds(Duration.ofSeconds(15), "the agent is told of", () -> receiver.at("/everything").stream()
                .anyMatch(request -> request.text().contains("agent.created")));
        assertThat(receiver.at("/everything"))
                .noneSatisfy(request ->
                        assertThat(request.json().path("type").asText()).startsWith("user."));
    }

    @Test
    void webhooksTellOfThemselves() {
        hooks.hook(receiver.url("/self"), "events", List.of("webhook.*"));
        Hook other = hooks.hook(URL, "events", NEVER);
        hooks.patch(other, "description", "x").expect(200);
        hooks.patch(other, "is_active", false).expect(200);
        calls.admin("DELETE", "/webhooks/" + other.id()).send().expect(204);

        Eventually.holds(
                Duration.ofSeconds(10), "four events about the other webhook", () -> receiver.at("/self").stream()
                        .filter(request ->
                                request.json().at("/data/target/id").asText().equals(other.id()))
                        .map(request -> request.json().path("type").asText())
                        .sorted()
                        .toList()
                        .equals(List.of("webhook.created", "webhook.deleted", "webhook.disabled", "webhook.updated")));
        assertThat(receiver.at("/self"))
                .noneSatisfy(request -> assertThat(request.text()).contains("whsec_"));
    }

    private Hook by(Person creator, String path) {
        return new Hook(keys.v1("POST", "/webhooks")
                .bearer(keys.token(creator.username()))
                .json(body("url", receiver.url(path), "events", List.of("agent.created")))
                .send()
                .expect(201)
                .json());
    }
}
