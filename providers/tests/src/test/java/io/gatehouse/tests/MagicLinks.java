package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Links by which people log in at the demo realm's application in the browser: asked for, opened, pressed and redeemed. */
record MagicLinks(Gatehouse gatehouse, TestRealm realm) {
    static final String CLIENT = "demo-spa";
    static final String REDIRECT = "http://127.0.0.1:9/callback";
    static final String VERIFIER = "w".repeat(43);
    static final String OVER = "This link was used already, or it is too old.";
    static final String REFUSED = "This link cannot be used.";

    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");
    private static final Pattern HIDDEN = Pattern.compile("name=\"(key|state_checker)\" value=\"([^\"]+)\"");

    /** A request for a link; further or other members as names and values in turn, null to leave one out. */
    Request request(String email, Object... members) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("email", email);
        body.put("client_id", CLIENT);
        body.put("redirect_uri", REDIRECT);
        body.put("code_challenge", challenge(VERIFIER));
        body.put("state", "a state");
        for (int i = 0; i < members.length; i += 2) {
            if (members[i + 1] == null) {
                body.remove(String.valueOf(members[i]));
            } else {
                body.put(String.valueOf(members[i]), members[i + 1]);
            }
        }
        return gatehouse
                .http()
                .post(realm.path("/gatehouse/v1/auth/magic-link"))
                .json(body);
    }

    /** The link that somebody is sent. */
    String sent(Mailbox mailbox, String email, Object... members) {
        Answer ignored = request(email, members).send().expect(202);
        return link(mailbox.next(email));
    }

    /** The link in a mail. */
    static String link(Mailbox.Mail mail) {
        return mail.text()
                .lines()
                .filter(line -> line.startsWith("http"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(mail.text()));
    }

    /** What comes of a press of the button of the page. */
    static Answer press(Browser browser, Answer page) {
        return browser.submit(page, hidden(page));
    }

    /** The hidden fields of the page, names and values in turn. */
    static String[] hidden(Answer page) {
        Matcher fields = HIDDEN.matcher(page.expect(200).body());
        Map<String, String> found = new LinkedHashMap<>();
        while (fields.find()) {
            found.put(fields.group(1), fields.group(2));
        }
        assertThat(found).as(page.body()).containsOnlyKeys("key", "state_checker");
        return found.entrySet().stream()
                .flatMap(field -> Stream.of(field.getKey(), field.getValue()))
                .toArray(String[]::new);
    }

    /** Opens a link in a browser, presses the button and follows Keycloak until it shows a page or leaves for the application. */
    Answer followed(Browser browser, String link) {
        return followed(browser, press(browser, browser.open(link)));
    }

    /** Follows Keycloak until it shows a page or leaves for the application. */
    Answer followed(Browser browser, Answer answer) {
        Answer at = answer;
        for (int i = 0; i < 6 && isWithin(at); i++) {
            at = browser.open(at.header("Location").orElseThrow());
        }
        return at;
    }

    private boolean isWithin(Answer answer) {
        return (answer.status() == 302 || answer.status() == 303)
                && answer.header("Location").orElse("").startsWith(realm.issuer());
    }

    /** The code that the application gets. */
    static String code(Answer sentBack) {
        String target = sentBack.expect(302).header("Location").orElseThrow();
        Matcher code = CODE.matcher(target);
        assertThat(target).startsWith(REDIRECT + "?");
        assertThat(code.find()).as(target).isTrue();
        return URLDecoder.decode(code.group(1), StandardCharsets.UTF_8);
    }

    /** The application's request to redeem the code of an answer that sends the person back. */
    Request redeem(Answer sentBack, String verifier) {
        return realm.token(
                "grant_type",
                "authorization_code",
                "client_id",
                CLIENT,
                "code",
                code(sentBack),
                "redirect_uri",
                REDIRECT,
                "code_verifier",
                verifier);
    }

    /** The claims of the token of somebody who has been sent back. */
    JsonNode claims(Answer sentBack) {
        return Jwt.parse(redeem(sentBack, VERIFIER).send().expect(200).text("access_token"))
                .claims();
    }

    static String challenge(String verifier) {
        try {
            return SigningKey.base64(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
