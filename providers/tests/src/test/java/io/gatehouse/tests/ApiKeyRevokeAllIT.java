package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.KeyRealm.Person;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every key of an owner or an organization at once, within the caller's reach. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyRevokeAllIT {
    /** More than one transaction takes. */
    private static final int MANY = 230;

    private KeyRealm keys;
    private AuditCalls audit;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        keys = new KeyRealm(gatehouse, realm);
        audit = new AuditCalls(new RealmCalls(gatehouse, realm));
    }

    @Test
    void allKeysOfAPersonAreRevokedEachWithItsEventAndNobodyElses() {
        Person person = keys.person();
        String token = keys.token(person.username());
        List<Answer> own = IntStream.range(0, 3)
                .mapToObj(i -> keys.create(token, "name", "k").expect(201))
                .toList();
        Answer other =
                keys.create(keys.token(keys.person().username()), "name", "k").expect(201);

        assertThat(revoked("owner", Map.of("type", "user", "id", person.username())))
                .isEqualTo(3);

        assertThat(own)
                .allMatch(key -> keys.verify(key.text("key")).text("code").equals("REVOKED"));
        assertThat(keys.verify(other.text("key")).text("code")).isEqualTo("VALID");
        for (Answer key : own) {
            JsonNode event = audit.first("?type=api_key.revoked&key_id=" + key.text("id"));
            assertThat(event.path("cause").asText()).isEqualTo("revoke_all");
            assertThat(event.at("/actor/type").asText()).isEqualTo("admin");
        }
        assertThat(revoked("owner", Map.of("type", "user", "id", person.id()))).isZero();
    }

    @Test
    void moreKeysThanOneTransactionTakesAreAllRevoked() {
        Person person = keys.person();
        String token = keys.token(person.username());
        for (int i = 0; i < MANY; i++) {
            keys.create(token, "name", "k").expect(201);
        }

        assertThat(revoked("owner", Map.of("type", "user", "id", person.id()))).isEqualTo(MANY);

        assertThat(keys.admin("GET", "/api-keys?offset=0&limit=1&status=active&owner=" + person.id())
                        .send()
                        .expect(200)
                        .json()
                        .at("/pagination/total")
                        .asInt())
                .isZero();
    }

    @Test
    void keysOfAnOrganizationAreItsOwnAndThoseNarrowedToIt() {
        String organization = keys.organization();
        Answer owned = keys.key("owner", Map.of("type", "organization", "id", organization));
        Answer narrowed = keys.key("organization_id", organization);
        Answer free = keys.key();

        assertThat(revoked("organization_id", organization)).isEqualTo(2);

        assertThat(List.of(owned, narrowed))
                .allMatch(key -> keys.verify(key.text("key")).text("code").equals("REVOKED"));
        assertThat(keys.verify(free.text("key")).text("code")).isEqualTo("VALID");
    }

    @Test
    void keysOfAnAgentAndOfADeletedPersonAreFoundByTheirId() {
        String agent = keys.admin("POST", "/agents")
                .json(body("name", "a", "owner", "team"))
                .send()
                .expect(201)
                .text("id");
        keys.key("owner", Map.of("type", "agent", "id", agent));
        Person person = keys.person();
        keys.create(keys.token(person.username()), "name", "k").expect(201);
        keys.realm().admin("DELETE", "/users/" + person.id()).send().expect(204);

        assertThat(revoked("owner", Map.of("type", "agent", "id", agent))).isEqualTo(1);
        assertThat(revoked("owner", Map.of("type", "user", "id", person.id()))).isEqualTo(1);
    }

    @Test
    void peopleReachTheirOwnKeysAndThoseOfOrganizationsThatTheyManage() {
        String organization = keys.organization();
        Person manager = keys.person();
        keys.makeManager(organization, manager.id());
        Person member = keys.person();
        keys.join(organization, member.id());
        Map<String, String> ofMember = Map.of("type", "user", "id", member.id());
        Answer inside = keys.key("owner", ofMember, "organization_id", organization);
        Answer outside = keys.key("owner", ofMember);
        String token = keys.token(manager.username());
        String stranger = keys.token(keys.person().username());

        assertThat(revokedBy(stranger, "owner", ofMember)).isZero();
        assertThat(revokedBy(stranger, "organization_id", organization)).isZero();
        assertThat(revokedBy(token, "owner", ofMember)).isEqualTo(1);

        assertThat(keys.verify(inside.text("key")).text("code")).isEqualTo("REVOKED");
        assertThat(keys.verify(outside.text("key")).text("code")).isEqualTo("VALID");
        assertThat(revokedBy(keys.token(member.username()), "owner", ofMember)).isEqualTo(1);
        assertThat(keys.verify(outside.text("key")).text("code")).isEqualTo("REVOKED");
    }

    @Test
    void narrowedCallStaysInItsOrganization() {
        String organization = keys.organization();
        String other = keys.organization();
        Answer inside = keys.key("organization_id", organization);
        Answer outside = keys.key("organization_id", other);

        assertThat(keys.admin("POST", "/api-keys/revoke-all")
                        .header("X-Project-Id", organization)
                        .json(body("organization_id", other))
                        .send()
                        .expect(200)
                        .json()
                        .path("revoked")
                        .asInt())
                .isZero();
        assertThat(keys.verify(outside.text("key")).text("code")).isEqualTo("VALID");
        assertThat(keys.verify(inside.text("key")).text("code")).isEqualTo("VALID");
    }

    @Test
    void exactlyOneOfOwnerAndOrganizationIsNamed() {
        Map<String, String> owner = Map.of("type", "user", "id", "x");

        revokeAll().expect(422);
        revokeAll("owner", owner, "organization_id", "x").expect(422);
        revokeAll("owner", Map.of("type", "realm", "id", "x")).expect(422);
        revokeAll("owner", Map.of("type", "user")).expect(422);
    }

    @Test
    void keyWithoutTheWriteScopeIsRefused() {
        String key = keys.key("scopes", List.of("gatehouse:read")).text("key");

        keys.v1("POST", "/api-keys/revoke-all")
                .bearer(key)
                .json(body("owner", Map.of("type", "user", "id", "x")))
                .send()
                .expect(403);
    }

    private int revoked(@Nullable Object... namesAndValues) {
        return revokeAll(namesAndValues).expect(200).json().path("revoked").asInt();
    }

    private Answer revokeAll(@Nullable Object... namesAndValues) {
        return keys.admin("POST", "/api-keys/revoke-all")
                .json(body(namesAndValues))
                .send();
    }

    private int revokedBy(String token, @Nullable Object... namesAndValues) {
        return keys.v1("POST", "/api-keys/revoke-all")
                .bearer(token)
                .json(body(namesAndValues))
                .send()
                .expect(200)
                .json()
                .path("revoked")
                .asInt();
    }
}
