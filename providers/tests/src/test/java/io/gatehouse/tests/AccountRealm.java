package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** What stock Keycloak lets the people of a test realm do with their accounts. */
record AccountRealm(TestRealm realm) {
    /** Switches a required action on. */
    void allow(String action) {
        set(action, true);
    }

    /** Switches a required action off. */
    void forbid(String action) {
        set(action, false);
    }

    private void set(String alias, boolean isEnabled) {
        ObjectNode action = (ObjectNode) realm.admin("GET", "/authentication/required-actions/" + alias)
                .send()
                .expect(200)
                .json();
        action.put("enabled", isEnabled);
        realm.admin("PUT", "/authentication/required-actions/" + alias)
                .json(action)
                .send()
                .expect(204);
    }

    /** Gives a user the role to delete the own account. */
    void grantDeletion(String userId) {
        realm.admin("POST", "/users/" + userId + "/role-mappings/clients/" + account())
                .json(List.of(deletion()))
                .send()
                .expect(204);
    }

    /** Takes that role from everybody who was not given it. */
    void takeDeletionFromEverybody() {
        String everybody = realm.admin("GET", "")
                .send()
                .expect(200)
                .json()
                .at("/defaultRole/name")
                .asText();
        realm.admin("DELETE", "/roles/" + everybody + "/composites")
                .json(List.of(deletion()))
                .send()
                .expect(204);
    }

    private JsonNode deletion() {
        return realm.admin("GET", "/clients/" + account() + "/roles/delete-account")
                .send()
                .expect(200)
                .json();
    }

    private String account() {
        return realm.admin("GET", "/clients?clientId=account")
                .send()
                .expect(200)
                .json()
                .path(0)
                .path("id")
                .asText();
    }

    /** Has the realm send its mails to a port of 127.0.0.1. */
    void sendMailTo(int port) {
        realm.admin("PUT", "")
                .json(Map.of(
                        "smtpServer",
                        Map.of("host", "127.0.0.1", "port", Integer.toString(port), "from", "keycloak@demo.example")))
                .send()
                .expect(204);
    }
}
