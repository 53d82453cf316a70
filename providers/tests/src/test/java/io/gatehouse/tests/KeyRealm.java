package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tests of API keys do to a realm: people, clients and organizations of their own, and calls on behalf of them. Long
 * because it has one short method for each thing that a test may want to have or to change.
 */
final class KeyRealm {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String REDIRECT = "http://127.0.0.1:9/callback";
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private final Gatehouse gatehouse;
    private final TestRealm realm;

    KeyRealm(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
    }

    TestRealm realm() {
        return realm;
    }

    /** A call on the realm's root, without a credential yet. */
    Request v1(String method, String below) {
        return gatehouse.http().request(method, realm.path("/gatehouse/v1" + below));
    }

    /** A call on the administrators' root by the master administrator. */
    Request admin(String method, String below) {
        return realm.admin(method, "/gatehouse" + below);
    }

    /** A JSON object of names and values in turn; values may be null. */
    static Map<String, Object> body(@Nullable Object... namesAndValues) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            body.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return body;
    }

    static String unique(String word) {
        return word + NUMBER.incrementAndGet();
    }

    /** The answer of a key's creation by the master administrator: a key of the realm unless the body says otherwise. */
    Answer key(@Nullable Object... namesAndValues) {
        Map<String, Object> wanted = body("name", unique("key "));
        wanted.putAll(body(namesAndValues));
        return admin("POST", "/api-keys").json(wanted).send().expect(201);
    }

    /** The answer of a creation by the holder of a token. */
    Answer create(String token, @Nullable Object... namesAndValues) {
        return v1("POST", "/api-keys").bearer(token).json(body(namesAndValues)).send();
    }

    /** A token that Gatehouse accepts, of a user who has just logged in with the user name as password. */
    String token(String username) {
        return logIn("demo-app", "demo-app-secret", username).text("access_token");
    }

    /**
     * The answer to a login in the browser. Only that tells when the user was there, which making credentials asks for:
     * tokens of the password grant do not say it.
     */
    Answer logIn(String clientId, String secret, String username) {
        Browser browser = new Browser(gatehouse.http());
        Answer page = browser.open(realm.path("/protocol/openid-connect/auth?response_type=code&scope=openid+gatehouse"
                + "&client_id=" + clientId + "&redirect_uri=" + REDIRECT));
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
                .basic(clientId, secret)
                .send()
                .expect(200);
    }

    /** A new person. */
    Person person() {
        String username = unique("person");
        return new Person(username, realm.createUser(username));
    }

    /** A new person with these roles of realm-management. */
    Person person(String... roles) {
        Person person = person();
        for (String role : roles) {
            realm.grant(person.id(), role);
        }
        return person;
    }

    /** Changes a user; names and values in turn. */
    void changeUser(String id, @Nullable Object... namesAndValues) {
        Map<String, Object> user = new LinkedHashMap<>();
        realm.admin("GET", "/users/" + id)
                .send()
                .expect(200)
                .json()
                .properties()
                .forEach(member -> user.put(member.getKey(), member.getValue()));
        user.putAll(body(namesAndValues));
        realm.admin("PUT", "/users/" + id).json(user).send().expect(204);
    }

    /** Takes a role of realm-management from a user. */
    void takeRole(String userId, String role) {
        String client = clientUuid("realm-management");
        var found = realm.admin("GET", "/clients/" + client + "/roles/" + role)
                .send()
                .expect(200)
                .json();
        realm.admin("DELETE", "/users/" + userId + "/role-mappings/clients/" + client)
                .json(List.of(found))
                .send()
                .expect(204);
    }

    String clientUuid(String clientId) {
        return realm.admin("GET", "/clients?clientId=" + clientId)
                .send()
                .expect(200)
                .json()
                .path(0)
                .path("id")
                .asText();
    }

    /** A new confidential client with a service account and logins; its secret is its id. */
    String client(@Nullable Object... namesAndValues) {
        String clientId = unique("client-");
        Map<String, Object> client = body(
                "clientId",
                clientId,
                "enabled",
                true,
                "secret",
                clientId,
                "serviceAccountsEnabled",
                true,
                "standardFlowEnabled",
                true,
                "redirectUris",
                List.of(REDIRECT),
                "defaultClientScopes",
                List.of("basic", "roles", "service_account"),
                "optionalClientScopes",
                List.of("gatehouse"));
        client.putAll(body(namesAndValues));
        realm.admin("POST", "/clients").json(client).send().expect(201);
        return clientId;
    }

    /** The id of a client's service account. */
    String serviceAccount(String clientId) {
        return realm.admin("GET", "/clients/" + clientUuid(clientId) + "/service-account-user")
                .send()
                .expect(200)
                .text("id");
    }

    /** A token of a client's service account that Gatehouse accepts; the secret is the id. */
    String serviceAccountToken(String clientId) {
        return realm.token("grant_type", "client_credentials", "scope", "gatehouse")
                .basic(clientId, clientId)
                .send()
                .expect(200)
                .text("access_token");
    }

    /** A new organization. */
    String organization() {
        String name = unique("org");
        return created(
                "/organizations",
                body("name", name, "alias", name, "domains", List.of(Map.of("name", name + ".example"))));
    }

    void join(String organization, String userId) {
        realm.admin("POST", "/organizations/" + organization + "/members")
                .body("application/json", userId)
                .send()
                .expect(201);
    }

    /** A new top-level group of an organization. */
    String group(String organization, String name) {
        return created("/organizations/" + organization + "/groups", body("name", name));
    }

    void joinGroup(String organization, String group, String userId) {
        realm.admin("PUT", "/organizations/" + organization + "/groups/" + group + "/members/" + userId)
                .send()
                .expect(204);
    }

    /** Makes a user a member and manager of an organization. */
    void makeManager(String organization, String userId) {
        join(organization, userId);
        joinGroup(organization, group(organization, "gatehouse-manager"), userId);
    }

    /** Creates something through stock Keycloak; its id. */
    String created(String below, Map<String, Object> what) {
        Answer answer = realm.admin("POST", below).json(what).send().expect(201);
        String location = answer.header("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** Revokes a key that {@link #key} made. */
    void revoke(Answer key) {
        admin("DELETE", "/api-keys/" + key.text("id")).send().expect(204);
    }

    /** Switches a key off that {@link #key} made. */
    void switchOff(Answer key) {
        admin("PATCH", "/api-keys/" + key.text("id"))
                .json(body("is_active", false))
                .send()
                .expect(200);
    }

    /** The answer to a rotation by the master administrator. */
    Answer rotate(Answer key, @Nullable Object... namesAndValues) {
        return admin("POST", "/api-keys/" + key.text("id") + "/rotate")
                .json(body(namesAndValues))
                .send();
    }

    /** The key with this id as an administrator sees it. */
    JsonNode shown(String id) {
        return admin("GET", "/api-keys/" + id).send().expect(200).json();
    }

    /** The ids of a person's keys. */
    List<String> keysOf(Person person) {
        return ids(admin("GET", "/api-keys?owner=" + person.id()).send());
    }

    /** The ids of the things on a page. */
    static List<String> ids(Answer page) {
        List<String> ids = new ArrayList<>();
        page.expect(200)
                .json()
                .path("items")
                .forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }

    /** The answer to a change by the holder of a token. */
    Answer patchAs(String token, String id, @Nullable Object... namesAndValues) {
        return v1("PATCH", "/api-keys/" + id)
                .bearer(token)
                .json(body(namesAndValues))
                .send();
    }

    /** What a verification with this token says. */
    Answer verifyAs(String token, String key, String... requiredScope) {
        return v1("POST", "/api-keys/verify")
                .bearer(token)
                .json(body("key", key, "required_scope", List.of(requiredScope)))
                .send()
                .expect(200);
    }

    /** What a verification by the master administrator says. */
    Answer verify(String key, String... requiredScope) {
        return admin("POST", "/api-keys/verify")
                .json(body("key", key, "required_scope", List.of(requiredScope)))
                .send()
                .expect(200);
    }

    /** What introspection tells a client whose secret is its id. */
    Answer introspect(String clientId, String secret, String token) {
        return gatehouse
                .http()
                .post(realm.path("/protocol/openid-connect/token/introspect"))
                .basic(clientId, secret)
                .form("token", token)
                .send();
    }

    /** Lets people put these scopes into their own keys. */
    void allowSelfService(String... scopes) {
        admin("PATCH", "/settings")
                .json(body("self_service_scopes", List.of(scopes)))
                .send()
                .expect(200);
    }

    /** How many keys the realm has. */
    long keys() {
        return admin("GET", "/api-keys?offset=0&limit=1")
                .send()
                .expect(200)
                .json()
                .at("/pagination/total")
                .asLong();
    }

    /** Somebody who can log in with the user name as password. */
    record Person(String username, String id) {}
}
