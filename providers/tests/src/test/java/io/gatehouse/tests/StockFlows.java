package io.gatehouse.tests;

import io.gatehouse.testkit.http.Answer;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the flows that every Keycloak has, on the demo realm, and writes down what a client sees of each: status, headers
 * that matter, members, token headers and claims. What differs from run to run is left out, see {@link StockObservations}.
 */
final class StockFlows {
    private static final String CLIENT = "demo-app";
    private static final String SECRET = "demo-app-secret";
    private static final String RESOURCE_SERVER = "demo-api";
    private static final String RESOURCE_SERVER_SECRET = "demo-api-secret";

    /** Its audience is the demo resource server, which may therefore introspect the token. */
    private static final String SCOPE = "openid calendar.read";

    private static final String REDIRECT = "http://127.0.0.1:9/callback";
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private final Gatehouse gatehouse;
    private final TestRealm realm;
    private final StockObservations seen;

    StockFlows(Gatehouse gatehouse) {
        this.gatehouse = gatehouse;
        this.realm = gatehouse.realm("demo");
        this.seen = new StockObservations(gatehouse.baseUrl());
    }

    /** What was seen, by flow and field. */
    Map<String, String> run() {
        password();
        authorizationCode();
        clientCredentials();
        logout();
        revocation();
        refusals();
        return new TreeMap<>(seen.all());
    }

    private void password() {
        Answer tokens = logIn();
        seen.tokens("password", tokens);
        seen.tokens("refresh", asClient("grant_type", "refresh_token", "refresh_token", tokens.text("refresh_token")));
        seen.answer("introspection", introspect(tokens.text("access_token")));
        seen.answer("introspection of refresh token", introspect(tokens.text("refresh_token")));
        seen.answer(
                "introspection by a client that it is not for",
                client("/token/introspect", "token", tokens.text("access_token")));
        seen.answer(
                "userinfo",
                gatehouse
                        .http()
                        .get(realm.path("/protocol/openid-connect/userinfo"))
                        .bearer(tokens.text("access_token"))
                        .send());
        seen.answer(
                "account",
                gatehouse
                        .http()
                        .get(realm.path("/account/"))
                        .header("Accept", "application/json")
                        .bearer(tokens.text("access_token"))
                        .send());
    }

    private void authorizationCode() {
        Browser browser = new Browser(gatehouse.http());
        Answer page =
                browser.open(realm.path("/protocol/openid-connect/auth?response_type=code&scope=openid&state=s&nonce=n"
                        + "&client_id=" + CLIENT + "&redirect_uri=" + REDIRECT));
        seen.status("login page", page);
        Answer again = browser.submit(page, "username", "alice", "password", "no");
        seen.status("login page after a wrong password", again);
        Answer redirect = browser.submit(again, "username", "alice", "password", "alice");
        seen.status("login", redirect);
        URI target = URI.create(redirect.header("Location").orElseThrow());
        seen.note("login.parameters", parameterNames(target));
        Matcher code = CODE.matcher(target.toString());
        if (!code.find()) {
            throw new AssertionError("No code in " + target);
        }
        String[] redemption = {
            "grant_type", "authorization_code", "code", code.group(1), "redirect_uri", REDIRECT,
        };
        seen.tokens("code", asClient(redemption));
        seen.answer("code used twice", asClient(redemption));
        seen.status(
                "single sign-on",
                browser.open(realm.path("/protocol/openid-connect/auth?response_type=code&scope=openid&state=s"
                        + "&client_id=" + CLIENT + "&redirect_uri=" + REDIRECT)));
    }

    private void clientCredentials() {
        Answer tokens = realm.token("grant_type", "client_credentials", "scope", SCOPE)
                .basic(RESOURCE_SERVER, RESOURCE_SERVER_SECRET)
                .send();
        seen.tokens("client_credentials", tokens);
        seen.answer("client_credentials.introspection", introspect(tokens.text("access_token")));
    }

    private void logout() {
        Answer tokens = logIn();
        seen.answer("logout", client("/logout", "refresh_token", tokens.text("refresh_token")));
        seen.answer("introspection after logout", introspect(tokens.text("access_token")));
        seen.answer(
                "refresh after logout",
                asClient("grant_type", "refresh_token", "refresh_token", tokens.text("refresh_token")));
    }

    private void revocation() {
        Answer tokens = logIn();
        seen.answer("revoke", client("/revoke", "token", tokens.text("access_token")));
        seen.answer("introspection after revoke", introspect(tokens.text("access_token")));
        seen.answer("revoke refresh token", client("/revoke", "token", tokens.text("refresh_token")));
        seen.answer(
                "refresh after revoke",
                asClient("grant_type", "refresh_token", "refresh_token", tokens.text("refresh_token")));
        seen.answer("revoke of an unknown token", client("/revoke", "token", "unknown"));
    }

    private void refusals() {
        seen.answer("wrong password", asClient("grant_type", "password", "username", "bob", "password", "no"));
        seen.answer("unknown grant", asClient("grant_type", "unknown"));
        seen.answer("service account that is off", asClient("grant_type", "client_credentials"));
        seen.answer(
                "unknown scope",
                realm.token("grant_type", "client_credentials", "scope", "no-such-scope")
                        .basic(RESOURCE_SERVER, RESOURCE_SERVER_SECRET)
                        .send());
        seen.answer(
                "wrong secret",
                realm.token("grant_type", "client_credentials")
                        .basic(RESOURCE_SERVER, "wrong")
                        .send());
        seen.answer(
                "unknown client",
                realm.token("grant_type", "client_credentials", "client_id", "nobody")
                        .send());
        seen.answer("no client", realm.token("grant_type", "client_credentials").send());
        seen.answer("introspection of garbage", introspect("garbage"));
    }

    private Answer logIn() {
        return asClient("grant_type", "password", "username", "alice", "password", "alice", "scope", SCOPE);
    }

    private Answer asClient(String... form) {
        return client("/token", form);
    }

    private Answer client(String endpoint, String... form) {
        return gatehouse
                .http()
                .post(realm.path("/protocol/openid-connect" + endpoint))
                .basic(CLIENT, SECRET)
                .form(form)
                .send();
    }

    private Answer introspect(String token) {
        return gatehouse
                .http()
                .post(realm.path("/protocol/openid-connect/token/introspect"))
                .basic(RESOURCE_SERVER, RESOURCE_SERVER_SECRET)
                .form("token", token)
                .send();
    }

    private static String parameterNames(URI address) {
        return Arrays.stream(address.getRawQuery().split("&", -1))
                .map(parameter -> parameter.split("=", 2)[0])
                .sorted()
                .toList()
                .toString();
    }
}
