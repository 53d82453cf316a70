package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever asks for the envelope gets every JSON answer in it, and the same answer as without. */
@ExtendWith(GatehouseExtension.class)
class EnvelopeIT {
    private RealmCalls calls;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
    }

    @Test
    void everyGetHasTheSameAnswerInIt() throws IOException {
        String agentId = calls.agent().id();
        JsonNode document = new ObjectMapper().readTree(Built.openApi().toFile());
        int enveloped = 0;
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            if (!path.getValue().has("get") || isNotJson(path.getKey())) {
                continue;
            }
            String below =
                    path.getKey().replace("/agents/{id}", "/agents/" + agentId).replaceAll("\\{[a-z_]+}", "0");
            Pair pair = pairOf(below);
            Answer plain = pair.plain();
            Answer inEnvelope = pair.inEnvelope().expect(plain.status());
            if (Enveloped.is(inEnvelope)) {
                enveloped++;
                if (plain.status() < 400) {
                    assertThat(inEnvelope.json().path("data")).as(below).isEqualTo(plain.json());
                } else {
                    assertThat(inEnvelope.json().path("error").path("code"))
                            .as(below)
                            .isEqualTo(plain.json().path("code"));
                }
            } else {
                assertThat(plain.mediaType()).as(below).doesNotEndWith("json");
            }
        }
        assertThat(enveloped).isGreaterThan(15);
    }

    /** Both answers, from a time at which nothing came in between: what is written down comes after what happened. */
    private Pair pairOf(String below) {
        return Eventually.value(Duration.ofSeconds(20), "a quiet moment at " + below, () -> {
            Answer plain = calls.admin("GET", below).send();
            Answer inEnvelope = wanting(calls.admin("GET", below)).send();
            Answer again = calls.admin("GET", below).send();
            boolean quiet = plain.status() >= 400
                    || !Enveloped.is(inEnvelope)
                    || plain.body().equals(again.body());
            return quiet ? Optional.of(new Pair(plain, inEnvelope)) : Optional.empty();
        });
    }

    private record Pair(Answer plain, Answer inEnvelope) {}

    @Test
    void keyIsMadeReadAndRevokedInEnvelopes() {
        Answer made = wanting(calls.admin("POST", "/api-keys"))
                .json(Map.of("name", "Key", "scopes", List.of("orders.read")))
                .send()
                .expect(201);
        JsonNode data = made.json().path("data");
        assertThat(made.json().path("success").asBoolean()).isTrue();
        assertThat(made.json().path("error").isNull()).isTrue();
        assertThat(made.header("Location")).isPresent();
        assertThat(made.header("Vary").orElseThrow()).contains("Accept");
        String below = "/api-keys/" + data.path("id").asText();

        Answer revoked = wanting(calls.admin("DELETE", below)).send().expect(200);

        assertThat(revoked.body()).isEqualTo("{\"success\":true,\"data\":null,\"error\":null}");
        assertThat(wanting(calls.admin("GET", below))
                        .send()
                        .expect(200)
                        .json()
                        .at("/data/status")
                        .asText())
                .isEqualTo("revoked");
    }

    @Test
    void refusalsAreErrors() {
        Answer invalid = wanting(calls.admin("POST", "/api-keys"))
                .json(Map.of("colour", "red"))
                .send()
                .expect(422);
        assertThat(invalid.json().path("success").asBoolean(true)).isFalse();
        assertThat(invalid.json().path("data").isNull()).isTrue();
        assertThat(invalid.json().at("/error/errors").findValuesAsText("pointer"))
                .contains("/name", "/colour");

        for (Answer refused : List.of(
                wanting(calls.v1("GET", "/api-keys")).send().expect(401),
                wanting(calls.admin("GET", "/api-keys/" + "0".repeat(8))).send().expect(404))) {
            assertThat(refused.mediaType()).isEqualTo(Enveloped.TYPE);
            assertThat(refused.json().at("/error/status").asInt()).isEqualTo(refused.status());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/vnd.gatehouse.envelope+json|true",
                "application/vnd.gatehouse.envelope+json, application/json;q=0.5|true",
                "APPLICATION/vnd.gatehouse.envelope+JSON|true",
                "application/json, application/vnd.gatehouse.envelope+json;q=0.5|false",
                "application/vnd.gatehouse.envelope+json;q=0, application/json|false",
                "application/json|false",
                "*/*|false"
            })
    void whatIsPreferredIsAnswered(String accept, boolean isEnvelope) {
        Answer answer =
                calls.admin("GET", "/agents").header("Accept", accept).send().expect(200);

        assertThat(answer.mediaType()).isEqualTo(isEnvelope ? Enveloped.TYPE : "application/json");
    }

    /** Exports and status lists have a format of their own, and the log goes on growing. */
    private static boolean isNotJson(String path) {
        return path.startsWith("/audit") || path.startsWith("/status-lists");
    }

    private static Request wanting(Request request) {
        return request.header("Accept", Enveloped.TYPE);
    }
}
