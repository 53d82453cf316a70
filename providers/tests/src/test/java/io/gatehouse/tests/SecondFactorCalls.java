package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import io.gatehouse.tests.KeyRealm.Person;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One person with the API of its second factors. Keycloak looks at codes by the real time, wherever the test's clock is. */
record SecondFactorCalls(KeyRealm keys, String token) {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    /** A login of a moment ago. */
    static SecondFactorCalls of(KeyRealm keys, Person person) {
        return new SecondFactorCalls(keys, keys.token(person.username()));
    }

    Request call(String method, String below) {
        return keys.v1(method, "/me/2fa" + below).bearer(token);
    }

    Answer setup() {
        return call("GET", "/setup").send();
    }

    Answer enrol(Answer setup, String code, @Nullable Object... more) {
        var wanted = body("setup_id", setup.text("setup_id"), "code", code);
        wanted.putAll(body(more));
        return call("POST", "/setup").json(wanted).send();
    }

    /** Enrols an app. */
    Totp enrolled(@Nullable Object... more) {
        Answer setup = setup().expect(200);
        Totp app = app(setup);
        enrol(setup, now(app), more).expect(201);
        return app;
    }

    Answer verify(String code) {
        return call("POST", "/verify").json(body("code", code)).send();
    }

    /** The app that a set-up's secret makes. */
    static Totp app(Answer setup) {
        return new Totp(decoded(setup.text("secret")));
    }

    /** The code that an app shows now. */
    static String now(Totp app) {
        return app.at(Instant.now().getEpochSecond());
    }

    /** The one after it, which is taken already: another than {@link #now}. */
    static String next(Totp app) {
        return app.at(Instant.now().getEpochSecond() + 30);
    }

    /** A code that an app does not show. */
    static String wrong(Totp app) {
        long now = Instant.now().getEpochSecond();
        for (int code = 0; ; code++) {
            String text = String.format("%06d", code);
            boolean isRight = text.equals(app.at(now - 30))
                    || text.equals(app.at(now))
                    || text.equals(app.at(now + 30))
                    || text.equals(app.at(now + 60));
            if (!isRight) {
                return text;
            }
        }
    }

    private static String decoded(String base32) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < base32.length(); i++) {
            buffer = (buffer << BITS | ALPHABET.indexOf(base32.charAt(i))) & 0xfff;
            bits += BITS;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                bytes.write(buffer >> bits);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
