package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.KeyRealm.Person;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The header {@code X-Project-Id} narrows a call to an organization, and so does a key that is an organization's. */
@ExtendWith(GatehouseExtension.class)
class ProjectHeaderIT {
    private static final String PROJECT = "X-Project-Id";

    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        keys = new KeyRealm(gatehouse, realm);
    }

    @Test
    void administratorsCallIsNarrowed() {
        String organization = keys.organization();
        String inside = keys.key("organization_id", organization).text("id");
        String outside = keys.key().text("id");

        Answer list =
                keys.admin("GET", "/api-keys").header(PROJECT, organization).send();

        assertThat(KeyRealm.ids(list)).containsExactly(inside);
        for (String method : List.of("GET", "DELETE")) {
            keys.admin(method, "/api-keys/" + outside)
                    .header(PROJECT, organization)
                    .send()
                    .expect(404);
        }
        assertThat(keys.shown(outside).path("status").asText()).isEqualTo("active");
        keys.admin("GET", "/api-keys/" + inside)
                .header(PROJECT, organization)
                .send()
                .expect(200);
    }

    @Test
    void keyMadeInANarrowedCallBelongsToTheOrganization() {
        String organization = keys.organization();

        Answer made = keys.admin("POST", "/api-keys")
                .header(PROJECT, organization)
                .json(body("name", "k"))
                .send()
                .expect(201);

        assertThat(made.text("organization_id")).isEqualTo(organization);
    }

    @Test
    void narrowedCallNamesNoOtherOrganization() {
        String organization = keys.organization();
        String other = keys.organization();
        long before = keys.keys();

        keys.admin("POST", "/api-keys")
                .header(PROJECT, organization)
                .json(body("name", "k", "organization_id", other))
                .send()
                .expect(404);
        keys.admin("POST", "/api-keys")
                .header(PROJECT, organization)
                .json(body("name", "k", "owner", Map.of("type", "organization", "id", other)))
                .send()
                .expect(404);

        assertThat(keys.keys()).isEqualTo(before);
    }

    @Test
    void verificationIsNarrowed() {
        String organization = keys.organization();
        String inside = keys.key("organization_id", organization).text("key");
        String outside = keys.key().text("key");

        assertThat(verifiedIn(organization, inside)).isEqualTo("VALID");
        assertThat(verifiedIn(organization, outside)).isEqualTo("INVALID");
    }

    @Test
    void absentOrganizationIsNotFound() {
        for (String project : List.of(UUID.randomUUID().toString(), "x", "x".repeat(300), "*")) {
            keys.admin("GET", "/api-keys").header(PROJECT, project).send().expect(404);
        }
    }

    @Test
    void personNarrowsToAnOrganizationOfItsOwn() {
        String organization = keys.organization();
        String other = keys.organization();
        Person person = keys.person();
        keys.join(organization, person.id());
        String token = keys.token(person.username());

        keys.v1("GET", "/api-keys")
                .bearer(token)
                .header(PROJECT, organization)
                .send()
                .expect(200);
        keys.v1("GET", "/api-keys").bearer(token).header(PROJECT, other).send().expect(404);
    }

    @Test
    void keyOfAnOrganizationReachesNoOther() {
        String organization = keys.organization();
        String other = keys.organization();
        Answer made = keys.key("organization_id", organization, "scopes", List.of("api-keys:write"));
        String outside = keys.key("organization_id", other).text("id");
        String key = made.text("key");

        assertThat(KeyRealm.ids(keys.v1("GET", "/api-keys").bearer(key).send())).containsExactly(made.text("id"));
        keys.v1("GET", "/api-keys/" + outside).bearer(key).send().expect(404);
        keys.v1("GET", "/api-keys").bearer(key).header(PROJECT, other).send().expect(404);
        keys.create(key, "name", "k", "organization_id", other).expect(404);
        assertThat(keys.create(key, "name", "k").expect(201).text("organization_id"))
                .isEqualTo(organization);
    }

    private String verifiedIn(String organization, String key) {
        return keys.admin("POST", "/api-keys/verify")
                .header(PROJECT, organization)
                .json(body("key", key))
                .send()
                .expect(200)
                .text("code");
    }
}
