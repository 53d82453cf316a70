package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People make and keep agents of their own; whom an agent may belong to; who sees whose. */
@ExtendWith(GatehouseExtension.class)
class AgentSelfServiceIT {
    private Gatehouse gatehouse;
    private TestRealm realm;
    private TestAgents agents;
    private Person alice;

    /** A person of the realm with a token of a login just now. */
    private record Person(String id, String token) {
        Map<String, Object> owner() {
            return Map.of("type", "user", "id", id);
        }
    }

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        this.agents = new TestAgents(gatehouse, realm);
        this.alice = person();
        gatehouse
                .http()
                .patch(realm.adminPath("/gatehouse/settings"))
                .bearer(gatehouse.adminToken())
                .json(Map.of("self_service_scopes", List.of("calendar.read", "mail.send")))
                .send()
                .expect(200);
    }

    @Test
    void personsAgentWaitsForAnAdministrator() {
        JsonNode made = make(alice).expect(201).json();

        assertThat(made.path("status").asText()).isEqualTo("pending");
        assertThat(made.path("owner").path("id").asText()).isEqualTo(alice.id());
        String id = made.path("id").asText();
        call(alice, "POST", "/" + id + "/resume").send().expect(403);
        assertThat(agents.get(id).path("status").asText()).isEqualTo("pending");

        assertThat(agents.act(id, "resume").path("status").asText()).isEqualTo("active");
    }

    @Test
    void pendingAgentCannotBePausedAndNeverBecomesActiveByPausing() {
        String id = make(alice).expect(201).text("id");

        assertThat(call(alice, "POST", "/" + id + "/pause").send().expect(409).text("code"))
                .isEqualTo("agent_pending");
        assertThat(agents.get(id).path("status").asText()).isEqualTo("pending");
    }

    @Test
    void personPausesResumesAndRevokesItsOwnActiveAgent() {
        String id = make(alice).expect(201).text("id");
        agents.act(id, "resume");

        assertThat(call(alice, "POST", "/" + id + "/pause").send().expect(200).text("status"))
                .isEqualTo("paused");
        assertThat(call(alice, "POST", "/" + id + "/resume").send().expect(200).text("status"))
                .isEqualTo("active");
        assertThat(call(alice, "POST", "/" + id + "/revoke").send().expect(200).text("status"))
                .isEqualTo("revoked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gatehouse:*",
                "gatehouse:read",
                "agents:write",
                "agents:read",
                "api-keys:write",
                "api-keys:verify",
                "tokens:issue",
                "tokens:revoke",
                "tokens:anything",
                "audit:read",
                "settings:read"
            })
    void personCannotGrantAdministrativeScopes(String scope) {
        assertThat(make(alice, "scopes", List.of(scope)).status()).isIn(403, 422);

        String id = make(alice).expect(201).text("id");
        assertThat(call(alice, "PATCH", "/" + id)
                        .json(Map.of("scopes", List.of(scope)))
                        .send()
                        .status())
                .isIn(403, 422);
        assertThat(agents.get(id).path("scopes")).isEmpty();
    }

    @Test
    void personGrantsTheRealmsSelfServiceScopesOnly() {
        make(alice, "scopes", List.of("calendar.read", "files.read")).expect(422);
        String id = make(alice, "scopes", List.of("calendar.read")).expect(201).text("id");

        call(alice, "PATCH", "/" + id)
                .json(Map.of("scopes", List.of("calendar.read", "files.read")))
                .send()
                .expect(422);
        call(alice, "PATCH", "/" + id)
                .json(Map.of("scopes", List.of("calendar.read", "mail.send")))
                .send()
                .expect(200);
    }

    /** What an administrator granted survives the person's rename, and is not the person's to give. */
    @Test
    void scopeThatAnAdministratorGrantedStaysWhenItsOwnerRenamesTheAgent() {
        String id = make(alice).expect(201).text("id");
        agents.admin("PATCH", "/" + id)
                .json(Map.of("scopes", List.of("files.read")))
                .send()
                .expect(200);

        Answer answer = call(alice, "PATCH", "/" + id)
                .json(Map.of("name", "Renamed", "scopes", List.of("files.read")))
                .send()
                .expect(200);

        assertThat(answer.json().path("scopes").toString()).isEqualTo("[\"files.read\"]");
    }

    static Stream<Arguments> looser() {
        String later = Instant.now().plus(20, ChronoUnit.DAYS).toString();
        return Stream.of(
                Arguments.of("audiences", List.of()),
                Arguments.of("audiences", List.of("demo-api", "other-api")),
                Arguments.of("expires_at", later),
                Arguments.of("expires_at", null),
                Arguments.of("max_token_ttl", 61),
                Arguments.of("max_token_ttl", null));
    }

    @ParameterizedTest
    @MethodSource("looser")
    void personDoesNotLoosenWhatAnAdministratorActivated(String name, Object value) {
        String id = make(
                        alice,
                        "audiences",
                        List.of("demo-api"),
                        "max_token_ttl",
                        60,
                        "expires_at",
                        Instant.now().plus(10, ChronoUnit.DAYS).toString())
                .expect(201)
                .text("id");
        agents.act(id, "resume");
        JsonNode before = agents.get(id);
        Map<String, Object> patch = new LinkedHashMap<>();
        patch.put(name, value);

        call(alice, "PATCH", "/" + id).json(patch).send().expect(403);

        assertThat(agents.get(id)).isEqualTo(before);
    }

    @Test
    void personOwnsTheAgentItMakes() {
        Person bob = person();

        make(alice, "owner", "Team Text").expect(422);
        make(alice, "owner", bob.owner()).expect(403);
        make(alice, "owner", Map.of("type", "user", "id", "no-such-user")).expect(403);
        make(alice, "owner", Map.of("type", "group", "id", "any")).expect(403);
        make(alice, "owner", Map.of("type", "organization", "id", acme())).expect(403);
    }

    /** Whether a person exists is not told to who may not name it. */
    @Test
    void namingSomebodyElseLooksTheSameWhetherItExists() {
        Person bob = person();

        Answer known = make(alice, "owner", bob.owner());
        Answer unknown = make(
                alice, "owner", Map.of("type", "user", "id", UUID.randomUUID().toString()));
        assertThat(known.text("detail")).isEqualTo(unknown.text("detail"));

        Answer knownSponsor = make(alice, "sponsor", bob.id());
        Answer unknownSponsor = make(alice, "sponsor", UUID.randomUUID().toString());
        assertThat(knownSponsor.expect(422).json().path("errors"))
                .isEqualTo(unknownSponsor.expect(422).json().path("errors"));
    }

    @Test
    void anotherPersonBecomesOwnerOnlyByWhoMayImpersonate() {
        Person manager = person();
        realm.grant(manager.id(), "manage-agents");
        Person manages = new Person(manager.id(), login(manager.id()));

        assertThat(make(manages, "owner", alice.owner()).expect(403).text("code"))
                .isEqualTo("impersonation_required");

        realm.grant(manager.id(), "impersonation");
        Person impersonates = new Person(manager.id(), login(manager.id()));
        JsonNode made = make(impersonates, "owner", alice.owner()).expect(201).json();
        assertThat(made.path("status").asText()).isEqualTo("active");
        assertThat(made.path("owner").path("id").asText()).isEqualTo(alice.id());
    }

    @Test
    void agentOfAnotherPersonIsNotFoundByAnyCall() {
        Person bob = person();
        String id = make(alice).expect(201).text("id");
        String absent =
                call(bob, "GET", "/agent_ffffffffffff").send().expect(404).text("detail");

        List<Answer> answers = List.of(
                call(bob, "GET", "/" + id).send(),
                call(bob, "PATCH", "/" + id).json(Map.of("name", "Mine")).send(),
                call(bob, "DELETE", "/" + id).send(),
                call(bob, "POST", "/" + id + "/pause").send(),
                call(bob, "POST", "/" + id + "/resume").send(),
                call(bob, "POST", "/" + id + "/revoke").send());

        assertThat(answers).allMatch(answer -> answer.expect(404).text("detail").equals(absent));
        assertThat(agents.get(id).path("status").asText()).isEqualTo("pending");
        assertThat(agents.get(id).path("name").asText()).isEqualTo("Own bot");
    }

    @Test
    void personListsItsOwnAgentsOnly() {
        Person bob = person();
        String mine = make(alice).expect(201).text("id");
        String ignored = make(bob).expect(201).text("id");
        assertThat(agents.withSecret().id()).isNotEqualTo(mine);

        JsonNode items = call(alice, "GET", "").send().expect(200).json().path("items");

        assertThat(items).hasSize(1);
        assertThat(items.path(0).path("id").asText()).isEqualTo(mine);
    }

    @Test
    void managersOfAnOrganizationShareItsAgentsAndItsMembersDoNot() {
        String organization = organization();
        Person manager = person();
        Person colleague = person();
        Person member = person();
        makeManager(organization, manager);
        makeManager(organization, colleague);
        join(organization, member);
        Map<String, Object> owner = Map.of("type", "organization", "id", organization);

        JsonNode made = make(manager, "owner", owner).expect(201).json();

        String id = made.path("id").asText();
        assertThat(made.path("status").asText()).isEqualTo("pending");
        assertThat(made.path("organization_id").asText()).isEqualTo(organization);
        call(colleague, "GET", "/" + id).send().expect(200);
        call(colleague, "PATCH", "/" + id).json(Map.of("name", "Ours")).send().expect(200);
        call(member, "GET", "/" + id).send().expect(404);
        call(member, "POST", "/" + id + "/revoke").send().expect(404);
        make(member, "owner", owner).expect(403);
    }

    @Test
    void formerManagerReachesTheOrganizationsAgentsNoMore() {
        String organization = organization();
        Person manager = person();
        makeManager(organization, manager);
        String id = make(manager, "owner", Map.of("type", "organization", "id", organization))
                .expect(201)
                .text("id");

        realm.admin("DELETE", "/organizations/" + organization + "/members/" + manager.id())
                .send()
                .expect(204);

        call(manager, "GET", "/" + id).send().expect(404);
        call(manager, "POST", "/" + id + "/revoke").send().expect(404);
        assertThat(agents.get(id).path("status").asText()).isEqualTo("pending");
    }

    @Test
    void viewerSeesEveryAgentAndChangesNone() {
        Person viewer = person();
        realm.grant(viewer.id(), "view-gatehouse");
        Person views = new Person(viewer.id(), login(viewer.id()));
        String id = make(alice).expect(201).text("id");

        call(views, "GET", "/" + id).send().expect(200);
        call(views, "PATCH", "/" + id).json(Map.of("name", "Mine")).send().expect(403);
        call(views, "POST", "/" + id + "/revoke").send().expect(403);
        call(views, "DELETE", "/" + id).send().expect(403);
        assertThat(agents.get(id).path("status").asText()).isEqualTo("pending");
    }

    @Test
    void tokenNotMeantForGatehouseIsRefused() {
        String token = realm.userToken("alice", "openid");

        agents.person(token, "GET", "").send().expect(401);
        agents.person(token, "POST", "").json(TestAgents.body()).send().expect(401);
    }

    @Test
    void nobodyIsRefused() {
        gatehouse.http().get(realm.path("/gatehouse/v1/agents")).send().expect(401);
        gatehouse
                .http()
                .post(realm.path("/gatehouse/v1/agents"))
                .json(TestAgents.body())
                .send()
                .expect(401);
    }

    @Test
    void agentMakesNoAgentNeitherByItsSecretNorByItsToken() {
        TestAgent agent = agents.withSecret("scopes", List.of("agents:write"));
        String token = agent.token("resource", realm.issuer() + "/gatehouse/v1");

        agents.person(agent.secret(), "POST", "").json(TestAgents.body()).send().expect(403);
        agents.person(token, "POST", "").json(TestAgents.body()).send().expect(403);
    }

    private Answer make(Person person, Object... members) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("name", "Own bot", "owner", person.owner()));
        for (int i = 0; i < members.length; i += 2) {
            body.put(members[i].toString(), members[i + 1]);
        }
        return call(person, "POST", "").json(body).send();
    }

    private Request call(Person person, String method, String below) {
        return agents.person(person.token(), method, below);
    }

    private Person person() {
        String name = "person-" + UUID.randomUUID();
        String id = realm.createUser(name);
        return new Person(id, Login.token(gatehouse, realm, name));
    }

    private String login(String id) {
        String name = realm.admin("GET", "/users/" + id).send().expect(200).text("username");
        return Login.token(gatehouse, realm, name);
    }

    private String organization() {
        String name = "org-" + UUID.randomUUID();
        return created(realm.admin("POST", "/organizations")
                .json(Map.of("name", name, "alias", name, "domains", List.of(Map.of("name", name + ".example"))))
                .send());
    }

    private void makeManager(String organization, Person person) {
        join(organization, person);
        String groups = "/organizations/" + organization + "/groups";
        JsonNode known = realm.admin("GET", groups).send().expect(200).json();
        String group = known.isEmpty()
                ? created(realm.admin("POST", groups)
                        .json(Map.of("name", "gatehouse-manager"))
                        .send())
                : known.path(0).path("id").asText();
        realm.admin("PUT", groups + "/" + group + "/members/" + person.id())
                .send()
                .expect(204);
    }

    private void join(String organization, Person person) {
        realm.admin("POST", "/organizations/" + organization + "/members")
                .body("application/json", person.id())
                .send()
                .expect(201);
    }

    private static String created(Answer answer) {
        String location = answer.expect(201).header("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private String acme() {
        return realm.admin("GET", "/organizations?search=Acme")
                .send()
                .expect(200)
                .json()
                .path(0)
                .path("id")
                .asText();
    }
}
