package io.gatehouse.tests;

import java.util.Map;

/** Login flows that tests make of single steps. */
final class LoginFlows {
    private LoginFlows() {}

    /** Makes a flow of nothing but this step, if there is none yet, and has the realm use it for browsers. */
    static void useAlone(TestRealm realm, String step) {
        String flow = step + "-alone";
        boolean isThere = realm.admin("GET", "/authentication/flows")
                .send()
                .json()
                .findValuesAsText("alias")
                .contains(flow);
        if (!isThere) {
            make(realm, flow, step);
        }
        realm.admin("PUT", "").json(Map.of("browserFlow", flow)).send().expect(204);
    }

    private static void make(TestRealm realm, String flow, String step) {
        String executions = "/authentication/flows/" + flow + "/executions";
        realm.admin("POST", "/authentication/flows")
                .json(Map.of("alias", flow, "providerId", "basic-flow", "topLevel", true, "builtIn", false))
                .send()
                .expect(201);
        realm.admin("POST", executions + "/execution")
                .json(Map.of("provider", step))
                .send()
                .expect(201);
        String id =
                realm.admin("GET", executions).send().json().path(0).path("id").asText();
        realm.admin("PUT", executions)
                .json(Map.of("id", id, "requirement", "REQUIRED"))
                .send()
                .expect(204);
    }
}
