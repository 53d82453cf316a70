package io.gatehouse.login;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a link was asked for: the application's authorization request, and the login that waits for it in the browser where it was
 * asked for on Keycloak's own page. Kept with the request for the letter; never in the link.
 *
 * @param clientId the application
 * @param parameters of an authorization request that logs somebody in anew (OpenID Connect Core 3.1.2.1, RFC 7636 4.3); empty
 *     when the login that waits is the only one that the link may go on with
 * @param waiting null when no login waits
 */
public record LinkRequest(
        String clientId,
        Map<String, String> parameters,
        @Nullable Waiting waiting) {
    private static final String CLIENT = "client_id";
    private static final String REQUEST = "request";
    private static final String WAITING = "waiting";
    private static final String SESSION = "session";
    private static final String TAB = "tab";
    private static final String STEP = "step";

    /** Copies the map. */
    public LinkRequest {
        parameters = Map.copyOf(parameters);
    }

    /**
     * A login of Keycloak's that waits in a browser.
     *
     * @param sessionId Keycloak's id of the browser's login sessions
     * @param tabId the one among them
     * @param executionId the step of its flow that waits
     */
    public record Waiting(String sessionId, String tabId, String executionId) {}

    /** The address that the browser goes to in the end, empty without one. */
    public String redirectUri() {
        return parameters.getOrDefault("redirect_uri", "");
    }

    /** As it is kept. */
    Map<String, Object> toPayload() {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put(CLIENT, clientId);
        payload.put(REQUEST, parameters);
        if (waiting != null) {
            payload.put(
                    WAITING, Map.of(SESSION, waiting.sessionId(), TAB, waiting.tabId(), STEP, waiting.executionId()));
        }
        return payload;
    }

    /** From how it is kept. */
    static LinkRequest of(Map<String, Object> payload) {
        Map<String, String> waiting = texts(payload.get(WAITING));
        return new LinkRequest(
                String.valueOf(payload.get(CLIENT)),
                texts(payload.get(REQUEST)),
                waiting.isEmpty()
                        ? null
                        : new Waiting(
                                waiting.getOrDefault(SESSION, ""),
                                waiting.getOrDefault(TAB, ""),
                                waiting.getOrDefault(STEP, "")));
    }

    private static Map<String, String> texts(@Nullable Object value) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, text) -> texts.put(String.valueOf(name), String.valueOf(text)));
        }
        return texts;
    }

    /** Without what is secret between the application and Keycloak. */
    @Override
    public String toString() {
        return "LinkRequest[" + clientId + "]";
    }
}
