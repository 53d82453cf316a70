package io.gatehouse.platform;

import java.util.Map;
import java.util.function.Consumer;
import org.keycloak.models.KeycloakSession;

/**
 * Port to Keycloak's cluster: short notices to every node, this one included. A notice may be lost; the database is the
 * truth and every reader of notices also polls it.
 */
public interface ClusterNotice {
    /** Sends a notice once the session's transaction has committed; a rolled-back transaction sends nothing. */
    void afterCommit(KeycloakSession session, String topic, Map<String, String> notice);

    /** Hears the notices of a topic, on any thread. */
    void listen(String topic, Consumer<Map<String, String>> listener);
}
