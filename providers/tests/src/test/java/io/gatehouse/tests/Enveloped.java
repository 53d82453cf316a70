package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Exchange;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/** Opens answers that came in an envelope, which has exactly three members. */
final class Enveloped {
    static final String TYPE = "application/vnd.gatehouse.envelope+json";

    private Enveloped() {}

    static boolean is(Answer answer) {
        return answer.mediaType().equals(TYPE);
    }

    /** The exchange as it would have been without the envelope. */
    static Exchange opened(Exchange exchange) {
        Answer answer = exchange.answer();
        JsonNode envelope = answer.json();
        boolean isSuccess = answer.status() < 400;
        JsonNode inside = envelope.path(isSuccess ? "data" : "error");
        boolean isWhole = envelope.size() == 3
                && envelope.path("success").isBoolean()
                && envelope.path("success").asBoolean() == isSuccess
                && envelope.path(isSuccess ? "error" : "data").isNull()
                && (isSuccess || inside.isObject());
        if (!isWhole) {
            throw new AssertionError(answer.request() + " answered something else than an envelope: " + answer.body());
        }
        String type = isSuccess ? "application/json" : "application/problem+json";
        return inside.isNull()
                ? with(exchange, 204, Map.of(), "")
                : with(exchange, answer.status(), Map.of("Content-Type", List.of(type)), inside.toString());
    }

    private static Exchange with(Exchange exchange, int status, Map<String, List<String>> headers, String body) {
        return new Exchange(
                exchange.method(),
                exchange.path(),
                exchange.requestType(),
                exchange.requestBody(),
                new Answer(exchange.answer().request(), status, HttpHeaders.of(headers, (name, value) -> true), body));
    }
}
