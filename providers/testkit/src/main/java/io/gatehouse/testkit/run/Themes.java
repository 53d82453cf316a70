package io.gatehouse.testkit.run;

import io.gatehouse.testkit.http.Http;
import java.util.Map;

/** Shows the master realm's administrators Gatehouse's pages too: the console's theme is that of the realm one logs in to. */
final class Themes {
    private Themes() {}

    /** Needs a token of a master administrator. Where the jar was built without the pages, Keycloak shows its own. */
    static void useForMaster(Http http, String token) {
        http.put("/admin/realms/master")
                .bearer(token)
                .json(Map.of("adminTheme", "gatehouse"))
                .send()
                .expect(204);
    }
}
