package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keycloak's own pages, by which people whose password is their name log in at agents and consent. */
record LoginPages(Gatehouse gatehouse, TestRealm realm) {
    static final String REDIRECT = "http://127.0.0.1:9/callback";

    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String VERIFIER = "v".repeat(43);
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");
    private static final Pattern HIDDEN = Pattern.compile("name=\"code\" value=\"([^\"]+)\"");
    private static final int MAX_REDIRECTS = 6;

    Browser browser() {
        return new Browser(gatehouse.http());
    }

    /** The address at which an agent starts the authorization code flow. */
    String authorization(TestAgent agent, String scope) {
        return realm.path("/protocol/openid-connect/auth?response_type=code&scope=" + scope.replace(" ", "+")
                + "&client_id=" + agent.id() + "&redirect_uri=" + REDIRECT
                + "&code_challenge_method=S256&code_challenge=" + challenge());
    }

    /** The page of the consent, after the login. */
    Answer loggedIn(Browser browser, TestAgent agent, String scope, String username) {
        return loggedIn(browser, browser.open(authorization(agent, scope)), username);
    }

    private static Answer loggedIn(Browser browser, Answer loginPage, String username) {
        Answer page = browser.submit(loginPage, "username", username);
        return followed(browser, browser.submit(page, "username", username, "password", username));
    }

    /** The answer to a press of a button of the page of the consent, {@code accept} or {@code cancel}. */
    static Answer press(Browser browser, Answer page, String button) {
        Matcher hidden = HIDDEN.matcher(page.body());
        assertThat(hidden.find()).as(page.body()).isTrue();
        return browser.submit(page, "code", hidden.group(1), button, "x");
    }

    /** Whatever a person is sent on to by an answer of Keycloak's. */
    static Answer followed(Browser browser, Answer answer) {
        Answer at = answer;
        for (int i = 0; i < MAX_REDIRECTS && (at.status() == 302 || at.status() == 303); i++) {
            at = browser.open(at.header("Location").orElseThrow());
        }
        return at;
    }

    /** Somebody logs in and consents; what the agent gets for the code. */
    JsonNode codeFlow(TestAgent agent, String scope, String username) {
        Browser browser = browser();
        Answer page = loggedIn(browser, agent, scope, username);
        return redeem(agent, press(browser, page, "accept")).send().expect(200).json();
    }

    /** The agent's request to redeem the code of an answer that sends the person back. */
    Request redeem(TestAgent agent, Answer sentBack) {
        String target = sentBack.expect(302).header("Location").orElseThrow();
        Matcher code = CODE.matcher(target);
        assertThat(code.find()).as(target).isTrue();
        return realm.token(
                        "grant_type",
                        "authorization_code",
                        "code",
                        URLDecoder.decode(code.group(1), StandardCharsets.UTF_8),
                        "redirect_uri",
                        REDIRECT,
                        "code_verifier",
                        VERIFIER)
                .basic(agent.id(), agent.secret());
    }

    /** The agent's request to start the device flow; further parameters as names and values in turn. */
    Request device(TestAgent agent, String scope, String... parameters) {
        List<String> form = new ArrayList<>(
                List.of("scope", scope, "code_challenge", challenge(), "code_challenge_method", "S256"));
        form.addAll(Arrays.asList(parameters));
        return gatehouse
                .http()
                .post(realm.path("/protocol/openid-connect/auth/device"))
                .basic(agent.id(), agent.secret())
                .form(form.toArray(String[]::new));
    }

    /** Somebody opens the address of a device flow that was started, logs in and presses a button of the page of the consent. */
    void confirm(Answer started, String username, String button) {
        Browser browser = browser();
        Answer page = followed(browser, browser.open(started.text("verification_uri_complete")));
        page = loggedIn(browser, page, username);
        Answer ignored = followed(browser, press(browser, page, button));
    }

    /** What the agent gets for a device flow. */
    Answer redeemDevice(TestAgent agent, Answer started) {
        return realm.token(
                        "grant_type",
                        DEVICE_GRANT,
                        "device_code",
                        started.text("device_code"),
                        "code_verifier",
                        VERIFIER)
                .basic(agent.id(), agent.secret())
                .send();
    }

    /** The challenge of every request here (RFC 7636, 4.2). */
    static String challenge() {
        try {
            return SigningKey.base64(
                    MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
