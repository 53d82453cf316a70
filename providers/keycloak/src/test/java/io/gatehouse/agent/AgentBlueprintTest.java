package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.platform.FieldError;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.Owner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentBlueprintTest {
    private static final long NOW_MS = 1_800_000_000_000L;
    private static final String MEMBERS =
            "\"name\":\"Report bots\",\"description\":\"Write reports\",\"mode\":\"both\","
                    + "\"credential\":\"none\",\"model_provider\":\"Acme\",\"model_name\":\"m1\",\"framework\":\"f\","
                    + "\"scopes\":[\"reports:read\",\"reports:write\"],\"audiences\":[\"api\"],\"expires_in_days\":30,"
                    + "\"max_token_ttl\":600,\"idle_expires_after_days\":7,\"dpop_bound_access_tokens\":true,"
                    + "\"metadata\":{\"team\":\"blue\",\"tier\":1}";

    @Test
    void createNeedsANameOnlyAndDefaultsTheRest() {
        AgentBlueprint.Content content = content("\"name\":\"Bots\"");

        assertThat(content.mode()).isEqualTo(AgentMode.AUTONOMOUS);
        assertThat(content.credential()).isEqualTo(AgentCredential.SECRET);
        assertThat(content.expiresInDays()).isNull();
        assertThat(content.details().scopes()).isEmpty();
        assertThat(faultOf("")).isEqualTo("/name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"name\":\"\" | /name",
                "\"mode\":\"x\" | /mode",
                "\"credential\":\"x\" | /credential",
                "\"expires_in_days\":0 | /expires_in_days",
                "\"expires_in_days\":3651 | /expires_in_days",
                "\"max_token_ttl\":86401 | /max_token_ttl",
                "\"idle_expires_after_days\":0 | /idle_expires_after_days",
                "\"scopes\":[\"a b\"] | /scopes",
                "\"audiences\":[\"any\"] | /audiences",
                "\"sponsor\":\"u\" | /sponsor",
                "\"owner\":\"team\" | /owner",
                "\"expires_at\":\"2030-01-01T00:00:00Z\" | /expires_at",
                "\"jwks\":{} | /jwks",
                "\"federated_issuer\":\"k\" | /federated_issuer",
                "\"tls_client_auth_subject_dn\":\"CN=bot\" | /tls_client_auth_subject_dn",
            })
    void memberAtFaultOrOfAgentsAloneIsNamed(String member, String pointer) {
        assertThat(faultOf(member.contains("\"name\"") ? member : "\"name\":\"Bots\"," + member))
                .isEqualTo(pointer);
    }

    @Test
    void patchKeepsWhatItDoesNotNameAndNullRemoves() {
        AgentBlueprint.Content before = content(MEMBERS);

        AgentBlueprint.Content renamed = patched("\"name\":\"Other\"", before);
        AgentBlueprint.Content bare = patched(
                "\"mode\":null,\"credential\":null,\"expires_in_days\":null,\"metadata\":{\"tier\":null},"
                        + "\"scopes\":null",
                before);

        assertThat(renamed.changedSince(before)).containsExactly("name");
        assertThat(bare.mode()).isEqualTo(AgentMode.AUTONOMOUS);
        assertThat(bare.credential()).isEqualTo(AgentCredential.SECRET);
        assertThat(bare.expiresInDays()).isNull();
        assertThat(bare.details().metadata()).isEqualTo(Map.of("team", "blue"));
        assertThat(bare.details().scopes()).isEmpty();
        assertThat(bare.changedSince(before))
                .containsExactlyInAnyOrder("mode", "credential", "expires_in_days", "metadata", "scopes");
    }

    @Test
    void agentTakesWhatItsRequestLeavesOut() {
        AgentBlueprint blueprint = blueprint(MEMBERS);

        NewAgent agent = agent(blueprint, "");

        assertThat(agent.blueprintId()).isEqualTo(blueprint.id());
        assertThat(agent.mode()).isEqualTo(AgentMode.BOTH);
        assertThat(agent.credential()).isEqualTo(AgentCredential.NONE);
        AgentDetails details = agent.details();
        assertThat(details.name()).isEqualTo("Bot");
        assertThat(details.description()).isEqualTo("Write reports");
        assertThat(details.scopes()).containsExactly("reports:read", "reports:write");
        assertThat(details.audiences()).containsExactly("api");
        assertThat(details.expiresAtMs()).isEqualTo(NOW_MS + TimeUnit.DAYS.toMillis(30));
        assertThat(details.maxTokenTtlSeconds()).isEqualTo(600);
        assertThat(details.upkeep().idleExpiresAfterDays()).isEqualTo(7);
        assertThat(details.isDpopBound()).isTrue();
        assertThat(details.metadata()).isEqualTo(Map.of("team", "blue", "tier", 1));
    }

    @Test
    void agentSaysOtherwiseWhereItWants() {
        NewAgent agent = agent(
                blueprint(MEMBERS),
                ",\"mode\":\"autonomous\",\"credential\":\"secret\",\"description\":null,\"scopes\":[\"reports:read\"],"
                        + "\"audiences\":null,\"expires_at\":null,\"max_token_ttl\":60,\"dpop_bound_access_tokens\":false,"
                        + "\"idle_expires_after_days\":null,\"metadata\":{\"team\":\"red\"}");

        assertThat(agent.mode()).isEqualTo(AgentMode.AUTONOMOUS);
        assertThat(agent.credential()).isEqualTo(AgentCredential.SECRET);
        AgentDetails details = agent.details();
        assertThat(details.description()).isNull();
        assertThat(details.scopes()).containsExactly("reports:read");
        assertThat(details.audiences()).isEmpty();
        assertThat(details.expiresAtMs()).isNull();
        assertThat(details.maxTokenTtlSeconds()).isEqualTo(60);
        assertThat(details.isDpopBound()).isFalse();
        assertThat(details.upkeep().idleExpiresAfterDays()).isNull();
        assertThat(details.metadata()).isEqualTo(Map.of("team", "red", "tier", 1));
    }

    @Test
    void agentOfABlueprintWithKeysStillNeedsItsOwn() {
        AgentBlueprint blueprint = blueprint("\"name\":\"Bots\",\"credential\":\"public_key\"");

        assertThat(faultOfAgent(blueprint, "")).isEqualTo("/jwks");
    }

    @Test
    void scopesBeyondTheBlueprintAreRefused() {
        AgentBlueprint blueprint = blueprint(MEMBERS);

        assertThat(faultOfAgent(blueprint, ",\"scopes\":[\"reports:read\",\"mail.send\"]"))
                .isEqualTo("/scopes");
        assertThat(blueprint.allowedOf(List.of("mail.send", "reports:write"))).containsExactly("reports:write");
    }

    @Test
    void patchOfAnAgentIsBoundOnlyWhereItNamesScopes() {
        Agent before = new Agent(
                "agent_0123456789ab",
                "realm",
                Owner.user("u1"),
                null,
                AgentMode.AUTONOMOUS,
                AgentCredential.NONE,
                blueprint("\"name\":\"Bot\",\"scopes\":[\"mail.send\"]").details(),
                AgentStatus.ACTIVE,
                0,
                "u1",
                0,
                0,
                AgentMarks.ofNew("b"));
        AgentBlueprint narrow = blueprint("\"name\":\"Bots\",\"scopes\":[\"mail.read\"]");

        AgentDetails renamed = AgentBody.patch(fields("\"name\":\"x\""), before, narrow, NOW_MS);
        assertThat(renamed.scopes()).containsExactly("mail.send");
        assertThat(fault(() -> AgentBody.patch(fields("\"scopes\":[\"mail.send\"]"), before, narrow, NOW_MS)))
                .isEqualTo("/scopes");
        assertThat(AgentBody.patch(fields("\"scopes\":[\"mail.read\"]"), before, narrow, NOW_MS)
                        .scopes())
                .containsExactly("mail.read");
        assertThat(fault(() -> AgentBody.patch(fields("\"blueprint_id\":\"c\""), before, narrow, NOW_MS)))
                .isEqualTo("/blueprint_id");
    }

    @Test
    void blueprintThatIsGoneAllowsNothing() {
        AgentBlueprint gone = AgentBlueprint.gone("b");

        assertThat(faultOfAgent(gone, ",\"scopes\":[\"mail.send\"]")).isEqualTo("/scopes");
        assertThat(gone.allowedOf(List.of("mail.send"))).isEmpty();
    }

    @Test
    void agentOfABlueprintWithCertificatesStillNeedsItsOwn() {
        AgentBlueprint blueprint = blueprint("\"name\":\"Bots\",\"credential\":\"certificate\"");

        assertThat(faultOfAgent(blueprint, "")).isEqualTo("/tls_client_auth_subject_dn");
    }

    @Test
    void unknownBlueprintIsNamed() {
        assertThat(fault(() -> AgentBody.create(
                        fields("\"name\":\"Bot\",\"owner\":\"Team\",\"blueprint_id\":\"x\""),
                        NOW_MS,
                        id -> Optional.empty())))
                .isEqualTo("/blueprint_id");
    }

    private static NewAgent agent(AgentBlueprint blueprint, String members) {
        return AgentBody.create(
                fields("\"name\":\"Bot\",\"owner\":\"Team\",\"blueprint_id\":\"b\"" + members),
                NOW_MS,
                id -> Optional.of(blueprint));
    }

    private static String faultOfAgent(AgentBlueprint blueprint, String members) {
        return fault(() -> agent(blueprint, members));
    }

    private static AgentBlueprint blueprint(String members) {
        AgentBlueprint.Content content = content(members);
        return new AgentBlueprint(
                "b", content.mode(), content.credential(), content.details(), content.expiresInDays(), "u1", 0, 0);
    }

    private static AgentBlueprint.Content content(String members) {
        return patched(members, AgentBlueprint.Content.NONE);
    }

    private static AgentBlueprint.Content patched(String members, AgentBlueprint.Content before) {
        return AgentBlueprint.Content.patched(fields(members), before, NOW_MS);
    }

    private static String faultOf(String members) {
        return fault(() -> content(members));
    }

    private static String fault(Runnable act) {
        try {
            act.run();
        } catch (GatehouseException e) {
            return e.errors().stream().map(FieldError::pointer).findFirst().orElse("");
        }
        throw new AssertionError("accepted");
    }

    private static Fields fields(String members) {
        return new Fields(Json.readObject(("{" + members + "}").getBytes(StandardCharsets.UTF_8)));
    }
}
