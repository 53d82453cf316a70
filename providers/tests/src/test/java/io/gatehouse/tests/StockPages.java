package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One person's way through Keycloak's own pages for a public client with PKCE, such as {@code app} of the
 * production realm. Nobody listens where the client is sent back to: such an address ends each way.
 */
final class StockPages {
    /** What the placeholder APP_URL of the realm's file is to be. */
    static final String APP = "http://127.0.0.1:9";

    private static final String REDIRECT = APP + "/";
    private static final int MAX_REDIRECTS = 12;
    private static final String VERIFIER = "v".repeat(43);

    /** SHA-256 of the verifier in base64url (RFC 7636, 4.2). */
    private static final String CHALLENGE = LoginPages.challenge();

    private final TestRealm realm;
    private final String client;
    private final Browser browser;

    StockPages(Gatehouse gatehouse, TestRealm realm) {
        this(gatehouse, realm, "app");
    }

    /** @param client a public client that may be sent back to {@link #APP} */
    StockPages(Gatehouse gatehouse, TestRealm realm, String client) {
        this.realm = realm;
        this.client = client;
        this.browser = new Browser(gatehouse.http());
    }

    /** What is shown to whoever comes from the client; further parameters of its request. */
    Answer open(String parameters) {
        return follow(browser.open(realm.path("/protocol/openid-connect/auth?response_type=code&scope=openid&client_id="
                + client + "&redirect_uri=" + REDIRECT + "&code_challenge_method=S256&code_challenge=" + CHALLENGE
                + parameters)));
    }

    /** What is shown at an address, such as one of a mail. */
    Answer openAddress(String address) {
        return follow(browser.open(address));
    }

    /** What is shown behind the page's link whose address has this in it. */
    Answer click(Answer page, String part) {
        Matcher link = Pattern.compile("href=\"([^\"]*" + Pattern.quote(part) + "[^\"]*)\"")
                .matcher(page.body());
        assertThat(link.find()).as(part + " in " + page.body()).isTrue();
        return openAddress(link.group(1).replace("&amp;", "&"));
    }

    /** What is shown after the page's form was filled in; names and values in turn. */
    Answer submit(Answer page, String... namesAndValues) {
        return follow(browser.submit(page, namesAndValues));
    }

    /** What is shown after name and password. */
    Answer logIn(String username, String password) {
        return logIn(open(""), username, password);
    }

    /** The same, from a page that shows the login. */
    Answer logIn(Answer loginPage, String username, String password) {
        Answer named = submit(loginPage, "username", username);
        return submit(named, "username", username, "password", password);
    }

    /** What is shown after the form for a new account, with one field of it changed. */
    Answer register(String username, String field, String value) {
        Answer form = click(open(""), "/login-actions/registration");
        String[] fields = {
            "username",
            username,
            "email",
            username + "@demo.example",
            "firstName",
            "Nora",
            "lastName",
            "New",
            "password",
            password(username),
            "password-confirm",
            password(username)
        };
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equals(field) || fields[i].equals(field + "-confirm")) {
                fields[i + 1] = value;
            }
        }
        return submit(form, fields);
    }

    /** The password that {@link #register} gives: its reverse, since the realm refuses a name as password. */
    static String password(String username) {
        return new StringBuilder(username).reverse() + "-Secret";
    }

    /** Whether the person is back at the client. */
    static boolean isBack(Answer answer) {
        return target(answer).startsWith(REDIRECT);
    }

    /** A parameter of the address that the person is sent back to. */
    static String parameter(Answer back, String name) {
        Matcher value = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(target(back));
        assertThat(value.find()).as(name + " in " + back).isTrue();
        return URLDecoder.decode(value.group(1), StandardCharsets.UTF_8);
    }

    /** The tokens for the code of the address that the person is sent back to. */
    Answer tokens(Answer back) {
        return token(
                        "grant_type",
                        "authorization_code",
                        "code",
                        parameter(back, "code"),
                        "redirect_uri",
                        REDIRECT,
                        "code_verifier",
                        VERIFIER)
                .send()
                .expect(200);
    }

    /** A request of the client to the token endpoint; names and values in turn. */
    Request token(String... form) {
        String[] all = new String[form.length + 2];
        System.arraycopy(form, 0, all, 0, form.length);
        all[form.length] = "client_id";
        all[form.length + 1] = client;
        return realm.token(all);
    }

    Browser browser() {
        return browser;
    }

    /** Where an answer sends on to, empty when nowhere. */
    static String target(Answer answer) {
        return answer.header("Location").orElse("");
    }

    private Answer follow(Answer answer) {
        Answer at = answer;
        for (int i = 0; i < MAX_REDIRECTS && isLocal(at); i++) {
            at = browser.open(target(at));
        }
        return at;
    }

    /** Keycloak's own addresses are followed; whatever else stays unasked. */
    private boolean isLocal(Answer answer) {
        return target(answer).startsWith(realm.issuer().replaceAll("/realms/.*", "/"));
    }
}
