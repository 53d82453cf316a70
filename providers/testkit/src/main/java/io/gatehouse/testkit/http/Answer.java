package io.gatehouse.testkit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a server answered. Redirects are answers like any other.
 *
 * @param request the request line, for messages
 * @param status the status code
 * @param headers the headers
 * @param body the body, empty when there is none
 */
public record Answer(String request, int status, HttpHeaders headers, String body) {
    static final ObjectMapper JSON = new ObjectMapper();

    /** This answer, if it has one of these status codes; otherwise an error that shows the body. */
    public Answer expect(int... statuses) {
        if (Arrays.stream(statuses).noneMatch(expected -> expected == status)) {
            throw new AssertionError(
                    request + " answered " + status + " instead of " + Arrays.toString(statuses) + ": " + body);
        }
        return this;
    }

    /** The body as JSON. */
    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(request + " answered " + status + " with a body that is not JSON: " + body, e);
        }
    }

    /** A member of the body's JSON object as text; it must be there. */
    public String text(String member) {
        JsonNode value = json().path(member);
        if (value.isMissingNode() || value.isNull()) {
            throw new AssertionError(request + " answered without \"" + member + "\": " + body);
        }
        return value.asText();
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The media type without its parameters, empty when there is none. */
    public String mediaType() {
        return header("Content-Type").map(type -> type.split(";", 2)[0].strip()).orElse("");
    }
}
