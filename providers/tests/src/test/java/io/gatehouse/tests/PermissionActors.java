package io.gatehouse.tests;

import io.gatehouse.testkit.http.Request;
import io.gatehouse.tests.RealmCalls.Agent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every kind of caller that {@link PermissionsIT} lets call, by the name of its column. */
final class PermissionActors {
    /** Admin roles of which one user each holds one alone. */
    static final List<String> ROLES = List.of(
            "view-gatehouse",
            "manage-gatehouse",
            "manage-api-keys",
            "verify-api-keys",
            "manage-agents",
            "manage-policies",
            "manage-webhooks",
            "manage-domains",
            "manage-plans",
            "view-audit",
            "decide-approvals",
            "erase-audit");

    private static final String FOR_GATEHOUSE = "openid gatehouse";

    private final RealmCalls calls;
    private final Map<String, String> credentials = new HashMap<>();
    private final Map<String, String> userIds = new HashMap<>();
    private final Map<String, String> keys = new HashMap<>();

    /** @param agent the one whose own secret calls */
    PermissionActors(RealmCalls calls, Agent agent) {
        this.calls = calls;
        TestRealm realm = calls.realm();
        person("user", "bob");
        person("owner", "alice");
        person("realm-admin", "carol");
        for (String role : ROLES) {
            String id = realm.createUser("only-" + role);
            realm.grant(id, role);
            person(role, "only-" + role);
        }
        credentials.put("no-audience", realm.userToken("carol", "openid"));
        credentials.put("other-realm", calls.gatehouse().realm("demo").userToken("carol", FOR_GATEHOUSE));
        credentials.put(
                "agent-token",
                calls.token(calls.agent().id(), "ttl", 3_600, "target_service", realm.issuer() + "/gatehouse/v1"));
        credentials.put("agent-secret", agent.secret());
    }

    /** A request by the actor to the root that is its own. {@code scope} is what the exact key carries. */
    Request request(String actor, String method, String below, String scope) {
        return switch (actor) {
            case "anonymous" -> calls.v1(method, below);
            case "master-admin" -> calls.admin(method, below);
            case "realm-admin-at-admin" -> atAdmin(method, below, credential("realm-admin"));
            case "other-realm-at-admin" -> atAdmin(method, below, credential("other-realm"));
            case "key-without" -> calls.v1(method, below).bearer(key("orders.read"));
            case "key-exact" -> calls.v1(method, below).header("X-API-Key", key(scope));
            default -> calls.v1(method, below).bearer(credential(actor));
        };
    }

    /** Whom the actor may make the owner of a new agent: itself if it is a person, else a team. */
    Object owner(String actor) {
        String userId = userIds.get(actor.replace("-at-admin", ""));
        return userId == null ? "Team" : Map.of("type", "user", "id", userId);
    }

    private Request atAdmin(String method, String below, String token) {
        return calls.gatehouse()
                .http()
                .request(method, calls.realm().adminPath("/gatehouse" + below))
                .bearer(token);
    }

    private void person(String actor, String username) {
        credentials.put(actor, Login.token(calls.gatehouse(), calls.realm(), username));
        userIds.put(actor, calls.realm().userId(username));
    }

    private String credential(String actor) {
        String credential = credentials.get(actor);
        if (credential == null) {
            throw new IllegalArgumentException("permissions.txt has a column that nobody stands for: " + actor);
        }
        return credential;
    }

    private String key(String scope) {
        return keys.computeIfAbsent(scope, wanted -> calls.key(wanted).text());
    }
}
