package io.gatehouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.gatehouse.core.webhook.EventFilter;
import io.gatehouse.event.EventType;
import io.gatehouse.platform.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds {@code docs/guide/events.md} to the code: every event type with its sentence and a sample body. */
class EventGuideTest {
    /** Set to true to write the guide anew. */
    private static final String WRITE = "gatehouse.events.write";

    private static final Path GUIDE = Path.of("../../docs/guide/events.md");
    private static final ObjectMapper PRETTY = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final long SAMPLE_MS = 1_782_914_400_123L;

    @Test
    void guideIsWhatTheCodeSays() throws IOException {
        String generated = generate();
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(GUIDE, generated);
        }
        assertThat(Files.readString(GUIDE))
                .as("docs/guide/events.md is older than the code; run mvn test -pl providers/keycloak -am"
                        + " -Dtest=EventGuideTest -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true")
                .isEqualTo(generated);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void typeHasASentenceAndFitsAGlob(EventType type) {
        assertThat(EventCatalogue.description(type)).endsWith(".");
        assertThat(EventFilter.isGlob(type.text())).isTrue();
        assertThat(EventFilter.all().wants(type.text())).isTrue();
        assertThat(EventCatalogue.isKnown(type.text())).isTrue();
    }

    private static String generate() throws JsonProcessingException {
        StringBuilder text = new StringBuilder("""
                # Events

                <!-- Written by EventGuideTest from the code. Change EventCatalogue or EventSamples, not this file. -->

                Everything that happens is an event. Webhooks deliver events as they are here ([webhooks.md](webhooks.md)); the audit log keeps them.

                - `id` is the event's id, the same in the header `webhook-id`, at every attempt and to every webhook.
                - `timestamp` is when it happened; `realm` is the realm's id.
                - `data.seq` is the event's number in the realm, from 0 without gaps. It is the order in which things happened.
                - `data.actor` did it: `user`, `admin`, `api_key`, `agent`, `anonymous`, or `system` for what Gatehouse does by itself.
                - `data.target` is what it was done to. `agent_id`, `subject_id` (a user's id), `key_id`, `decision`, `decision_id`, `cause` and
                  `correlation_id` are there when they apply.
                - `data.details` is what else belongs to the type. Members may be added to it; do not refuse those that you do not know.
                - Nothing in it tells of a person but by an id: addresses, names, user agents and intents stay in the audit log.

                | type | |
                |---|---|
                """);
        for (EventType type : EventType.values()) {
            text.append("| [`%s`](#%s) | %s |\n"
                    .formatted(type.text(), type.text().replace(".", ""), EventCatalogue.description(type)));
        }
        for (EventType type : EventType.values()) {
            text.append("\n## %s\n\n%s\n\n```json\n%s\n```\n"
                    .formatted(
                            type.text(),
                            EventCatalogue.description(type),
                            sample(type.text(), EventSamples.of(type), "admin_token")));
        }
        text.append("""

                ## Keycloak's own events

                Only webhooks get these that ask for them by a glob that begins with `user.` or `admin.` ([webhooks.md](webhooks.md#keycloaks-own-events)).
                `GET /webhooks/event-types` lists them all, with `is_opt_in`. All have the same members; `details.error` is there when something failed, and the ids of who did it
                where Keycloak knows them.
                """);
        for (Map.Entry<String, EventSamples.Sample> stock : EventSamples.stock().entrySet()) {
            text.append("\n```json\n%s\n```\n".formatted(sample(stock.getKey(), stock.getValue(), "keycloak")));
        }
        return text.toString();
    }

    private static String sample(String type, EventSamples.Sample sample, String authMethod)
            throws JsonProcessingException {
        return PRETTY.writeValueAsString(Payload.tree(new Payload.Source(
                "019f1e5c-2a7b-7c1d-9e3f-4a5b6c7d8e9f",
                "0b6c1d2e-3f40-4152-8637-485960718293",
                41,
                type,
                SAMPLE_MS,
                sample.actorType(),
                sample.actorId(),
                sample.agentId(),
                sample.subjectId(),
                sample.keyId(),
                sample.targetType(),
                sample.targetId(),
                sample.decision(),
                sample.decision() == null ? null : "019f1e5c-2a7b-7c1d-9e3f-4a5b6c7d8ea0",
                sample.cause(),
                Set.of("system", "anonymous").contains(sample.actorType()) ? "none" : authMethod,
                "019f1e5c-2a70-7b02-8c3d-2f4a6b8c0d1e",
                null,
                Json.write(sample.details()))));
    }
}
