package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes webhooks of one realm by the master administrator and looks at their deliveries. */
record WebhookCalls(RealmCalls calls) {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** A webhook as its creation answered. */
    record Hook(JsonNode json) {
        String id() {
            return json.path("id").asText();
        }

        String secret() {
            return json.path("signing_secret").asText();
        }

        String publicKey() {
            return json.path("public_key").asText();
        }
    }

    /** The answer to a creation; members in turn with values. */
    Answer create(@Nullable Object... members) {
        return calls.admin("POST", "/webhooks").json(KeyRealm.body(members)).send();
    }

    /**
     * Waits until every event of the realm so far has its place: which webhooks are told of an event is decided then, so one
     * that is made or enabled a moment after a change may be told of it still.
     */
    void awaitPlaces() {
        String last = calls.agent().id();
        Eventually.holds(
                LIMIT, "the events have their places", () -> !calls.admin("GET", "/audit/events?agent_id=" + last)
                        .send()
                        .expect(200)
                        .json()
                        .path("items")
                        .isEmpty());
    }

    /** A webhook that wants {@code agent.created}, unless members say otherwise, and gets none from before. */
    Hook hook(String url, @Nullable Object... members) {
        awaitPlaces();
        Map<String, Object> body =
                new LinkedHashMap<>(Map.of("url", url, "events", java.util.List.of("agent.created")));
        body.putAll(KeyRealm.body(members));
        return new Hook(
                calls.admin("POST", "/webhooks").json(body).send().expect(201).json());
    }

    JsonNode shown(Hook hook) {
        return calls.admin("GET", "/webhooks/" + hook.id()).send().expect(200).json();
    }

    Answer patch(Hook hook, @Nullable Object... members) {
        return calls.admin("PATCH", "/webhooks/" + hook.id())
                .json(KeyRealm.body(members))
                .send();
    }

    Answer post(Hook hook, String action) {
        return calls.admin("POST", "/webhooks/" + hook.id() + "/" + action).send();
    }

    /** The deliveries of a webhook with a status, newest first; any status when it is empty. */
    JsonNode deliveries(Hook hook, String status) {
        String query = status.isEmpty() ? "" : "&status=" + status;
        return calls.admin("GET", "/webhooks/" + hook.id() + "/deliveries?limit=100" + query)
                .send()
                .expect(200)
                .json()
                .path("items");
    }

    /** Waits until a webhook has so many deliveries with a status; they. */
    JsonNode await(Hook hook, String status, int count) {
        return Eventually.value(
                LIMIT, count + " deliveries that are " + status, () -> Optional.of(deliveries(hook, status))
                        .filter(all -> all.size() == count));
    }

    /** A delivery with its attempts. */
    JsonNode delivery(String id) {
        return calls.admin("GET", "/webhooks/deliveries/" + id)
                .send()
                .expect(200)
                .json();
    }

    /** Waits until the only delivery of a webhook has so many attempts; it with them. */
    JsonNode awaitAttempts(Hook hook, int attempts) {
        return Eventually.value(LIMIT, attempts + " attempts", () -> Optional.of(deliveries(hook, ""))
                .filter(all -> all.size() == 1 && all.path(0).path("attempts").asInt() >= attempts)
                .map(all -> delivery(all.path(0).path("id").asText())));
    }

    /** The code of the error about a member. */
    static String error(Answer answer, String pointer) {
        for (JsonNode error : answer.expect(422).json().path("errors")) {
            if (error.path("pointer").asText().equals(pointer)) {
                return error.path("code").asText();
            }
        }
        throw new AssertionError("Nothing about " + pointer + ": " + answer.body());
    }
}
