package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the two realms that ship say, once Keycloak has imported them by its Admin API: by what it does, not by what the file has. Long by the settings. */
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealmConfigIT {
    private static final Set<String> OWN_CLIENTS = Set.of("app", "api");

    private final Map<String, TestRealm> realms = new HashMap<>();
    private Gatehouse gatehouse;

    @BeforeAll
    void start(Gatehouse gatehouse) {
        this.gatehouse = gatehouse;
        for (String name : Set.of("demo", "production")) {
            RealmFile file = RealmFile.shipped(name).filled(Map.of("APP_URL", StockPages.APP));
            realms.put(name, gatehouse.freshRealm(file));
        }
    }

    @AfterAll
    void stop() {
        realms.values().forEach(TestRealm::close);
    }

    @Test
    void tokensOfTheDemoRealmLiveHalfAnHourAndSevenDays() {
        Answer tokens = realm("demo")
                .token("grant_type", "password", "username", "alice", "password", "alice", "scope", "openid")
                .basic("demo-app", "demo-app-secret")
                .send()
                .expect(200);

        assertThat(tokens.json().path("expires_in").asInt()).isBetween(1_790, 1_800);
        assertThat(tokens.json().path("refresh_expires_in").asInt()).isBetween(604_790, 604_800);
    }

    @ParameterizedTest
    @CsvSource({
        "demo,username,ab,false",
        "demo,username,abc,true",
        "demo,username,U50,true",
        "demo,username,U51,false",
        "demo,username,with-hyphen,false",
        "demo,username,with space,false",
        "demo,username,with@sign,false",
        "demo,username,ünicode,false",
        "demo,email,nobody,false",
        "demo,email,a@b@c.example,false",
        "demo,password,P7,false",
        "demo,password,P8,true",
        "demo,password,P128,true",
        "demo,password,P129,false",
        "demo,firstName,N99,true",
        "demo,firstName,N100,false",
        "demo,firstName,,false",
        "demo,lastName,N100,true",
        "demo,lastName,N101,false",
        "demo,lastName,,true",
        "production,username,ab,false",
        "production,username,U51,false",
        "production,username,with-hyphen,false",
        "production,email,nobody,false",
        "production,firstName,N100,false",
        "production,lastName,N101,false",
    })
    void registrationKeepsTheBounds(String realmName, String field, @Nullable String value, boolean isTaken) {
        TestRealm realm = realm(realmName);
        String username = KeyRealm.unique("u").replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
        String entered = expanded(value);
        int before = count(realm);

        Answer shown = pages(realmName).register(username, field, entered);

        assertThat(count(realm) - before).as(shown.body()).isEqualTo(isTaken ? 1 : 0);
        if (!isTaken) {
            assertThat(shown.body()).contains("id=\"input-error-" + field);
        }
    }

    @ParameterizedTest
    @CsvSource({"username,alice", "email,alice@demo.example"})
    void nameOrAddressOfSomebodyElseIsRefused(String field, String taken) {
        int before = count(realm("demo"));

        Answer shown = pages("demo").register("second1", field, taken);

        assertThat(shown.body()).contains("id=\"input-error-" + field);
        assertThat(count(realm("demo"))).isEqualTo(before);
    }

    @Test
    void fullNameIsAtMost200Characters() {
        String first = "f".repeat(99);
        String last = "l".repeat(100);
        StockPages pages = pages("demo");
        Answer ignored = pages.register("longest", "", "");
        TestRealm realm = realm("demo");

        realm.admin("PUT", "/users/" + realm.userId("longest"))
                .json(Map.of("firstName", first, "lastName", last))
                .send()
                .expect(204);
        realm.admin("PUT", "/users/" + realm.userId("longest"))
                .json(Map.of("firstName", first + "f", "lastName", last))
                .send()
                .expect(400);

        assertThat(first + " " + last).hasSize(200);
    }

    /** Where addresses are proved, Keycloak's registration asks for no password: the person chooses it after the proof. */
    @Test
    void passwordOfTheProductionRealmIsBoundedAndNoneThatTheNameGivesAway() {
        String user = created("production", "chooser");

        setPassword(user, "P7", 400);
        setPassword(user, "P129", 400);
        setPassword(user, "chooser", 400);
        setPassword(user, "my-chooser-1", 400);
        setPassword(user, "chooser@demo.example", 400);
        setPassword(user, "Long-enough-1", 400);
        setPassword(user, "P8", 204);
        setPassword(user, "P128", 204);
        setPassword(user, "P8", 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void whoeverGuessesIsLockedOut(String name) {
        TestRealm realm = realm(name);
        String id = created(name, "guessed");
        int failures = realm.admin("GET", "")
                .send()
                .expect(200)
                .json()
                .path("failureFactor")
                .asInt();

        for (int i = 0; i < failures; i++) {
            Answer ignored = pages(name).logIn("guessed", "Wrong-guess-" + i);
        }

        JsonNode state = realm.admin("GET", "/attack-detection/brute-force/users/" + id)
                .send()
                .expect(200)
                .json();
        assertThat(state.path("disabled").asBoolean()).as(state.toString()).isTrue();
        assertThat(StockPages.isBack(pages(name).logIn("guessed", "Long-enough-1")))
                .isFalse();
        assertThat(realm.admin("GET", "/events?type=LOGIN_ERROR&user=" + id)
                        .send()
                        .expect(200)
                        .json())
                .hasSizeGreaterThanOrEqualTo(failures);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void everyOtherFlowAndActionOfAStockRealmIsThere(String name) {
        TestRealm realm = realm(name);

        assertThat(realm.admin("GET", "/authentication/flows")
                        .send()
                        .expect(200)
                        .json()
                        .findValuesAsText("alias"))
                .contains(
                        "browser",
                        "direct grant",
                        "registration",
                        "reset credentials",
                        "clients",
                        "first broker login",
                        "docker auth");
        JsonNode actions = realm.admin("GET", "/authentication/required-actions")
                .send()
                .expect(200)
                .json();
        Set<String> enabled = new HashSet<>();
        actions.forEach(action -> {
            if (action.path("enabled").asBoolean()) {
                enabled.add(action.path("alias").asText());
            }
        });
        assertThat(enabled)
                .containsExactlyInAnyOrder(
                        "UPDATE_PROFILE",
                        "VERIFY_EMAIL",
                        "CONFIGURE_TOTP",
                        "UPDATE_PASSWORD",
                        "delete_account",
                        "UPDATE_EMAIL",
                        "webauthn-register",
                        "webauthn-register-passwordless",
                        "VERIFY_PROFILE",
                        "delete_credential",
                        "idp_link",
                        "CONFIGURE_RECOVERY_AUTHN_CODES",
                        "update_user_locale");
        assertThat(requirement(realm, "auth-otp-form")).isEqualTo("ALTERNATIVE");
        assertThat(requirement(realm, "auth-recovery-authn-code-form")).isEqualTo("ALTERNATIVE");
    }

    /** Without a client id from the environment nobody sees a button that leads nowhere. */
    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void googleIsOffUntilTheEnvironmentNamesAClient(String name) {
        Answer page = pages(name).open("");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("id=\"username\"").doesNotContain("/broker/google/");
        assertThat(StockPages.target(pages(name).open("&kc_idp_hint=google"))).doesNotContain("accounts.google.com");
    }

    /** The page offers passkeys of whoever has one. */
    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void loginTakesPasskeys(String name) {
        assertThat(pages(name).open("").body()).contains("passkeysConditionalAuth");
    }

    @Test
    void productionHasNothingThatIsMadeForADemonstration() {
        TestRealm realm = realm("production");
        JsonNode settings = realm.admin("GET", "").send().expect(200).json();

        assertThat(settings.path("sslRequired").asText()).isEqualTo("external");
        assertThat(settings.path("bruteForceProtected").asBoolean()).isTrue();
        assertThat(settings.path("verifyEmail").asBoolean()).isTrue();
        assertThat(settings.path("revokeRefreshToken").asBoolean()).isTrue();
        assertThat(settings.path("refreshTokenMaxReuse").asInt()).isZero();
        assertThat(settings.path("eventsEnabled").asBoolean()).isTrue();
        assertThat(settings.path("adminEventsEnabled").asBoolean()).isTrue();
        assertThat(settings.path("passwordPolicy").asText()).contains("notUsername", "notEmail", "length(8)");
        assertThat(settings.path("adminTheme").asText()).isEqualTo("gatehouse");
        assertThat(settings.path("accountTheme").asText()).isEqualTo("gatehouse");
        settings.path("attributes").fieldNames().forEachRemaining(attribute -> assertThat(attribute)
                .doesNotEndWith("_enabled"));
        for (JsonNode client : realm.admin("GET", "/clients").send().expect(200).json()) {
            String id = client.path("clientId").asText();
            assertThat(client.path("directAccessGrantsEnabled").asBoolean())
                    .as(id)
                    .isFalse();
            assertThat(client.path("implicitFlowEnabled").asBoolean()).as(id).isFalse();
            if (OWN_CLIENTS.contains(id)) {
                assertThat(client.path("redirectUris").toString()).as(id).doesNotContain("*");
                assertThat(client.path("webOrigins").toString()).as(id).doesNotContain("*");
            }
        }
        RealmFile file = RealmFile.shipped("production");
        assertThat(file.text()).doesNotContain("\"secret\"", "demo");
        assertThat(file.json().path("users")).hasSize(1);
        assertThat(file.json().at("/users/0/serviceAccountClientId").asText()).isEqualTo("api");
    }

    /** Somebody whose password is {@code Long-enough-1}; their id. */
    private String created(String realmName, String username) {
        return realm(realmName)
                .admin("POST", "/users")
                .json(Map.of(
                        "username",
                        username,
                        "email",
                        username + "@demo.example",
                        "firstName",
                        "Grace",
                        "enabled",
                        true,
                        "credentials",
                        List.of(Map.of("type", "password", "value", "Long-enough-1"))))
                .send()
                .expect(201)
                .header("Location")
                .orElseThrow()
                .replaceAll(".*/", "");
    }

    private void setPassword(String user, String password, int status) {
        realm("production")
                .admin("PUT", "/users/" + user + "/reset-password")
                .json(Map.of("type", "password", "value", expanded(password), "temporary", false))
                .send()
                .expect(status);
    }

    private TestRealm realm(String name) {
        return Objects.requireNonNull(realms.get(name));
    }

    private StockPages pages(String realmName) {
        String client = realmName.equals("demo") ? "demo-spa" : "app";
        return new StockPages(gatehouse, realm(realmName), client);
    }

    /** {@code U50} is a name of 50 characters, {@code P8} a password of 8, {@code N99} a person's name of 99. */
    private static String expanded(@Nullable String value) {
        if (value == null) {
            return "";
        }
        return value.matches("[UPN]\\d+") ? "x".repeat(Integer.parseInt(value.substring(1)) - 1) + "9" : value;
    }

    private static int count(TestRealm realm) {
        return Integer.parseInt(
                realm.admin("GET", "/users/count").send().expect(200).body());
    }

    private static String requirement(TestRealm realm, String authenticator) {
        for (JsonNode step : realm.admin("GET", "/authentication/flows/browser/executions")
                .send()
                .expect(200)
                .json()) {
            if (step.path("providerId").asText().equals(authenticator)) {
                return step.path("requirement").asText();
            }
        }
        return "";
    }
}
