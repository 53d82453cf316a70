package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.tests.KeyRealm.Person;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A key is worth what its owner is worth now: each change counts for the very next request.
 * Long because each kind of owner ends in its own way.
 */
@ExtendWith(GatehouseExtension.class)
class ApiKeyOwnersIT {

    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        keys = new KeyRealm(gatehouse, realm);
    }

    @Test
    void keyOfADisabledUserIsRevokedUntilItIsEnabledAgain() {
        Person person = keys.person();
        String key = keyOf(person);
        assertThat(code(key)).isEqualTo("VALID");

        keys.changeUser(person.id(), "enabled", false);
        assertThat(code(key)).isEqualTo("REVOKED");

        keys.changeUser(person.id(), "enabled", true);
        assertThat(code(key)).isEqualTo("VALID");
    }

    @Test
    void keyOfALockedUserIsRevoked() {
        Person person = keys.person();
        String key = keyOf(person);
        assertThat(code(key)).isEqualTo("VALID");

        keys.realm().lockOut(person.username());

        Eventually.holds(
                Duration.ofSeconds(5), "the user is locked", () -> code(key).equals("REVOKED"));
    }

    @Test
    void keyOfADeletedUserIsRevoked() {
        Person person = keys.person("view-gatehouse");
        String key = keys.create(keys.token(person.username()), "name", "k", "scopes", List.of("gatehouse:read"))
                .expect(201)
                .text("key");
        keys.v1("GET", "/agents").bearer(key).send().expect(200);

        keys.realm().admin("DELETE", "/users/" + person.id()).send().expect(204);

        assertThat(code(key)).isEqualTo("REVOKED");
        keys.v1("GET", "/agents").bearer(key).send().expect(401);
    }

    @Test
    void keyLosesTheRoleThatItsOwnerLoses() {
        keys.allowSelfService("reader");
        Person person = keys.person();
        giveReader(person);
        String key = keys.create(keys.token(person.username()), "name", "k", "scopes", List.of("reader"))
                .expect(201)
                .text("key");
        assertThat(keys.verify(key, "reader").text("code")).isEqualTo("VALID");

        changeReader("DELETE", person);
        assertThat(keys.verify(key, "reader").text("code")).isEqualTo("INSUFFICIENT_SCOPE");
        assertThat(keys.verify(key).json().path("scopes")).isEmpty();

        giveReader(person);
        assertThat(keys.verify(key, "reader").text("code")).isEqualTo("VALID");
    }

    @Test
    void keyLosesThePermissionThatItsOwnerLoses() {
        Person person = keys.person("manage-api-keys");
        String key = keys.create(keys.token(person.username()), "name", "k", "scopes", List.of("api-keys:write"))
                .expect(201)
                .text("key");
        keys.create(key, "name", "made by a key").expect(201);

        keys.takeRole(person.id(), "manage-api-keys");

        keys.v1("GET", "/api-keys").bearer(key).send().expect(403);
        keys.create(key, "name", "made by a key").expect(403);
        assertThat(keys.verify(key).json().path("scopes")).isEmpty();
    }

    @Test
    void keyOfAServiceAccountIsRevokedWhileItsClientIsDisabled() {
        String client = keys.client();
        String key = keys.create(keys.serviceAccountToken(client), "name", "k")
                .expect(201)
                .text("key");
        assertThat(code(key)).isEqualTo("VALID");

        changeClient(client, body("enabled", false));
        assertThat(code(key)).isEqualTo("REVOKED");

        changeClient(client, body("enabled", true));
        assertThat(code(key)).isEqualTo("VALID");
    }

    @Test
    void keyOfAServiceAccountEndsWithTheServiceAccount() {
        String client = keys.client();
        String key = keys.create(keys.serviceAccountToken(client), "name", "k")
                .expect(201)
                .text("key");

        changeClient(client, body("serviceAccountsEnabled", false));

        assertThat(code(key)).isEqualTo("REVOKED");
    }

    @Test
    void keyOfADeletedClientIsRevoked() {
        String client = keys.client();
        String key = keys.create(keys.serviceAccountToken(client), "name", "k")
                .expect(201)
                .text("key");

        keys.realm()
                .admin("DELETE", "/clients/" + keys.clientUuid(client))
                .send()
                .expect(204);

        assertThat(code(key)).isEqualTo("REVOKED");
    }

    @Test
    void keysOfADisabledOrganizationAreRevokedUntilItIsEnabledAgain() {
        String organization = keys.organization();
        String owned = keys.key("owner", Map.of("type", "organization", "id", organization))
                .text("key");
        String narrowed = keys.key("organization_id", organization).text("key");

        changeOrganization(organization, false);
        assertThat(List.of(code(owned), code(narrowed))).containsOnly("REVOKED");

        changeOrganization(organization, true);
        assertThat(List.of(code(owned), code(narrowed))).containsOnly("VALID");
    }

    @Test
    void keyOfAnOrganizationOutlivesThePersonWhoMadeIt() {
        String organization = keys.organization();
        Person manager = keys.person();
        keys.makeManager(organization, manager.id());
        String key = keys.create(
                        keys.token(manager.username()),
                        "name",
                        "k",
                        "owner",
                        Map.of("type", "organization", "id", organization))
                .expect(201)
                .text("key");

        keys.realm().admin("DELETE", "/users/" + manager.id()).send().expect(204);

        assertThat(code(key)).isEqualTo("VALID");
    }

    @Test
    void allKeysLoseTheRoleThatTheirOwnerLosesAtOnce() {
        keys.allowSelfService("reader");
        Person person = keys.person();
        giveReader(person);
        String token = keys.token(person.username());
        List<String> texts = List.of("one", "two", "three").stream()
                .map(name -> keys.create(token, "name", name, "scopes", List.of("reader"))
                        .expect(201)
                        .text("key"))
                .toList();
        assertThat(texts)
                .allMatch(key -> keys.verify(key, "reader").text("code").equals("VALID"));

        changeReader("DELETE", person);

        assertThat(texts)
                .allMatch(key -> keys.verify(key, "reader").text("code").equals("INSUFFICIENT_SCOPE"));
    }

    @Test
    void keysOfADeletedOrganizationAreRevoked() {
        String organization = keys.organization();
        String owned = keys.key("owner", Map.of("type", "organization", "id", organization))
                .text("key");
        String narrowed = keys.key("organization_id", organization).text("key");

        keys.realm().admin("DELETE", "/organizations/" + organization).send().expect(204);

        assertThat(List.of(code(owned), code(narrowed))).containsOnly("REVOKED");
    }

    private String keyOf(Person person) {
        return keys.create(keys.token(person.username()), "name", "k")
                .expect(201)
                .text("key");
    }

    private String code(String key) {
        return keys.verify(key).text("code");
    }

    private void giveReader(Person person) {
        changeReader("POST", person);
    }

    private void changeReader(String method, Person person) {
        var role = keys.realm().admin("GET", "/roles/reader").send().expect(200).json();
        keys.realm()
                .admin(method, "/users/" + person.id() + "/role-mappings/realm")
                .json(List.of(role))
                .send()
                .expect(204);
    }

    private void changeClient(String clientId, Map<String, Object> change) {
        String path = "/clients/" + keys.clientUuid(clientId);
        Map<String, Object> client = body();
        keys.realm()
                .admin("GET", path)
                .send()
                .expect(200)
                .json()
                .properties()
                .forEach(member -> client.put(member.getKey(), member.getValue()));
        client.putAll(change);
        keys.realm().admin("PUT", path).json(client).send().expect(204);
    }

    private void changeOrganization(String id, boolean isEnabled) {
        String path = "/organizations/" + id;
        Map<String, Object> organization = body();
        keys.realm()
                .admin("GET", path)
                .send()
                .expect(200)
                .json()
                .properties()
                .forEach(member -> organization.put(member.getKey(), member.getValue()));
        organization.put("enabled", isEnabled);
        keys.realm().admin("PUT", path).json(organization).send().expect(204);
    }
}
