package io.gatehouse.platform;

import java.util.HashMap;
import java.util.Map;
import org.keycloak.models.KeycloakSession;

/** Headers that every answer to the present request is to have, whichever resource gives it: noted with the session. */
public final class AnswerHeaders {
    private static final String ATTRIBUTE = "gatehouse.answer.headers";

    private AnswerHeaders() {}

    /** Notes headers; an answer that has one of them already keeps its own. */
    public static void add(KeycloakSession session, Map<String, String> headers) {
        if (!headers.isEmpty()) {
            Map<String, String> all = new HashMap<>(of(session));
            all.putAll(headers);
            session.setAttribute(ATTRIBUTE, all);
        }
    }

    /** The headers that were noted. */
    @SuppressWarnings("unchecked") // Nobody else writes this attribute.
    public static Map<String, String> of(KeycloakSession session) {
        Map<String, String> noted = session.getAttribute(ATTRIBUTE, Map.class);
        return noted == null ? Map.of() : noted;
    }
}
