package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What Keycloak itself does for people's accounts, on the production realm as it ships: over its own pages, endpoints and mails.
 * Long because each row of the conformance table that Keycloak fulfils by itself has its own way here.
 */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StockAccountIT {
    private static final String GOOGLE_CLIENT = "123-demo.apps.googleusercontent.com";
    private static final Pattern LINK = Pattern.compile("https?://\\S+/login-actions/action-token\\S+");

    private Gatehouse gatehouse;
    private TestRealm issuer;
    private TestRealm realm;
    private Mailbox mailbox;

    /** Somebody with an account, logged in. */
    private record Person(String username, StockPages pages, Answer tokens) {
        String accessToken() {
            return tokens.text("access_token");
        }

        String refreshToken() {
            return tokens.text("refresh_token");
        }
    }

    @BeforeAll
    void start(Gatehouse gatehouse, TestRealm issuer) {
        this.gatehouse = gatehouse;
        this.issuer = issuer;
        mailbox = Mailbox.start();
        realm = gatehouse.freshRealm(
                RealmFile.shipped("production").filled(variables(Map.of("GOOGLE_ENABLED", "true"))));
    }

    @AfterAll
    void stop() {
        realm.close();
        mailbox.close();
    }

    @Test
    void registrationMakesTheAccountAndLetsItInOnceTheAddressIsProved() {
        StockPages pages = new StockPages(gatehouse, realm);

        Answer asked = pages.register("newcomer1", "", "");

        assertThat(StockPages.isBack(asked)).isFalse();
        assertThat(asked.body()).contains("verify your email");
        assertThat(users("newcomer1").path(0).path("emailVerified").asBoolean()).isFalse();
        Answer tokens = pages.tokens(proved(pages, "newcomer1"));
        assertThat(tokens.text("token_type")).isEqualToIgnoringCase("bearer");
        assertThat(tokens.json().path("expires_in").asInt()).isBetween(1_790, 1_800);
        assertThat(tokens.json().path("refresh_expires_in").asInt()).isBetween(604_740, 604_800);
        assertThat(Jwt.parse(tokens.text("access_token")).header().path("alg").asText())
                .isIn("RS256", "EdDSA");
        JsonNode user = userInfo(tokens.text("access_token")).expect(200).json();
        assertThat(UUID.fromString(user.path("sub").asText())).hasToString(realm.userId("newcomer1"));
        assertThat(user.path("preferred_username").asText()).isEqualTo("newcomer1");
        assertThat(user.path("email").asText()).isEqualTo("newcomer1@demo.example");
        assertThat(user.path("email_verified").asBoolean()).isTrue();
        assertThat(user.path("name").asText()).isEqualTo("Nora New");
    }

    @Test
    void loginRefreshSessionAndLogout() {
        Person person = person("sessions1");
        String session = Jwt.parse(person.accessToken()).claim("sid");

        Answer sessions =
                account("GET", "/sessions/devices", person.accessToken()).send().expect(200);
        Answer refreshed = person.pages()
                .token("grant_type", "refresh_token", "refresh_token", person.refreshToken())
                .send()
                .expect(200);
        String next = refreshed.text("refresh_token");
        gatehouse
                .http()
                .post(realm.path("/protocol/openid-connect/logout"))
                .form("client_id", "app", "refresh_token", next)
                .send()
                .expect(204);

        assertThat(sessions.body()).contains(session);
        person.pages()
                .token("grant_type", "refresh_token", "refresh_token", next)
                .send()
                .expect(400);
        userInfo(refreshed.text("access_token")).expect(401);
        assertThat(person.pages().open("&prompt=none").header("Location").orElseThrow())
                .contains("error=login_required");
    }

    @Test
    void refreshTokenIsGoodOnce() {
        Person person = person("rotates1");
        person.pages()
                .token("grant_type", "refresh_token", "refresh_token", person.refreshToken())
                .send()
                .expect(200);

        person.pages()
                .token("grant_type", "refresh_token", "refresh_token", person.refreshToken())
                .send()
                .expect(400);
    }

    @Test
    void passwordIsChangedByTheActionOfTheLogin() {
        Person person = person("changes1");

        Answer form = action(person, "UPDATE_PASSWORD");
        Answer done =
                person.pages().submit(form, "password-new", "Another-Secret", "password-confirm", "Another-Secret");

        assertThat(StockPages.parameter(done, "kc_action_status")).isEqualTo("success");
        assertThat(StockPages.isBack(
                        new StockPages(gatehouse, realm).logIn("changes1", StockPages.password("changes1"))))
                .isFalse();
        assertThat(StockPages.isBack(new StockPages(gatehouse, realm).logIn("changes1", "Another-Secret")))
                .isTrue();
    }

    @Test
    void forgottenPasswordIsAnsweredAlikeForUnknownAddressesAndOneLinkSetsANewOne() {
        Person person = person("forgets1");
        StockPages known = new StockPages(gatehouse, realm);
        StockPages unknown = new StockPages(gatehouse, realm);

        Answer answer = forget(known, "forgets1@demo.example");
        Answer other = forget(unknown, "nobody1@demo.example");

        assertThat(plain(answer)).isEqualTo(plain(other)).contains("You should receive an email shortly");
        assertThat(other.status()).isEqualTo(answer.status());
        String used = linkTo("forgets1@demo.example");
        Answer form = known.openAddress(used);
        Answer done = known.submit(form, "password-new", "Newly-Chosen", "password-confirm", "Newly-Chosen");
        assertThat(StockPages.isBack(done)).isTrue();
        assertThat(mailbox.all("nobody1@demo.example")).isEmpty();
        assertThat(StockPages.isBack(new StockPages(gatehouse, realm).logIn(person.username(), "Newly-Chosen")))
                .isTrue();
        assertThat(realm.admin("GET", "/events?type=SEND_RESET_PASSWORD&user=" + realm.userId("forgets1"))
                        .send()
                        .expect(200)
                        .json())
                .hasSize(1);
        assertThat(known.openAddress(used).body()).contains("Action expired");
    }

    @Test
    void forgottenPasswordMayBeAskedForByUserName() {
        Person person = person("named1");
        StockPages pages = new StockPages(gatehouse, realm);

        Answer ignored = forget(pages, person.username().toUpperCase(Locale.ROOT));

        assertThat(pages.openAddress(linkTo("named1@demo.example")).body()).contains("password-new");
    }

    @Test
    void emailIsChangedOnceTheNewAddressIsProved() {
        Person person = person("moves1");

        Answer form = action(person, "UPDATE_EMAIL");
        Answer sent = person.pages().submit(form, "email", "moved1@demo.example");
        String before = email("moves1");
        Answer proved = person.pages().openAddress(linkTo("moved1@demo.example"));

        assertThat(StockPages.isBack(sent)).isFalse();
        assertThat(before).isEqualTo("moves1@demo.example");
        assertThat(proved.status()).isIn(200, 302);
        assertThat(email("moves1")).isEqualTo("moved1@demo.example");
    }

    @Test
    void accountIsDeletedByTheActionOfTheLogin() {
        Person person = person("leaves1");

        Answer form = action(person, "delete_account");
        Answer done = person.pages().submit(form);

        assertThat(done.body()).contains("User deleted successfully");
        assertThat(users("leaves1")).isEmpty();
        userInfo(person.accessToken()).expect(401);
    }

    @Test
    void socialAccountIsUnlinked() {
        Person person = person("unlinks1");
        realm.admin("POST", "/users/" + realm.userId("unlinks1") + "/federated-identity/google")
                .json(Map.of("identityProvider", "google", "userId", "1234567890", "userName", "unlinks1@gmail.com"))
                .send()
                .expect(204);
        String links = "/linked-accounts?linked=true";
        assertThat(account("GET", links, person.accessToken())
                        .send()
                        .expect(200)
                        .body())
                .contains("unlinks1@gmail.com");

        account("DELETE", "/linked-accounts/google", person.accessToken())
                .send()
                .expect(204);

        assertThat(account("GET", links, person.accessToken())
                        .send()
                        .expect(200)
                        .body())
                .doesNotContain("unlinks1@gmail.com");
    }

    @Test
    void hintSendsStraightToGoogleWithTheClientOfTheEnvironment() {
        Answer redirect = new StockPages(gatehouse, realm).open("&kc_idp_hint=google");

        assertThat(StockPages.target(redirect)).startsWith("https://accounts.google.com/o/oauth2/");
        assertThat(StockPages.parameter(redirect, "client_id")).isEqualTo(GOOGLE_CLIENT);
        assertThat(StockPages.parameter(redirect, "redirect_uri"))
                .isEqualTo(realm.issuer() + "/broker/google/endpoint");
        assertThat(StockPages.parameter(redirect, "response_type")).isEqualTo("code");
    }

    /** Google itself is not asked: another realm of the server answers in its place, under the same alias and so the same endpoint. */
    @Test
    void callbackOfTheProviderMakesTheAccountTheSessionAndItsCookie() {
        try (TestRealm shop =
                gatehouse.freshRealm(RealmFile.shipped("production").filled(variables(Map.of())))) {
            shop.admin("DELETE", "/identity-provider/instances/google").send().expect(204);
            shop.admin("POST", "/identity-provider/instances")
                    .json(standIn())
                    .send()
                    .expect(201);
            StockPages pages = new StockPages(gatehouse, shop);

            Answer login = pages.open("&kc_idp_hint=google");
            assertThat(pages.browser().hasCookie("KEYCLOAK_IDENTITY", shop.path("/")))
                    .isFalse();
            Answer back = pages.logIn(login, "alice", "alice");

            assertThat(StockPages.isBack(back)).as(back.body()).isTrue();
            assertThat(pages.browser().hasCookie("KEYCLOAK_IDENTITY", shop.path("/")))
                    .isTrue();
            Jwt token = Jwt.parse(pages.tokens(back).text("access_token"));
            assertThat(token.claim("email")).isEqualTo("alice@demo.example");
            assertThat(shop.admin("GET", "/users/" + token.claim("sub") + "/sessions")
                            .send()
                            .expect(200)
                            .body())
                    .contains(token.claim("sid"));
            assertThat(StockPages.isBack(pages.open("&prompt=none"))).isTrue();
        }
    }

    private Map<String, Object> standIn() {
        String oidc = issuer.issuer() + "/protocol/openid-connect";
        return Map.of(
                "alias",
                "google",
                "providerId",
                "oidc",
                "enabled",
                true,
                "trustEmail",
                true,
                "firstBrokerLoginFlowAlias",
                "first broker login",
                "config",
                Map.of(
                        "authorizationUrl", oidc + "/auth",
                        "tokenUrl", oidc + "/token",
                        "jwksUrl", oidc + "/certs",
                        "issuer", issuer.issuer(),
                        "useJwksUrl", "true",
                        "validateSignature", "true",
                        "clientId", "demo-app",
                        "clientSecret", "demo-app-secret",
                        "clientAuthMethod", "client_secret_basic",
                        "defaultScope", "openid profile email"));
    }

    private Map<String, String> variables(Map<String, String> further) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "APP_URL", StockPages.APP,
                "SMTP_HOST", "127.0.0.1",
                "SMTP_PORT", Integer.toString(mailbox.port()),
                "SMTP_STARTTLS", "false",
                "SMTP_FROM", "people@demo.example",
                "GOOGLE_CLIENT_ID", GOOGLE_CLIENT,
                "GOOGLE_CLIENT_SECRET", "google-secret"));
        variables.putAll(further);
        return variables;
    }

    private Person person(String username) {
        StockPages pages = new StockPages(gatehouse, realm);
        Answer ignored = pages.register(username, "", "");
        return new Person(username, pages, pages.tokens(proved(pages, username)));
    }

    /** Where somebody is who follows the link of the mail, and chooses a password, which Keycloak asks for only then. */
    private Answer proved(StockPages pages, String username) {
        String password = StockPages.password(username);
        Answer form = pages.openAddress(linkTo(username + "@demo.example"));
        return pages.submit(form, "password-new", password, "password-confirm", password);
    }

    /** The page of an action that the client asks for. Keycloak wants the password first when the login was a while ago. */
    private static Answer action(Person person, String action) {
        Answer page = person.pages().open("&kc_action=" + action);
        if (!page.body().contains("id=\"kc-form-login\"")) {
            return page;
        }
        return person.pages()
                .submit(page, "username", person.username(), "password", StockPages.password(person.username()));
    }

    private static Answer forget(StockPages pages, String address) {
        Answer named = pages.submit(pages.open(""), "username", address);
        return pages.submit(pages.click(named, "/login-actions/reset-credentials"), "username", address);
    }

    private String linkTo(String address) {
        Matcher link = LINK.matcher(mailbox.next(address).text());
        assertThat(link.find()).isTrue();
        return link.group();
    }

    private Answer userInfo(String token) {
        return gatehouse
                .http()
                .get(realm.path("/protocol/openid-connect/userinfo"))
                .bearer(token)
                .send();
    }

    private Request account(String method, String below, String token) {
        return gatehouse
                .http()
                .request(method, realm.path("/account" + below))
                .bearer(token)
                .header("Accept", "application/json");
    }

    private String email(String username) {
        return users(username).path(0).path("email").asText();
    }

    private JsonNode users(String username) {
        return realm.admin("GET", "/users?exact=true&username=" + username)
                .send()
                .expect(200)
                .json();
    }

    /** The page without what differs from one login to the next, and without the name that was typed. */
    private static String plain(Answer page) {
        return page.body()
                .replaceAll("(session_code|execution|tab_id|client_data|auth_session_id|nonce)=[^\"&]*", "$1")
                .replaceAll("[a-z]+1@demo[.]example", "address")
                .replaceAll("\"[A-Za-z0-9_+/-]{20,}[.=]*\"", "value");
    }
}
