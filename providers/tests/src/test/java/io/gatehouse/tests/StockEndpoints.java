package io.gatehouse.tests;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;

/**
 * The demo realm's stock endpoints, as its two clients call them.
 *
 * @param gatehouse the server
 * @param realm the demo realm
 */
record StockEndpoints(Gatehouse gatehouse, TestRealm realm) {
    static final String APP = "demo-app";
    static final String API = "demo-api";

    /** Its audience is the demo resource server, which may therefore introspect and exchange the token. */
    static final String SCOPE = "openid calendar.read";

    /** The tokens of a user of the demo application. */
    Answer logIn() {
        return app("/token", "grant_type", "password", "username", "alice", "password", "alice", "scope", SCOPE);
    }

    /** A form of the demo application, which people log in to. */
    Answer app(String endpoint, String... form) {
        return form(endpoint, form).basic(APP, APP + "-secret").send();
    }

    /** A form of the demo resource server, which has a service account. */
    Answer api(String endpoint, String... form) {
        return form(endpoint, form).basic(API, API + "-secret").send();
    }

    Answer introspect(String token) {
        return api("/token/introspect", "token", token);
    }

    /** A form without client authentication; what the form says apart. */
    Request form(String endpoint, String... form) {
        return gatehouse
                .http()
                .post(realm.path("/protocol/openid-connect" + endpoint))
                .form(form);
    }

    Answer get(String path, String token) {
        return gatehouse
                .http()
                .get(realm.path(path))
                .header("Accept", "application/json")
                .bearer(token)
                .send();
    }

    /** A page as a browser asks for it. */
    Answer page(String path) {
        return gatehouse.http().get(path).header("Accept", "text/html").send();
    }
}
