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
 * Here are the flows of people; {@link StockClients} has those of programs.
 */
final class StockFlows {
    private static final String REDIRECT = "http://127.0.0.1:9/callback";
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private final Gatehouse gatehouse;
    private final TestRealm realm;
    private final StockEndpoints stock;
    private final StockObservations seen;

    StockFlows(Gatehouse gatehouse) {
        this.gatehouse = gatehouse;
        this.realm = gatehouse.realm("demo");
        this.stock = new StockEndpoints(gatehouse, realm);
        this.seen = new StockObservations(gatehouse.baseUrl());
    }

    /** What was seen, by flow and field. */
    Map<String, String> run() {
        password();
        authorizationCode();
        account();
        logout();
        revocation();
        consoles();
        new StockClients(realm, stock, seen).run();
        return new TreeMap<>(seen.all());
    }

    private void password() {
        Answer tokens = stock.logIn();
        seen.tokens("password", tokens);
        seen.tokens(
                "refresh",
                stock.app("/token", "grant_type", "refresh_token", "refresh_token", tokens.text("refresh_token")));
        seen.answer("introspection", stock.introspect(tokens.text("access_token")));
        seen.answer("introspection of refresh token", stock.introspect(tokens.text("refresh_token")));
        seen.answer(
                "introspection by a client that it is not for",
                stock.app("/token/introspect", "token", tokens.text("access_token")));
        seen.answer("userinfo", stock.get("/protocol/openid-connect/userinfo", tokens.text("access_token")));
        seen.answer(
                "wrong password", stock.app("/token", "grant_type", "password", "username", "bob", "password", "no"));
    }

    private void authorizationCode() {
        Browser browser = new Browser(gatehouse.http());
        Answer page =
                browser.open(realm.path("/protocol/openid-connect/auth?response_type=code&scope=openid&state=s&nonce=n"
                        + "&client_id=" + StockEndpoints.APP + "&redirect_uri=" + REDIRECT));
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
        seen.tokens("code", stock.app("/token", redemption));
        seen.answer("code used twice", stock.app("/token", redemption));
        seen.status(
                "single sign-on",
                browser.open(realm.path("/protocol/openid-connect/auth?response_type=code&scope=openid&state=s"
                        + "&client_id=" + StockEndpoints.APP + "&redirect_uri=" + REDIRECT)));
    }

    /** A token for the account API must say so in its audience; the second one does not. */
    private void account() {
        String accepted = realm.userToken("bob", "openid");
        seen.answer("account", stock.get("/account/", accepted));
        seen.answer("account applications", stock.get("/account/applications", accepted));
        seen.answer("account credentials", stock.get("/account/credentials", accepted));
        seen.answer("account without a token", stock.get("/account/", "nothing"));
        seen.answer("account with a service's token", stock.get("/account/", realm.serviceAccountToken("openid")));
    }

    private void logout() {
        Answer tokens = stock.logIn();
        seen.answer("logout", stock.app("/logout", "refresh_token", tokens.text("refresh_token")));
        seen.answer("introspection after logout", stock.introspect(tokens.text("access_token")));
        seen.answer(
                "userinfo after logout", stock.get("/protocol/openid-connect/userinfo", tokens.text("access_token")));
        seen.answer(
                "refresh after logout",
                stock.app("/token", "grant_type", "refresh_token", "refresh_token", tokens.text("refresh_token")));
    }

    private void revocation() {
        Answer tokens = stock.logIn();
        seen.answer("revoke", stock.app("/revoke", "token", tokens.text("access_token")));
        seen.answer("introspection after revoke", stock.introspect(tokens.text("access_token")));
        seen.answer("revoke refresh token", stock.app("/revoke", "token", tokens.text("refresh_token")));
        seen.answer(
                "refresh after revoke",
                stock.app("/token", "grant_type", "refresh_token", "refresh_token", tokens.text("refresh_token")));
        seen.answer("revoke of an unknown token", stock.app("/revoke", "token", "unknown"));
    }

    private void consoles() {
        seen.status("account console", stock.page(realm.path("/account/")));
        seen.status("admin console", stock.page("/admin/master/console/"));
        seen.status("admin console of the realm", stock.page("/admin/demo/console/"));
        seen.status("realm", realm.admin("GET", "").send());
        seen.status("clients", realm.admin("GET", "/clients?first=0&max=20").send());
        seen.status(
                "client search",
                realm.admin("GET", "/clients?clientId=demo&search=true").send());
        seen.status("users", realm.admin("GET", "/users").send());
        seen.status(
                "client flow",
                realm.admin("GET", "/authentication/flows/clients/executions").send());
    }

    private static String parameterNames(URI address) {
        return Arrays.stream(address.getRawQuery().split("&", -1))
                .map(parameter -> parameter.split("=", 2)[0])
                .sorted()
                .toList()
                .toString();
    }
}
