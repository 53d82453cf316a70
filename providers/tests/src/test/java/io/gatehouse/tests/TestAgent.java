package io.gatehouse.tests;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An agent that a test made, with what it knows about itself.
 *
 * @param realm its realm
 * @param id its id, which is its client id
 * @param secret its secret, empty when it proves itself by a key
 */
record TestAgent(TestRealm realm, String id, String secret) {
    /** A token request with the agent's right secret; further parameters as names and values in turn. */
    Request asks(String... parameters) {
        return asksWith(secret, parameters);
    }

    /** A token request with any secret. */
    Request asksWith(String presented, String... parameters) {
        List<String> form = new ArrayList<>(List.of("grant_type", "client_credentials"));
        form.addAll(Arrays.asList(parameters));
        return realm.token(form.toArray(String[]::new)).basic(id, presented);
    }

    /** A fresh token. */
    String token(String... parameters) {
        return asks(parameters).send().expect(200).text("access_token");
    }

    /** The error code of a token request that is refused with this status. */
    String refusal(int status, String... parameters) {
        return error(asks(parameters).send(), status);
    }

    /** The error code of an answer with this status. */
    static String error(Answer answer, int status) {
        return answer.expect(status).text("error");
    }
}
