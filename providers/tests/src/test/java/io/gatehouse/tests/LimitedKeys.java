package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;

import io.gatehouse.testkit.http.Answer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Verifies keys of one realm that have limits. */
record LimitedKeys(KeyRealm keys) {
    /** A window that does not end while a test runs, unless it runs at the wrong second of a month. */
    static final int WINDOW_SECONDS = 2_592_000;

    /** A rate limit of a key. */
    static Map<String, Object> limit(String name, long limit) {
        return body("name", name, "limit", limit, "window_seconds", WINDOW_SECONDS);
    }

    /** What a verification by the master administrator says; names and values go into its body. */
    Answer verify(String key, @Nullable Object... namesAndValues) {
        Map<String, Object> wanted = body("key", key);
        wanted.putAll(body(namesAndValues));
        return keys.admin("POST", "/api-keys/verify").json(wanted).send().expect(200);
    }

    /** The code of such a verification. */
    String code(String key, @Nullable Object... namesAndValues) {
        return verify(key, namesAndValues).text("code");
    }
}
