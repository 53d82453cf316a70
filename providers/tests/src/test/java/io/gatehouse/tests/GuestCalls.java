package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.util.LinkedHashMap;
import java.util.Map;

/** Comes to a realm as a guest, and calls what guests may call. */
record GuestCalls(Gatehouse gatehouse, TestRealm realm) {
    /**
     * A guest.
     *
     * @param id the user's id
     * @param token an access token for the API
     * @param refreshToken the refresh token that came with it
     */
    record Guest(String id, String token, String refreshToken) {}

    /** A call on the realm's root, without a credential yet. */
    Request v1(String method, String below) {
        return gatehouse.http().request(method, realm.path("/gatehouse/v1" + below));
    }

    /** Asks to come in through demo-app; members in turn with values replace and add. */
    Answer ask(Object... members) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("client_id", "demo-app");
        body.put("client_secret", "demo-app-secret");
        body.put("scope", "openid gatehouse");
        for (int i = 0; i < members.length; i += 2) {
            body.put((String) members[i], members[i + 1]);
        }
        return v1("POST", "/auth/anonymous").json(body).send();
    }

    /** A new guest. */
    Guest guest() {
        Answer answer = ask().expect(200);
        return new Guest(answer.text("user_id"), answer.text("access_token"), answer.text("refresh_token"));
    }

    /** The answer to a refresh through demo-app. */
    Answer refresh(String refreshToken) {
        return realm.token("grant_type", "refresh_token", "refresh_token", refreshToken)
                .basic("demo-app", "demo-app-secret")
                .send();
    }

    /** What Keycloak says of whoever holds the token. */
    Answer userinfo(String token) {
        return gatehouse
                .http()
                .get(realm.path("/protocol/openid-connect/userinfo"))
                .bearer(token)
                .send();
    }

    /** The user as an administrator sees it. */
    JsonNode user(String id) {
        return realm.admin("GET", "/users/" + id).send().expect(200).json();
    }

    boolean isThere(String id) {
        return realm.admin("GET", "/users/" + id).send().status() == 200;
    }

    /** How many users the stock search by the mark of guests finds. */
    int marked() {
        return realm.admin("GET", "/users?q=anonymous:true&max=1000")
                .send()
                .expect(200)
                .json()
                .size();
    }

    /** Changes the realm's settings; members in turn with values. */
    void set(Object... members) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            body.put((String) members[i], members[i + 1]);
        }
        realm.admin("PATCH", "/gatehouse/settings").json(body).send().expect(200);
    }
}
