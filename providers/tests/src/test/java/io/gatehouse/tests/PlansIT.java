package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans: what they allow of things, who gets the last place, and what becomes of them. Long because each rule has a test. */
@ExtendWith(GatehouseExtension.class)
class PlansIT {
    private static final int CALLERS = 64;

    private KeyRealm keys;
    private RealmCalls calls;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        keys = new KeyRealm(gatehouse, realm);
        calls = new RealmCalls(gatehouse, realm);
        assign(null);
    }

    @Test
    void realmBeginsWithThreePlansAndUnlimited() {
        JsonNode plans = calls.admin("GET", "/plans").send().expect(200).json().path("items");

        assertThat(plans.findValuesAsText("name")).containsSubsequence("free", "pro", "enterprise");
        JsonNode free = calls.admin("GET", "/plans/free").send().expect(200).json();
        assertThat(free.at("/limits/agents").asLong()).isEqualTo(5);
        JsonNode enterprise =
                calls.admin("GET", "/plans/enterprise").send().expect(200).json();
        assertThat(enterprise.at("/limits/agents").isNull()).isTrue();
        JsonNode usage = calls.admin("GET", "/usage").send().expect(200).json();
        assertThat(usage.path("subscription_tier").asText()).isEqualTo("unlimited");
        assertThat(usage.path("plan").isNull()).isTrue();
        assertThat(usage.path("token_balance").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"agents", "api_keys", "webhook_endpoints", "domains"})
    void lastPlaceGoesToOneOfMany(String limit) {
        String first = make(limit).expect(201).text("id");
        long most = used(limit) + 1;
        assign(plan(limit, most));

        Map<Integer, Integer> statuses = new HashMap<>();
        together(() -> make(limit)).forEach(answer -> statuses.merge(answer.status(), 1, Integer::sum));

        assertThat(statuses).isEqualTo(Map.of(201, 1, 402, CALLERS - 1));
        assertThat(used(limit)).isEqualTo(most);
        JsonNode problem = make(limit).expect(402).json();
        assertThat(problem.path("code").asText()).isEqualTo("plan_limit_reached");
        assertThat(problem.path("limit_name").asText()).isEqualTo(limit);
        assertThat(problem.path("limit").asLong()).isEqualTo(most);
        assertThat(problem.path("used").asLong()).isEqualTo(most);
        end(limit, first);
        make(limit).expect(201);
        make(limit).expect(402);
        assertThat(used(limit)).isEqualTo(most);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agents", "domains"})
    void refusalSaysWhereToGetMore(String limit) {
        calls.admin("PATCH", "/settings")
                .json(Map.of("upgrade_url", "https://shop.example/plans"))
                .send()
                .expect(200);
        String plan = plan(limit, 0);
        assign(plan);

        JsonNode problem = make(limit).expect(402).json();

        assertThat(problem.path("plan").asText()).isEqualTo(plan);
        assertThat(problem.path("upgrade_url").asText()).isEqualTo("https://shop.example/plans");
        calls.admin("PATCH", "/settings")
                .json(Map.of("upgrade_url", "http://shop.example"))
                .send()
                .expect(422);
        calls.admin("PATCH", "/settings")
                .json(Map.of("time_zone", "Mars"))
                .send()
                .expect(422);
    }

    @Test
    void successorTakesThePlaceOfItsKey() {
        String key = make("api_keys").expect(201).text("id");
        long most = used("api_keys");
        assign(plan("api_keys", most));

        calls.admin("POST", "/api-keys/" + key + "/rotate").send().expect(201);

        assertThat(used("api_keys")).isEqualTo(most);
        make("api_keys").expect(402);
    }

    @Test
    void importTakesAllOfItsPlacesOrNone() {
        long before = used("api_keys");
        assign(plan("api_keys", before + 2));
        List<Map<String, Object>> items = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            items.add(body("name", "k" + i, "hash", "%02x".formatted(i + 1).repeat(32)));
        }

        calls.admin("POST", "/api-keys/import").json(body("keys", items)).send().expect(402);

        assertThat(used("api_keys")).isEqualTo(before);
        calls.admin("POST", "/api-keys/import")
                .json(body("keys", items.subList(0, 2)))
                .send()
                .expect(200);
        assertThat(used("api_keys")).isEqualTo(before + 2);
    }

    @Test
    void downgradeBelowUseKeepsWhatThereIsAndBlocksMore() {
        long before = used("agents");
        assign(plan("agents", before + 10));
        String first = make("agents").expect(201).text("id");
        String second = make("agents").expect(201).text("id");

        assign(plan("agents", before + 1));

        make("agents").expect(402);
        calls.issue(first).expect(201);
        end("agents", second);
        make("agents").expect(402);
        end("agents", first);
        make("agents").expect(201);
        make("agents").expect(402);
        assign(null);
        make("agents").expect(201);
    }

    @Test
    void limitsAreToldOfAtEightyAndAHundredPercent() {
        String organization = keys.organization();
        String plan = plan("agents", 5);
        assignTo(organization, plan);
        for (int i = 0; i < 5; i++) {
            calls.agent("organization_id", organization);
        }
        calls.admin("POST", "/agents")
                .json(body("name", "A", "owner", "Team", "organization_id", organization))
                .send()
                .expect(402);

        assertThat(percents(plan, 2)).containsExactly(80, 100);
    }

    @Test
    void stepsUpAndDownAreTold() {
        String small = plan("agents", 1);
        String large = plan("agents", 2);
        assign(small);
        assign(large);
        assign(small);
        assign(small);
        assign(null);

        Eventually.holds(
                Duration.ofSeconds(20),
                "four steps are told",
                () -> steps(small).size() == 4);
        assertThat(steps(small))
                .containsExactly(
                        "billing.plan_downgraded unlimited " + small,
                        "billing.plan_upgraded " + small + " " + large,
                        "billing.plan_downgraded " + large + " " + small,
                        "billing.plan_upgraded " + small + " unlimited");
    }

    @Test
    void planThatIsHeldIsNeitherDeletedNorMadeSmaller() {
        String plan = plan("agents", 5);
        assign(plan);

        assertThat(calls.admin("DELETE", "/plans/" + plan).send().expect(409).text("code"))
                .isEqualTo("plan_in_use");
        for (Long agents : Arrays.asList(4L, null)) {
            assertThat(limited(plan, agents).expect(409).text("code")).isEqualTo("plan_in_use");
        }
        assertThat(limited(plan, 6L).expect(200).json().path("holders").asLong())
                .isEqualTo(1);
        assign(null);
        limited(plan, 1L).expect(200);
        calls.admin("DELETE", "/plans/" + plan).send().expect(204);
        calls.admin("GET", "/plans/" + plan).send().expect(404);
    }

    @Test
    void organizationsPlanCountsItsOwnThingsAlone() {
        String organization = keys.organization();
        String plan = plan("agents", 1);
        long before = used("agents");
        calls.agent();
        assignTo(organization, plan);

        calls.agent("organization_id", organization);
        calls.admin("POST", "/agents")
                .json(body("name", "A", "owner", "Team", "organization_id", organization))
                .send()
                .expect(402);
        calls.agent();

        JsonNode usage = calls.admin("GET", "/organizations/" + organization + "/usage")
                .send()
                .expect(200)
                .json();
        assertThat(item(usage, "agents").path("used").asLong()).isEqualTo(1);
        assertThat(item(usage, "agents").path("limit").asLong()).isEqualTo(1);
        assertThat(used("agents")).isEqualTo(before + 2);
        calls.admin("GET", "/organizations/" + java.util.UUID.randomUUID() + "/usage")
                .send()
                .expect(404);
        calls.realm().admin("DELETE", "/organizations/" + organization).send().expect(204);
        calls.admin("DELETE", "/plans/" + plan).send().expect(204);
    }

    @Test
    void planIsWithinItsBounds() {
        String name = "x".repeat(64);
        calls.admin("POST", "/plans")
                .json(body("name", name, "rank", 1_000, "limits", Map.of("seats", 1_000_000_000_000L)))
                .send()
                .expect(201);
        calls.admin("POST", "/plans").json(body("name", name)).send().expect(409);
        for (Map<String, Object> wrong : List.of(
                body("name", name + "x"),
                body("name", "Free"),
                body("name", "y", "rank", 1_001),
                body("name", "y", "limits", Map.of("seats", 1_000_000_000_001L)),
                body("name", "y", "limits", Map.of("seats", -1)),
                body("name", "y", "limits", Map.of("seat", 1)))) {
            calls.admin("POST", "/plans").json(wrong).send().expect(422);
        }
        calls.admin("PUT", "/realm-plan").json(body("plan", "nowhere")).send().expect(422);
        calls.admin("PUT", "/realm-plan").json(Map.of()).send().expect(422);
    }

    private String plan(String limit, long value) {
        String name = KeyRealm.unique("plan-");
        calls.admin("POST", "/plans")
                .json(body("name", name, "limits", Map.of(limit, value)))
                .send()
                .expect(201);
        return name;
    }

    private Answer limited(String plan, @Nullable Long agents) {
        return calls.admin("PATCH", "/plans/" + plan)
                .json(body("limits", body("agents", agents)))
                .send();
    }

    private void assign(@Nullable String plan) {
        calls.admin("PUT", "/realm-plan").json(body("plan", plan)).send().expect(200);
    }

    private void assignTo(String organization, @Nullable String plan) {
        calls.admin("PUT", "/organizations/" + organization + "/plan")
                .json(body("plan", plan))
                .send()
                .expect(200);
    }

    private Answer make(String limit) {
        return switch (limit) {
            case "agents" ->
                calls.admin("POST", "/agents")
                        .json(body("name", "A", "owner", "Team", "scopes", RealmCalls.SCOPES))
                        .send();
            case "api_keys" ->
                calls.admin("POST", "/api-keys").json(body("name", "K")).send();
            case "domains" ->
                calls.admin("POST", "/domains")
                        .json(body("domain", KeyRealm.unique("d") + ".example"))
                        .send();
            default ->
                calls.admin("POST", "/webhooks")
                        .json(body("url", "http://127.0.0.1:9/", "events", List.of("webhook.disabled")))
                        .send();
        };
    }

    private void end(String limit, String id) {
        switch (limit) {
            case "agents" ->
                calls.admin("POST", "/agents/" + id + "/revoke").send().expect(200);
            case "api_keys" -> calls.admin("DELETE", "/api-keys/" + id).send().expect(204);
            case "domains" -> calls.admin("DELETE", "/domains/" + id).send().expect(204);
            default -> calls.admin("DELETE", "/webhooks/" + id).send().expect(204);
        }
    }

    private long used(String limit) {
        return item(calls.admin("GET", "/usage").send().expect(200).json(), limit)
                .path("used")
                .asLong();
    }

    private static JsonNode item(JsonNode usage, String limit) {
        for (JsonNode item : usage.path("limits")) {
            if (item.path("name").asText().equals(limit)) {
                return item;
            }
        }
        throw new AssertionError("no " + limit + " in " + usage);
    }

    private List<Integer> percents(String plan, int count) {
        List<Integer> percents = new ArrayList<>();
        Eventually.holds(Duration.ofSeconds(20), count + " limits are told of", () -> {
            percents.clear();
            events("billing.limit_reached").forEach(event -> {
                if (event.at("/target/id").asText().equals(plan)) {
                    percents.add(event.at("/data/percent").asInt());
                }
            });
            return percents.size() >= count;
        });
        return percents.stream().sorted().toList();
    }

    /** Those from or to a plan, the oldest first. */
    private List<String> steps(String plan) {
        List<String> steps = new ArrayList<>();
        for (JsonNode event : calls.admin("GET", "/audit/events?limit=100")
                .send()
                .expect(200)
                .json()
                .path("items")) {
            String from = event.at("/data/from").asText();
            String to = event.at("/data/to").asText();
            if (from.equals(plan) || to.equals(plan)) {
                steps.add(0, event.path("type").asText() + " " + from + " " + to);
            }
        }
        return steps;
    }

    private List<JsonNode> events(String type) {
        List<JsonNode> events = new ArrayList<>();
        calls.admin("GET", "/audit/events?limit=100&type=" + type)
                .send()
                .expect(200)
                .json()
                .path("items")
                .forEach(events::add);
        return events;
    }

    private static List<Answer> together(Supplier<Answer> call) {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<CompletableFuture<Answer>> running = IntStream.range(0, CALLERS)
                    .mapToObj(i -> CompletableFuture.supplyAsync(call, callers))
                    .toList();
            return running.stream().map(CompletableFuture::join).toList();
        } finally {
            callers.shutdown();
        }
    }
}
