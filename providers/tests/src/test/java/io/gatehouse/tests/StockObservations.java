package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.gatehouse.testkit.http.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Notes on answers, such that two servers that behave alike give equal notes: ids, times and signatures are noted as
 * present, lists and scopes are sorted, the server's address is left out.
 */
final class StockObservations {
    private static final Set<String> TOKENS = Set.of("access_token", "refresh_token", "id_token");
    private static final Set<String> DIFFERENT_EACH_TIME = Set.of(
            "exp",
            "iat",
            "nbf",
            "auth_time",
            "sid",
            "sub",
            "at_hash",
            "session_state",
            "kid",
            "id",
            "createdDate",
            "not-before-policy");

    private final String baseUrl;
    private final Map<String, String> notes = new LinkedHashMap<>();

    StockObservations(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    Map<String, String> all() {
        return notes;
    }

    void note(String name, String value) {
        if (notes.put(name, value) != null) {
            throw new IllegalStateException("Noted twice: " + name);
        }
    }

    /** Any JSON value. */
    void value(String name, JsonNode value) {
        note(name, plain("", value));
    }

    /** The status and the headers that clients and caches act on. */
    void status(String flow, Answer answer) {
        note(flow + ".status", String.valueOf(answer.status()));
        for (String header : List.of("Content-Type", "Cache-Control", "Pragma", "WWW-Authenticate")) {
            note(flow + "." + header, answer.headers().allValues(header).toString());
        }
    }

    /** The status and the body, which is JSON or empty. */
    void answer(String flow, Answer answer) {
        status(flow, answer);
        note(flow + ".body", answer.body().isEmpty() ? "" : plain("", answer.json()));
    }

    /** A token answer with the inside of every token in it. */
    void tokens(String flow, Answer answer) {
        answer(flow, answer.expect(200));
        answer.json().properties().forEach(member -> {
            if (TOKENS.contains(member.getKey())) {
                Jwt token = Jwt.parse(member.getValue().asText());
                note(flow + "." + member.getKey() + ".header", plain("", token.header()));
                note(flow + "." + member.getKey() + ".claims", plain("", token.claims()));
                note(
                        flow + "." + member.getKey() + ".lifetime",
                        rounded(token.claims().path("exp").asLong()
                                - token.claims().path("iat").asLong()));
            }
        });
    }

    private String plain(String name, JsonNode value) {
        if (TOKENS.contains(name) || DIFFERENT_EACH_TIME.contains(name)) {
            return "present";
        }
        if (value.getNodeType() == JsonNodeType.OBJECT) {
            Map<String, String> members = new TreeMap<>();
            value.properties()
                    .forEach(member -> members.put(member.getKey(), plain(member.getKey(), member.getValue())));
            return members.toString();
        }
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(plain("", item)));
            return items.stream().sorted().toList().toString();
        }
        String text = value.asText().replace(baseUrl, "");
        return switch (name) {
            case "jti" -> text.contains(":") ? text.replaceFirst(":.*", "") : "present";
            case "expires_in", "refresh_expires_in" -> rounded(value.asLong());
            case "scope" ->
                List.of(text.split(" ", -1)).stream().sorted().toList().toString();
            default -> text;
        };
    }

    /** To ten seconds: two answers may be given on two sides of a second. */
    private static String rounded(long seconds) {
        return "about " + Math.round(seconds / 10.0) * 10;
    }
}
