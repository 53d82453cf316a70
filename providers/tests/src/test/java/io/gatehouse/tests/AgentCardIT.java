package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an agent shows of itself to other agents. */
@ExtendWith(GatehouseExtension.class)
class AgentCardIT {
    private Gatehouse gatehouse;
    private KeyRealm people;
    private TestAgents agents;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.people = new KeyRealm(gatehouse, realm);
        this.agents = new TestAgents(gatehouse, realm);
    }

    @Test
    void cardLeadsToTheEndpointsOfTheRealm() {
        TestAgent agent = agents.withSecret("description", "Keeps the calendar");

        JsonNode card = card(agent.id());

        assertThat(card.path("protocolVersion").asText()).isEqualTo("0.3.0");
        assertThat(card.path("name").asText()).isEqualTo("Calendar bot");
        assertThat(card.path("description").asText()).isEqualTo("Keeps the calendar");
        assertThat(card.has("url")).isFalse();
        assertThat(card.path("version")).isEqualTo(agents.get(agent.id()).path("updated_at"));
        assertThat(card.path("skills").findValuesAsText("id")).containsExactly("calendar.read", "mail.send");
        JsonNode oidc = document(card.at("/securitySchemes/openIdConnect/openIdConnectUrl"));
        assertThat(card.at("/securitySchemes/oauth2/flows/clientCredentials/tokenUrl"))
                .isEqualTo(oidc.path("token_endpoint"));
        assertThat(document(card.at("/securitySchemes/oauth2/oauth2MetadataUrl"))
                        .path("issuer"))
                .isEqualTo(oidc.path("issuer"));
    }

    @Test
    void cardHoldsNoSecretNoOwnerAndNoMetadata() {
        TestAgent agent = agents.withSecret(
                "metadata",
                Map.of("a2a_url", "https://bot.example/a2a", "cost_center", "4711"),
                "sponsor",
                people.person().id());

        JsonNode card = card(agent.id());

        assertThat(card.path("url").asText()).isEqualTo("https://bot.example/a2a");
        assertThat(card.toString())
                .doesNotContain(agent.secret())
                .doesNotContain("Team Calendar")
                .doesNotContain("4711")
                .doesNotContain("sponsor");
    }

    @Test
    void whoSeesTheAgentSeesItsCardAndARevokedOneHasNone() {
        KeyRealm.Person owner = people.person();
        String id = agents.withSecret("owner", Map.of("type", "user", "id", owner.id()))
                .id();

        String path = "/" + id + "/card";
        JsonNode own = agents.person(people.token(owner.username()), "GET", path)
                .send()
                .expect(200)
                .json();
        assertThat(own).isEqualTo(card(id));
        agents.person(people.token(people.person().username()), "GET", path)
                .send()
                .expect(404);
        agents.admin("GET", "/agent_000000000000/card").send().expect(404);
        JsonNode ignored = agents.act(id, "revoke");
        assertThat(agents.admin("GET", path).send().expect(409).text("code")).isEqualTo("agent_revoked");
    }

    @Test
    void agentWithBoundTokensAsksForBoundTokens() {
        String id = agents.withSecret("dpop_bound_access_tokens", true).id();

        assertThat(card(id).path("security"))
                .hasSize(1)
                .allMatch(required -> required.has("dpop") && required.has("oauth2"));
        assertThat(card(id).at("/securitySchemes/dpop/scheme").asText()).isEqualTo("DPoP");
        assertThat(card(agents.withSecret().id()).path("security").path(0).has("dpop"))
                .isFalse();
    }

    private JsonNode card(String id) {
        return agents.admin("GET", "/" + id + "/card").send().expect(200).json();
    }

    private JsonNode document(JsonNode url) {
        return gatehouse.http().get(url.asText()).send().expect(200).json();
    }
}
