package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentCardTest {
    private static final String ISSUER = "https://login.example/realms/demo";

    @Test
    void cardHasTheMembersOfA2aAndThoseAlone() {
        JsonNode card = card(agent(null, List.of("mail.send"), Map.of("cost_center", "4711"), false));

        List<String> names = new ArrayList<>();
        card.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "protocolVersion",
                        "name",
                        "description",
                        "version",
                        "capabilities",
                        "defaultInputModes",
                        "defaultOutputModes",
                        "securitySchemes",
                        "security",
                        "skills",
                        "supportsAuthenticatedExtendedCard");
        assertThat(card.path("protocolVersion").asText()).isEqualTo("0.3.0");
        assertThat(card.path("version").asText()).isEqualTo("1970-01-01T00:00:02Z");
        assertThat(card.toString()).doesNotContain("4711").doesNotContain("u1");
    }

    @Test
    void agentWithoutADescriptionIsDescribedByItsName() {
        assertThat(card(agent(null, List.of(), Map.of(), false))
                        .path("description")
                        .asText())
                .isEqualTo("Mail bot");
        assertThat(card(agent("Sends mail", List.of(), Map.of(), false))
                        .path("description")
                        .asText())
                .isEqualTo("Sends mail");
    }

    @Test
    void schemesLeadToTheRealm() {
        JsonNode schemes =
                card(agent(null, List.of("mail.send"), Map.of(), false)).path("securitySchemes");

        assertThat(schemes.at("/oauth2/type").asText()).isEqualTo("oauth2");
        JsonNode flow = schemes.at("/oauth2/flows/clientCredentials");
        assertThat(flow.path("tokenUrl").asText()).isEqualTo(ISSUER + "/protocol/openid-connect/token");
        assertThat(flow.path("scopes").has("mail.send")).isTrue();
        assertThat(schemes.at("/oauth2/oauth2MetadataUrl").asText())
                .isEqualTo(ISSUER + "/.well-known/oauth-authorization-server");
        assertThat(schemes.at("/openIdConnect/openIdConnectUrl").asText())
                .isEqualTo(ISSUER + "/.well-known/openid-configuration");
        assertThat(schemes.at("/dpop/scheme").asText()).isEqualTo("DPoP");
    }

    @Test
    void agentWithBoundTokensAsksForNothingLess() {
        JsonNode free = card(agent(null, List.of(), Map.of(), false)).path("security");
        JsonNode bound = card(agent(null, List.of(), Map.of(), true)).path("security");

        assertThat(free).hasSize(2);
        assertThat(free.path(0).has("dpop")).isFalse();
        assertThat(bound).hasSize(1);
        assertThat(bound.path(0).has("oauth2")).isTrue();
        assertThat(bound.path(0).has("dpop")).isTrue();
    }

    @Test
    void eachScopeIsASkill() {
        JsonNode skills = card(agent(null, List.of("mail.read", "mail.send"), Map.of(), false))
                .path("skills");

        assertThat(skills.path(0).path("id").asText()).isEqualTo("mail.read");
        assertThat(skills.path(1).path("id").asText()).isEqualTo("mail.send");
        assertThat(skills).hasSize(2);
    }

    @Test
    void addressIsTakenFromTheMetadata() {
        JsonNode card = card(agent(null, List.of(), Map.of("a2a_url", "https://bot.example/a2a"), false));

        assertThat(card.path("url").asText()).isEqualTo("https://bot.example/a2a");
        assertThat(card.path("preferredTransport").asText()).isEqualTo("JSONRPC");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bot",
                "http://bot.example/a2a",
                "https:///a2a",
                "https://me:secret@bot.example/",
                "https://bot.example/?key=secret",
                "https://bot.example/#secret",
                "javascript:alert(1)",
                "https://bot example/"
            })
    void whatIsNoPlainAddressIsLeftOut(String text) {
        JsonNode card = card(agent(null, List.of(), Map.of("a2a_url", text), false));

        assertThat(card.has("url")).isFalse();
        assertThat(card.has("preferredTransport")).isFalse();
    }

    @Test
    void whatIsNoTextOrTooLongIsNoAddress() {
        for (Object member :
                List.of(1, true, List.of("https://bot.example/"), "https://bot.example/" + "x".repeat(2_048))) {
            assertThat(card(agent(null, List.of(), Map.of("a2a_url", member), false))
                            .has("url"))
                    .isFalse();
        }
    }

    private static JsonNode card(Agent agent) {
        return Json.tree(AgentCard.of(agent, ISSUER));
    }

    private static Agent agent(
            @Nullable String description, List<String> scopes, Map<String, Object> metadata, boolean isDpopBound) {
        AgentDetails details = new AgentDetails(
                "Mail bot",
                description,
                null,
                null,
                null,
                scopes,
                List.of(),
                null,
                null,
                null,
                metadata,
                null,
                AgentUpkeep.NONE,
                null,
                isDpopBound,
                null,
                null);
        return new Agent(
                "agent_0123456789ab",
                "realm",
                Owner.user("u1"),
                null,
                AgentMode.AUTONOMOUS,
                AgentCredential.SECRET,
                details,
                AgentStatus.ACTIVE,
                0,
                "u1",
                1_000,
                2_000,
                AgentMarks.NONE);
    }
}
