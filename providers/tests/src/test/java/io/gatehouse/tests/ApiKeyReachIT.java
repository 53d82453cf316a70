package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.KeyRealm.Person;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is another realm's, another person's or another organization's does not exist, and stays as it is. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyReachIT {
    private static final String PROJECT = "X-Project-Id";

    private static TestRealm foreignRealm;

    private KeyRealm keys;
    private KeyRealm foreign;

    @BeforeAll
    static void makeForeignRealm(Gatehouse gatehouse) {
        foreignRealm = gatehouse.freshRealm();
    }

    @AfterAll
    static void removeForeignRealm() {
        foreignRealm.close();
    }

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        keys = new KeyRealm(gatehouse, realm);
        foreign = new KeyRealm(gatehouse, foreignRealm);
    }

    @Nested
    class AnotherRealm {
        @Test
        void keyIsNotFoundAndStaysAsItIs() {
            String id = foreign.key().text("id");
            JsonNode before = foreign.shown(id);

            keys.admin("GET", "/api-keys/" + id).send().expect(404);
            keys.admin("PATCH", "/api-keys/" + id)
                    .json(body("name", "taken"))
                    .send()
                    .expect(404);
            keys.admin("DELETE", "/api-keys/" + id).send().expect(404);

            assertThat(foreign.shown(id)).isEqualTo(before);
        }

        @Test
        void keyIsInvalidAndNoCredential() {
            String key = foreign.key("scopes", List.of("gatehouse:*")).text("key");

            assertThat(keys.verify(key).body()).isEqualTo("{\"valid\":false,\"code\":\"INVALID\"}");
            keys.v1("GET", "/api-keys").bearer(key).send().expect(401);
            foreign.v1("GET", "/api-keys").bearer(key).send().expect(200);
        }

        @Test
        void usersTokenIsNoCredential() {
            String token = foreign.token(foreign.person("realm-admin").username());

            keys.v1("GET", "/api-keys").bearer(token).send().expect(401);
            keys.create(token, "name", "k").expect(401);
        }

        @Test
        void organizationIsNotFound() {
            String organization = foreign.organization();

            assertThat(keys.admin("POST", "/api-keys")
                            .json(body("name", "k", "organization_id", organization))
                            .send()
                            .expect(422)
                            .json()
                            .at("/errors/0/code")
                            .asText())
                    .isEqualTo("unknown_organization");
            keys.admin("GET", "/api-keys").header(PROJECT, organization).send().expect(404);
        }

        @Test
        void cursorShowsNothingOfItsRealm() {
            foreign.key();
            foreign.key();
            String cursor = foreign.admin("GET", "/api-keys?limit=1")
                    .send()
                    .expect(200)
                    .json()
                    .at("/pagination/next_cursor")
                    .asText();
            String own = keys.key().text("id");

            List<String> seen = KeyRealm.ids(
                    keys.admin("GET", "/api-keys?limit=100&cursor=" + cursor).send());

            assertThat(seen).doesNotContainAnyElementsOf(idsOf(foreign));
            assertThat(keys.shown(own).path("id").asText()).isEqualTo(own);
        }

        private static List<String> idsOf(KeyRealm realm) {
            return KeyRealm.ids(realm.admin("GET", "/api-keys?limit=100").send());
        }
    }

    @Nested
    class AnotherPerson {
        @Test
        void keyLooksExactlyLikeAnAbsentOneAndStaysAsItIs() {
            String owner = keys.token(keys.person().username());
            String other = keys.token(keys.person().username());
            String id = keys.create(owner, "name", "k").expect(201).text("id");
            String absent = UUID.randomUUID().toString();
            JsonNode before = keys.shown(id);

            for (String method : List.of("GET", "DELETE", "PATCH")) {
                assertThat(refusal(method, id, other)).isEqualTo(refusal(method, absent, other));
            }

            assertThat(keys.shown(id)).isEqualTo(before);
        }

        private String refusal(String method, String id, String token) {
            var request = keys.v1(method, "/api-keys/" + id).bearer(token);
            Answer answer = (method.equals("PATCH") ? request.json(body("name", "taken")) : request)
                    .send()
                    .expect(404);
            ObjectNode problem = (ObjectNode) answer.json();
            problem.remove(List.of("request_id", "instance"));
            return problem.toString();
        }
    }

    @Nested
    class AnotherOrganization {
        @Test
        void managerReachesTheKeysOfItsOwnOrganizationAlone() {
            String own = keys.organization();
            String other = keys.organization();
            Person manager = keys.person();
            keys.makeManager(own, manager.id());
            String token = keys.token(manager.username());
            String ours = keys.key("organization_id", own).text("id");
            String theirs = keys.key("organization_id", other).text("id");

            assertThat(KeyRealm.ids(keys.v1("GET", "/api-keys").bearer(token).send()))
                    .containsExactly(ours);
            keys.v1("GET", "/api-keys/" + ours).bearer(token).send().expect(200);
            keys.v1("GET", "/api-keys/" + theirs).bearer(token).send().expect(404);
            keys.v1("DELETE", "/api-keys/" + theirs).bearer(token).send().expect(404);
            assertThat(keys.shown(theirs).path("status").asText()).isEqualTo("active");
            keys.v1("DELETE", "/api-keys/" + ours).bearer(token).send().expect(204);
        }

        @Test
        void managerMakesNoKeyForAnotherOrganization() {
            String own = keys.organization();
            String other = keys.organization();
            Person manager = keys.person();
            keys.makeManager(own, manager.id());
            String token = keys.token(manager.username());
            long before = keys.keys();

            keys.create(token, "name", "k", "organization_id", other).expect(404);
            keys.create(token, "name", "k", "owner", Map.of("type", "organization", "id", other))
                    .expect(404);
            keys.create(
                            token,
                            "name",
                            "k",
                            "owner",
                            Map.of("type", "organization", "id", own),
                            "organization_id",
                            other)
                    .expect(404, 422);
            keys.create(token, "name", "k", "organization_id", "absent").expect(404);

            assertThat(keys.keys()).isEqualTo(before);
        }

        @Test
        void memberWithoutTheGroupManagesNothing() {
            String organization = keys.organization();
            Person member = keys.person();
            keys.join(organization, member.id());
            String id = keys.key("organization_id", organization).text("id");
            String token = keys.token(member.username());

            keys.v1("GET", "/api-keys/" + id).bearer(token).send().expect(404);
            keys.create(token, "name", "k", "organization_id", organization).expect(404);
        }

        @Test
        void groupOfThatNameCountsAtTheTopOfTheOrganizationAlone() {
            String organization = keys.organization();
            Person member = keys.person();
            keys.join(organization, member.id());
            String top = keys.group(organization, "team");
            String nested = keys.created(
                    "/organizations/" + organization + "/groups/" + top + "/children",
                    body("name", "gatehouse-manager"));
            keys.joinGroup(organization, nested, member.id());
            String ofTheRealm = keys.created("/groups", body("name", "gatehouse-manager"));
            keys.realm()
                    .admin("PUT", "/users/" + member.id() + "/groups/" + ofTheRealm)
                    .send()
                    .expect(204);
            String id = keys.key("organization_id", organization).text("id");

            keys.v1("GET", "/api-keys/" + id)
                    .bearer(keys.token(member.username()))
                    .send()
                    .expect(404);
        }

        @Test
        void managerWhoLeavesTheGroupReachesNothingAtOnce() {
            String organization = keys.organization();
            Person manager = keys.person();
            keys.join(organization, manager.id());
            String group = keys.group(organization, "gatehouse-manager");
            keys.joinGroup(organization, group, manager.id());
            String id = keys.key("organization_id", organization).text("id");
            String token = keys.token(manager.username());
            keys.v1("GET", "/api-keys/" + id).bearer(token).send().expect(200);

            keys.realm()
                    .admin("DELETE", "/organizations/" + organization + "/groups/" + group + "/members/" + manager.id())
                    .send()
                    .expect(204);

            keys.v1("GET", "/api-keys/" + id).bearer(token).send().expect(404);
            keys.create(token, "name", "k", "organization_id", organization).expect(404);
        }
    }
}
