package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where the realm wants it, what policies decide is changed by two people. */
@ExtendWith(GatehouseExtension.class)
class PolicyConfirmationIT {
    private static final List<Object> DENY = List.of(Map.of("effect", "deny", "when", Map.of("scope", "orders.write")));

    private RealmCalls calls;
    private TestRealm realm;
    private String second;
    private String agent;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        this.realm = realm;
        calls = new RealmCalls(gatehouse, realm);
        agent = calls.agent().id();
        String name = KeyRealm.unique("second");
        realm.grant(realm.createUser(name), "manage-policies");
        second = realm.userToken(name, "openid gatehouse");
        confirmed(true);
    }

    @AfterEach
    void settings() {
        confirmed(false);
        calls.deletePolicies();
    }

    @Test
    void activationAndDeletionHappenWhenASecondPersonConfirms() {
        String policy = made();

        String change = patch(policy, "is_active", true, "reason", "Ticket 7")
                .expect(202)
                .text("id");
        isWriteAllowed(true);
        JsonNode pending = calls.admin("GET", "/policies/" + policy + "/pending")
                .send()
                .expect(200)
                .json();
        assertThat(pending.path("id").asText()).isEqualTo(change);
        assertThat(pending.path("kind").asText()).isEqualTo("change");
        assertThat(pending.path("is_active").asBoolean()).isTrue();
        assertThat(pending.path("reason").asText()).isEqualTo("Ticket 7");
        Answer own = calls.admin("POST", "/policies/" + policy + "/confirm")
                .json(body("change_id", change))
                .send()
                .expect(403);
        assertThat(own.text("code")).isEqualTo("own_change");

        Answer done = confirm(second, policy, change).expect(200);
        assertThat(done.json().path("is_active").asBoolean()).isTrue();
        isWriteAllowed(false);
        calls.admin("GET", "/policies/" + policy + "/pending").send().expect(404);
        assertThat(event("policy.change_confirmed", policy)
                        .at("/data/change_id")
                        .asText())
                .isEqualTo(change);

        Answer deletion = calls.admin("DELETE", "/policies/" + policy).send().expect(202);
        assertThat(deletion.text("kind")).isEqualTo("delete");
        isWriteAllowed(false);
        confirm(second, policy, deletion.text("id")).expect(200);
        isWriteAllowed(true);
        calls.admin("GET", "/policies/" + policy).send().expect(404);
    }

    @Test
    void everyWayToDecideOtherwiseWaitsAndNothingElseDoes() {
        String policy = made();
        confirm(second, policy, patch(policy, "is_active", true).expect(202).text("id"))
                .expect(200);

        patch(policy, "name", "Other", "description", "D").expect(200);
        patch(policy, "rules", List.of()).expect(202);
        patch(policy, "priority", 7).expect(202);
        patch(policy, "mode", "shadow").expect(202);
        patch(policy, "applies_to_stock_grants", true).expect(202);
        patch(policy, "is_active", false).expect(202);
        calls.admin("POST", "/policies/" + policy + "/rollback")
                .json(body("version", 1))
                .send()
                .expect(202);
        isWriteAllowed(false);
        for (Answer refused : List.of(
                calls.admin("POST", "/policies")
                        .json(body("name", "P", "rules", DENY))
                        .send(),
                calls.admin("POST", "/policies/import")
                        .json(body("policies", List.of(Map.of("name", "N", "rules", DENY))))
                        .send(),
                calls.admin("POST", "/policies/import")
                        .json(body("policies", List.of(Map.of("name", "Other", "rules", List.of()))))
                        .send())) {
            assertThat(refused.expect(409).text("code")).isEqualTo("confirmation_required");
        }
        calls.admin("POST", "/policies/import")
                .json(body("policies", List.of(Map.of("name", "N", "rules", DENY, "is_active", false))))
                .send()
                .expect(200);
    }

    @Test
    void programsNeitherAskNorConfirm() {
        String policy = made();
        String key = calls.key("policies:write").text();

        assertThat(calls.v1("PATCH", "/policies/" + policy)
                        .bearer(key)
                        .json(body("is_active", true))
                        .send()
                        .expect(403)
                        .text("code"))
                .isEqualTo("person_required");
        String change = patch(policy, "is_active", true).expect(202).text("id");
        realm.grant(realm.userId("service-account-demo-api"), "manage-policies");
        for (String credential : List.of(key, realm.serviceAccountToken("gatehouse"))) {
            assertThat(confirm(credential, policy, change).expect(403).text("code"))
                    .isEqualTo("person_required");
        }
        isWriteAllowed(true);
    }

    @Test
    void whatWasOvertakenIsNotConfirmed() {
        String policy = made();
        String old = patch(policy, "is_active", true).expect(202).text("id");
        String other =
                patch(policy, "is_active", true, "priority", 7).expect(202).text("id");

        assertThat(confirm(second, policy, old).expect(409).text("code")).isEqualTo("change_outdated");
        patch(policy, "rules", List.of()).expect(200);
        assertThat(confirm(second, policy, other).expect(409).text("code")).isEqualTo("change_outdated");

        String last = patch(policy, "is_active", true).expect(202).text("id");
        calls.v1("DELETE", "/policies/" + policy + "/pending")
                .bearer(second)
                .send()
                .expect(204);
        confirm(second, policy, last).expect(404);
        assertThat(withdrawn(policy)).containsExactly(last, other, old);
    }

    private String made() {
        return calls.admin("POST", "/policies")
                .json(body("name", "P", "is_active", false, "rules", DENY))
                .send()
                .expect(201)
                .text("id");
    }

    private Answer patch(String policy, Object... members) {
        return calls.admin("PATCH", "/policies/" + policy).json(body(members)).send();
    }

    private Answer confirm(String credential, String policy, String change) {
        return calls.v1("POST", "/policies/" + policy + "/confirm")
                .bearer(credential)
                .json(body("change_id", change))
                .send();
    }

    private void isWriteAllowed(boolean isAllowed) {
        Answer ignored = calls.issue(agent, "scope", List.of("orders.write")).expect(isAllowed ? 201 : 403);
    }

    private void confirmed(boolean isRequired) {
        Answer ignored = calls.admin("PATCH", "/settings")
                .json(body("policy_confirmation_required", isRequired))
                .send()
                .expect(200);
    }

    /** The changes of a policy that were withdrawn, newest first, once there are three of them. */
    private List<String> withdrawn(String policy) {
        return Eventually.value(Duration.ofSeconds(10), "all three have their place", () -> {
            List<String> found = events("policy.change_withdrawn", policy).stream()
                    .map(event -> event.at("/data/change_id").asText())
                    .toList();
            return found.size() < 3 ? Optional.empty() : Optional.of(found);
        });
    }

    private JsonNode event(String type, String policy) {
        return Eventually.value(Duration.ofSeconds(10), "the event has its place", () -> events(type, policy).stream()
                .findFirst());
    }

    private List<JsonNode> events(String type, String policy) {
        JsonNode items = calls.admin("GET", "/audit/events?type=" + type)
                .send()
                .expect(200)
                .json()
                .path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .filter(event -> event.at("/target/id").asText().equals(policy))
                .toList();
    }
}
