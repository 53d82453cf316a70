package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.FieldError;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.Owner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a body says of a new or changed agent, and what of it is refused. Long because it goes through every member.
 */
class AgentBodyTest {
    private static final long NOW_MS = 1_800_000_000_000L;
    private static final String JWKS = "{\"keys\":[{\"kid\":\"a\",\"kty\":\"OKP\",\"crv\":\"Ed25519\","
            + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";

    @Test
    void aCreateNeedsNameAndOwnerAndDefaultsTheRest() {
        NewAgent agent = create("\"name\":\"Bot\",\"owner\":\"Team Blue\"");
        assertThat(agent.owner()).isEqualTo(new Owner(Owner.Type.TEXT, "Team Blue"));
        assertThat(agent.mode()).isEqualTo(AgentMode.AUTONOMOUS);
        assertThat(agent.credential()).isEqualTo(AgentCredential.SECRET);
        assertThat(agent.details().scopes()).isEmpty();
        assertThat(faults("")).containsOnlyKeys("/name", "/owner");
    }

    @ParameterizedTest
    @CsvSource({"user,USER", "group,GROUP", "organization,ORGANIZATION"})
    void anOwnerMayBeAUserAGroupOrAnOrganization(String type, Owner.Type expected) {
        NewAgent agent = create("\"name\":\"Bot\",\"owner\":{\"type\":\"" + type + "\",\"id\":\"x\"}");
        assertThat(agent.owner()).isEqualTo(new Owner(expected, "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "[]",
                "{}",
                "\"\"",
                "{\"type\":\"user\"}",
                "{\"id\":\"x\"}",
                "{\"type\":null,\"id\":\"x\"}",
                "{\"type\":\"realm\",\"id\":\"x\"}",
                "{\"type\":\"text\",\"id\":\"x\"}",
                "{\"type\":\"service_account\",\"id\":\"x\"}",
                "{\"type\":\"user\",\"id\":\"x\",\"more\":1}",
            })
    void anOwnerThatIsNoneIsRefused(String owner) {
        assertThat(faults("\"name\":\"Bot\",\"owner\":" + owner).keySet())
                .isNotEmpty()
                .allMatch(pointer -> pointer.startsWith("/owner"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"name\":\"\" | /name",
                "\"name\":null | /name",
                "\"scopes\":[\"a b\"] | /scopes",
                "\"scopes\":[\"a\\\"\"] | /scopes",
                "\"audiences\":[\"any\"] | /audiences",
                "\"audiences\":[\"ANY\"] | /audiences",
                "\"audiences\":[\"a b\"] | /audiences",
                "\"mode\":\"other\" | /mode",
                "\"credential\":\"password\" | /credential",
                "\"credential\":\"public_key\" | /jwks",
                "\"credential\":\"none\",\"jwks\":{} | /jwks",
                "\"max_token_ttl\":0 | /max_token_ttl",
                "\"max_token_ttl\":86401 | /max_token_ttl",
                "\"max_token_ttl\":300.0 | /max_token_ttl",
                "\"max_token_ttl\":\"300\" | /max_token_ttl",
                "\"expires_at\":\"tomorrow\" | /expires_at",
                "\"metadata\":[] | /metadata",
                "\"jwks_uri\":\"https://example.com\" | /jwks_uri",
                "\"federated_subject\":\"s\" | /federated_subject",
                "\"federated_issuer\":\"i\",\"credential\":\"public_key\",\"jwks_uri\":\"https://a.b\" | /federated_subject",
                "\"credential\":\"federated\" | /federated_subject",
                "\"credential\":\"federated\",\"federated_issuer\":\"i\" | /federated_subject",
                "\"credential\":\"federated\",\"federated_subject\":\"s\" | /federated_subject",
                "\"credential\":\"federated\",\"federated_issuer\":\"i\",\"federated_subject\":\"a b\" | /federated_subject",
                "\"credential\":\"federated\",\"federated_issuer\":\"ä\",\"federated_subject\":\"s\" | /federated_issuer",
                "\"tls_client_auth_subject_dn\":\"CN=a\" | /tls_client_auth_subject_dn",
                "\"credential\":\"certificate\" | /tls_client_auth_subject_dn",
                "\"credential\":\"certificate\",\"tls_client_auth_ca_subject_dn\":\"CN=a\" | /tls_client_auth_subject_dn",
                "\"credential\":\"certificate\",\"tls_client_auth_subject_dn\":\"CN=a\",\"tls_client_auth_ca_subject_dn\":\"a\" | /tls_client_auth_ca_subject_dn",
                "\"status\":\"active\" | /status",
            })
    void aBadMemberOfACreateIsNamed(String members, String pointer) {
        String whole = (members.contains("\"name\"") ? "" : "\"name\":\"Bot\",") + "\"owner\":\"Team\"," + members;
        assertThat(faults(whole)).containsOnlyKeys(pointer);
    }

    @Test
    void textsHoldTheirMaximumAndNoMore() {
        for (Map.Entry<String, Integer> limit : Map.of(
                        "name", 100, "description", 500, "model_provider", 100, "model_name", 100, "framework", 100)
                .entrySet()) {
            String name = limit.getKey();
            String rest = name.equals("name") ? "\"owner\":\"T\"" : "\"name\":\"Bot\",\"owner\":\"T\"";
            String text = "x".repeat(limit.getValue());
            assertThat(create(rest + ",\"" + name + "\":\"" + text + "\"")).isNotNull();
            assertThat(faults(rest + ",\"" + name + "\":\"" + text + "x\"")).containsOnlyKeys("/" + name);
        }
    }

    @Test
    void listsHoldTheirMaximumAndNoMore() {
        for (Map.Entry<String, Integer> limit :
                Map.of("scopes", 100, "audiences", 50).entrySet()) {
            String name = limit.getKey();
            assertThat(create(bot(name, words(limit.getValue())))).isNotNull();
            assertThat(faults(bot(name, words(limit.getValue() + 1)))).containsOnlyKeys("/" + name);
            assertThat(create(bot(name, "[\"" + "x".repeat(255) + "\"]"))).isNotNull();
            assertThat(faults(bot(name, "[\"" + "x".repeat(256) + "\"]"))).containsOnlyKeys("/" + name + "/0");
        }
    }

    @Test
    void anExpiryLiesInTheFutureAndWithinTenYears() {
        long lastMs = NOW_MS + AgentDetails.MAX_LIFETIME_MS;
        assertThat(create(bot("expires_at", "\"" + Clock.iso(lastMs) + "\""))
                        .details()
                        .expiresAtMs())
                .isEqualTo(lastMs);
        assertThat(faults(bot("expires_at", "\"" + Clock.iso(lastMs + 1_000) + "\"")))
                .containsOnlyKeys("/expires_at");
        assertThat(faults(bot("expires_at", "\"" + Clock.iso(NOW_MS) + "\""))).containsOnlyKeys("/expires_at");
    }

    @Test
    void metadataHoldsTwoKibibytesAndNoMore() {
        String text = "x".repeat(AgentDetails.MAX_METADATA_BYTES - "{\"k\":\"\"}".length());
        assertThat(create(bot("metadata", "{\"k\":\"" + text + "\"}"))).isNotNull();
        assertThat(faults(bot("metadata", "{\"k\":\"" + text + "x\"}"))).containsOnlyKeys("/metadata");
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner", "mode", "credential", "organization_id"})
    void whatIsFixedAtCreationIsRefusedInAPatch(String name) {
        assertThatExceptionOfType(GatehouseException.class)
                .isThrownBy(() -> patch(agent(AgentCredential.SECRET), "\"" + name + "\":\"x\""))
                .satisfies(refusal -> assertThat(refusal.errors())
                        .extracting(FieldError::pointer, FieldError::code)
                        .containsExactly(org.assertj.core.groups.Tuple.tuple("/" + name, "immutable")));
    }

    @Test
    void aPatchLeavesWhatItDoesNotName() {
        Agent before = agent(AgentCredential.PUBLIC_KEY);
        assertThat(patch(before, "")).isEqualTo(before.details());
    }

    @Test
    void aPatchRemovesWhatItNamesWithNull() {
        AgentDetails after = patch(
                agent(AgentCredential.SECRET),
                "\"description\":null,\"scopes\":null,\"audiences\":null,\"sponsor\":null,\"expires_at\":null,"
                        + "\"max_token_ttl\":null,\"metadata\":null");
        assertThat(after)
                .isEqualTo(new AgentDetails(
                        "Bot",
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null,
                        Map.of(),
                        null,
                        AgentUpkeep.NONE,
                        null,
                        false,
                        null,
                        null));
    }

    @Test
    void anAgentIsWhoItsIssuerSaysUntilAnotherSubjectIsNamed() {
        NewAgent made =
                create("\"name\":\"Bot\",\"owner\":\"T\",\"credential\":\"federated\",\"federated_issuer\":\"k8s\","
                        + "\"federated_subject\":\"" + "s".repeat(FederatedIdentity.MAX_SUBJECT_LENGTH) + "\"");
        assertThat(made.details().federated())
                .isEqualTo(new FederatedIdentity("k8s", "s".repeat(FederatedIdentity.MAX_SUBJECT_LENGTH)));
        assertThat(faults("\"name\":\"Bot\",\"owner\":\"T\",\"credential\":\"federated\",\"federated_issuer\":\"k8s\","
                        + "\"federated_subject\":\"" + "s".repeat(FederatedIdentity.MAX_SUBJECT_LENGTH + 1) + "\""))
                .containsKey("/federated_subject");

        Agent handedOver = agent(AgentCredential.FEDERATED);
        assertThat(patch(handedOver, "\"description\":null").federated()).isNull();
        AgentDetails named = patch(handedOver, "\"federated_issuer\":\"k8s\",\"federated_subject\":\"s\"");
        assertThat(named.federated()).isEqualTo(new FederatedIdentity("k8s", "s"));
        assertThat(named.changesKeys(handedOver.details())).isTrue();
        assertThat(named.changedSince(handedOver.details())).containsExactly("federated_subject");
        assertThatExceptionOfType(GatehouseException.class)
                .isThrownBy(() -> patch(handedOver, "\"federated_subject\":null"));
        assertThatExceptionOfType(GatehouseException.class)
                .isThrownBy(() -> patch(handedOver, "\"federated_subject\":\"s\""));
    }

    @Test
    void tokensAreBoundWhenThatIsSaidAndUntilItIsTakenBack() {
        Agent free = agent(AgentCredential.SECRET);
        assertThat(patch(free, "\"dpop_bound_access_tokens\":true").isDpopBound())
                .isTrue();
        assertThat(patch(free, "\"dpop_bound_access_tokens\":null").isDpopBound())
                .isFalse();
        assertThat(patch(free, "\"description\":null").isDpopBound()).isFalse();
    }

    @Test
    void aPatchMergesMetadata() {
        AgentDetails after = patch(
                agent(AgentCredential.SECRET),
                "\"metadata\":{\"deep\":{\"a\":null,\"c\":3},\"flat\":[1],\"new\":true}");
        assertThat(after.metadata()).isEqualTo(Map.of("deep", Map.of("b", 2, "c", 3), "flat", List.of(1), "new", true));
    }

    @Test
    void mergedMetadataKeepsWithinItsLimit() {
        String text = "x".repeat(AgentDetails.MAX_METADATA_BYTES - "{\"k\":\"\"}".length());
        assertThatExceptionOfType(GatehouseException.class)
                .isThrownBy(() -> patch(agent(AgentCredential.SECRET), "\"metadata\":{\"k\":\"" + text + "\"}"))
                .satisfies(
                        refusal -> assertThat(refusal.errors().get(0).pointer()).isEqualTo("/metadata"));
    }

    @Test
    void onlyAgentsWithAKeyOfTheirOwnHaveJwksAndTheyKeepSome() {
        assertThat(patch(agent(AgentCredential.PUBLIC_KEY), "\"jwks\":" + JWKS).jwks())
                .isNotNull();
        assertThatExceptionOfType(GatehouseException.class)
                .isThrownBy(() -> patch(agent(AgentCredential.PUBLIC_KEY), "\"jwks\":null"));
        assertThatExceptionOfType(GatehouseException.class)
                .isThrownBy(() -> patch(agent(AgentCredential.SECRET), "\"jwks\":" + JWKS));
    }

    private static NewAgent create(String members) {
        return AgentBody.create(fields(members), NOW_MS, id -> Optional.empty());
    }

    private static AgentDetails patch(Agent before, String members) {
        return AgentBody.patch(fields(members), before, null, NOW_MS);
    }

    private static Map<String, String> faults(String members) {
        try {
            NewAgent accepted = create(members);
            throw new AssertionError("accepted: " + accepted);
        } catch (GatehouseException e) {
            return e.errors().stream().collect(Collectors.toMap(FieldError::pointer, FieldError::code, (a, b) -> a));
        }
    }

    private static Fields fields(String members) {
        return new Fields(Json.readObject(("{" + members + "}").getBytes(StandardCharsets.UTF_8)));
    }

    private static String bot(String name, String value) {
        return "\"name\":\"Bot\",\"owner\":\"Team\",\"" + name + "\":" + value;
    }

    private static String words(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"w" + i + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    private static Agent agent(AgentCredential credential) {
        Map<String, Object> metadata = Map.of("deep", Map.of("a", 1, "b", 2), "flat", Map.of("x", 1));
        Jwks jwks = credential == AgentCredential.PUBLIC_KEY ? new Jwks("{\"keys\":[]}") : null;
        AgentDetails details = new AgentDetails(
                "Bot",
                "d",
                null,
                null,
                null,
                List.of("a"),
                List.of("s"),
                "u1",
                NOW_MS + 1,
                60L,
                metadata,
                jwks,
                AgentUpkeep.NONE,
                null,
                false,
                null,
                null);
        return new Agent(
                "agent_0123456789ab",
                "realm",
                Owner.user("u1"),
                null,
                AgentMode.BOTH,
                credential,
                details,
                AgentStatus.ACTIVE,
                0,
                "u1",
                0,
                0,
                AgentMarks.NONE);
    }
}
