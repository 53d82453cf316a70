package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.util.ArrayList;
import java.util.List;

/** Exchanges API keys of a realm for tokens, and asks what the tokens are worth. */
record KeyExchanges(KeyRealm keys) {
    static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange";
    static final String KEY_TYPE = "urn:gatehouse:params:oauth:token-type:api-key";
    static final String ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token";

    /** An exchange by the client that may verify every key; names and values in turn. */
    Answer of(String key, String... more) {
        return as("demo-api", "demo-api-secret", key, more);
    }

    /** An exchange by another client. */
    Answer as(String client, String secret, String key, String... more) {
        return keys.realm().token(form(key, more)).basic(client, secret).send();
    }

    /** The form of an exchange: names and values in turn. */
    static String[] form(String key, String... more) {
        List<String> form = new ArrayList<>(
                List.of("grant_type", GRANT_TYPE, "subject_token", key, "subject_token_type", KEY_TYPE));
        form.addAll(List.of(more));
        return form.toArray(String[]::new);
    }

    /** A token for the key. */
    String token(String key) {
        return of(key).expect(200).text("access_token");
    }

    /** What an anonymous caller is told of a token. */
    JsonNode verify(String token) {
        return keys.v1("POST", "/tokens/verify")
                .json(body("token", token))
                .send()
                .expect(200)
                .json();
    }

    boolean isValid(String token) {
        return verify(token).path("valid").asBoolean();
    }
}
