package io.gatehouse.tests;

import io.gatehouse.testkit.http.Answer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** People's logins in a browser. Only their tokens tell when the person was there, which making credentials asks for. */
final class Login {
    private static final String REDIRECT = "http://127.0.0.1:9/callback";
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private Login() {}

    /** An access token that Gatehouse accepts, of a user who has just logged in with the user name as password. */
    static String token(Gatehouse gatehouse, TestRealm realm, String username) {
        Browser browser = new Browser(gatehouse.http());
        Answer page = browser.open(realm.path("/protocol/openid-connect/auth?response_type=code&scope=openid+gatehouse"
                + "&client_id=demo-app&redirect_uri=" + REDIRECT));
        // A realm with organizations asks for the name first, because it may lead to an organization's own login.
        Answer named = browser.submit(page, "username", username);
        String target = browser.submit(named, "username", username, "password", username)
                .expect(302)
                .header("Location")
                .orElseThrow();
        Matcher code = CODE.matcher(target);
        if (!code.find()) {
            throw new AssertionError("No code in " + target);
        }
        return realm.token("grant_type", "authorization_code", "code", code.group(1), "redirect_uri", REDIRECT)
                .basic("demo-app", "demo-app-secret")
                .send()
                .expect(200)
                .text("access_token");
    }
}
