package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** People of a realm who log in by a code that is sent to a mailbox. */
record LoginCodes(RealmCalls calls, Mailbox mailbox) {
    private static final Pattern CODE = Pattern.compile("(?m)^([0-9]{6})$");

    /** A letter that somebody asked for and got. */
    record Sent(String email, String nonce, String code) {
        /** A code that is not the one. */
        String wrongCode() {
            return code.equals("000000") ? "000001" : "000000";
        }
    }

    /** Asks for a code and waits for it. */
    Sent sent(String email) {
        String nonce = ask(email);
        return new Sent(email, nonce, code(mailbox.next(email)));
    }

    /** Asks for a code; the nonce. */
    String ask(String email) {
        return send(email).expect(202).text("nonce");
    }

    Answer send(String email) {
        return calls.v1("POST", "/auth/send-code").json(Map.of("email", email)).send();
    }

    static String code(Mailbox.Mail mail) {
        Matcher code = CODE.matcher(mail.text());
        assertThat(code.find()).as(mail.text()).isTrue();
        return code.group(1);
    }

    /** Presents what was sent; members in turn with values replace and add. */
    Answer verify(Sent sent, Object... members) {
        Map<String, Object> body =
                new LinkedHashMap<>(Map.of("email", sent.email(), "code", sent.code(), "nonce", sent.nonce()));
        for (int i = 0; i < members.length; i += 2) {
            body.put(members[i].toString(), members[i + 1]);
        }
        return calls.v1("POST", "/auth/verify-code").json(body).send();
    }

    /** Asserts that an answer is the one to every wrong code. */
    static void assertWrong(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.text("code")).isEqualTo("invalid_code");
        assertThat(answer.text("detail")).isEqualTo("The code is wrong, used, or too old.");
    }
}
