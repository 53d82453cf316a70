package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.testkit.http.Answer;
import java.util.ArrayList;
import java.util.Collections;
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

/** What agents may ask the realm's token endpoint for, and what the tokens say. */
@ExtendWith(GatehouseExtension.class)
class AgentTokenIT {
    private static final String URN = "urn:gatehouse:params:oauth:grant-type:agent";
    private static final String DETAILS = "authorization_details";

    private TestRealm realm;
    private TestAgents agents;
    private TestAgent agent;

    @BeforeEach
    void makeAgent(Gatehouse gatehouse, TestRealm realm) {
        this.realm = realm;
        this.agents = new TestAgents(gatehouse, realm);
        this.agent = agents.withSecret();
    }

    @Test
    void answerIsThatOfAnOAuthTokenEndpoint() {
        Answer answer = agent.asks("scope", "calendar.read").send().expect(200);

        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.json().properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("access_token", "token_type", "expires_in", "scope");
        assertThat(answer.text("token_type")).isEqualTo("Bearer");
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(300);
        assertThat(answer.text("scope")).isEqualTo("calendar.read");
    }

    @Test
    void headerNamesAlgorithmTypeAndKeyAndNothingElse() {
        JsonNode header = Jwt.parse(agent.token()).header();

        assertThat(names(header)).containsExactlyInAnyOrder("alg", "typ", "kid");
        assertThat(header.path("alg").asText()).isEqualTo("EdDSA");
        assertThat(header.path("typ").asText()).isEqualTo("at+jwt");
        assertThat(publishedKeyIds()).contains(header.path("kid").asText());
    }

    /** A payload {@code typ} would make the stock endpoints take it for something else. */
    @Test
    void tokenWithoutTargetHasExactlyTheDocumentedClaims() {
        JsonNode claims = Jwt.parse(agent.token("scope", "calendar.read", "intent", "Read the calendar"))
                .claims();

        assertThat(names(claims))
                .containsExactlyInAnyOrder(
                        "iss",
                        "sub",
                        "client_id",
                        "azp",
                        "aud",
                        "scope",
                        "iat",
                        "nbf",
                        "exp",
                        "jti",
                        "txn",
                        "sub_profile",
                        "target_service",
                        "status");
        assertThat(claims.path("iss").asText()).isEqualTo(realm.issuer());
        assertThat(claims.path("sub").asText()).isEqualTo(agent.id());
        assertThat(claims.path("client_id").asText()).isEqualTo(agent.id());
        assertThat(claims.path("azp").asText()).isEqualTo(agent.id());
        assertThat(claims.path("aud").asText()).isEqualTo(realm.issuer());
        assertThat(claims.path("target_service").asText()).isEqualTo("any");
        assertThat(claims.path("scope").asText()).isEqualTo("calendar.read");
        assertThat(claims.path("nbf")).isEqualTo(claims.path("iat"));
    }

    @Test
    void tokenIdIsAUuidOfVersion7WithTheTimeOfIssue() {
        Jwt token = Jwt.parse(agent.token());

        assertThat(token.claim("jti")).matches("gh-[0-9a-f-]{36}");
        UUID id = UUID.fromString(token.claim("jti").substring("gh-".length()));
        assertThat(id.version()).isEqualTo(7);
        long issuedAtMs = id.getMostSignificantBits() >>> 16;
        assertThat(issuedAtMs / 1000).isEqualTo(token.claims().path("iat").asLong());
    }

    @Test
    void everyTokenHasAnIdOfItsOwn() {
        assertThat(Jwt.parse(agent.token()).claim("jti"))
                .isNotEqualTo(Jwt.parse(agent.token()).claim("jti"));
    }

    @Test
    void ownGrantTypeGivesTheSameKindOfToken() {
        String token = realm.token("grant_type", URN, "scope", "mail.send")
                .basic(agent.id(), agent.secret())
                .send()
                .expect(200)
                .text("access_token");

        assertThat(Jwt.parse(token).claim("sub")).isEqualTo(agent.id());
        assertThat(Jwt.parse(token).claim("scope")).isEqualTo("mail.send");
        assertThat(agents.isValid(token)).isTrue();
    }

    @Test
    void withoutScopeTheTokenCarriesAllThatTheAgentHolds() {
        assertThat(Jwt.parse(agent.token()).claim("scope")).isEqualTo("calendar.read mail.send");
    }

    @ParameterizedTest
    @ValueSource(strings = {"files.read", "calendar.read files.read", "openid", "calendar.*", "Calendar.read"})
    void scopeBeyondTheAgentsIsRefusedWithTheIdOfTheDecision(String scope) {
        Answer answer = agent.asks("scope", scope).send();

        assertThat(TestAgent.error(answer, 400)).isEqualTo("invalid_scope");
        assertThat(answer.text("decision_id")).isNotBlank();
    }

    @Test
    void oneResourceIsTheAudienceAndTheTargetService() {
        JsonNode claims = Jwt.parse(agent.token("resource", "https://calendar.example/v1"))
                .claims();

        assertThat(claims.path("aud").asText()).isEqualTo("https://calendar.example/v1");
        assertThat(claims.path("target_service").asText()).isEqualTo("https://calendar.example/v1");
    }

    @Test
    void resourcesAndAudiencesTogetherAreAnArray() {
        Jwt token = Jwt.parse(
                agent.token("resource", "https://a.example", "resource", "https://b.example", "audience", "demo-api"));

        assertThat(token.claims().path("aud").isArray()).isTrue();
        assertThat(token.audience()).containsExactly("https://a.example", "https://b.example", "demo-api");
        assertThat(token.claim("target_service")).isEqualTo("https://a.example");
    }

    @Test
    void tenTargetsAreTheMost() {
        assertThat(Jwt.parse(agent.token(repeated("audience", 10))).audience()).hasSize(10);
        assertThat(agent.refusal(400, repeated("audience", 11))).isEqualTo("invalid_target");
    }

    @Test
    void targetThatTheAgentMayNotCallIsInvalid() {
        TestAgent bound = agents.withSecret("audiences", List.of("demo-api", "https://a.example"));

        assertThat(bound.refusal(400, "audience", "other-api")).isEqualTo("invalid_target");
        assertThat(bound.refusal(400, "audience", "demo-api", "resource", "https://b.example"))
                .isEqualTo("invalid_target");
        assertThat(bound.refusal(400)).isEqualTo("invalid_target");
        assertThat(Jwt.parse(bound.token("audience", "demo-api")).audience()).containsExactly("demo-api");
    }

    @Test
    void onlyAudienceOfAnAgentIsTheDefault() {
        TestAgent bound = agents.withSecret("audiences", List.of("demo-api"));

        Jwt token = Jwt.parse(bound.token());

        assertThat(token.audience()).containsExactly("demo-api");
        assertThat(token.claim("target_service")).isEqualTo("demo-api");
    }

    @Test
    void agentThatActsForUsersOnlyGetsNoTokenOfItsOwn() {
        assertThat(agents.withSecret("mode", "delegated").refusal(400)).isEqualTo("unauthorized_client");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 300, 86_400})
    void lifetimeIsWhatWasAskedFor(int ttl) {
        JsonNode claims = Jwt.parse(agent.token("ttl", String.valueOf(ttl))).claims();

        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(ttl);
    }

    @Test
    void lifetimeNeverExceedsTheAgentsOwnLimit() {
        TestAgent brief = agents.withSecret("max_token_ttl", 60);

        assertThat(brief.asks("ttl", "600")
                        .send()
                        .expect(200)
                        .json()
                        .path("expires_in")
                        .asInt())
                .isEqualTo(60);
    }

    @Test
    void authorizationDetailsAreInTheAnswerAndInTheToken() throws Exception {
        String details = "[{\"type\":\"calendar\",\"actions\":[\"read\"],\"n\":1.50,\"deep\":{\"on\":true}}]";

        Answer answer = agent.asks(DETAILS, details).send().expect(200);

        JsonNode wanted = new ObjectMapper().readTree(details);
        assertThat(answer.json().path(DETAILS)).isEqualTo(wanted);
        assertThat(Jwt.parse(answer.text("access_token")).claims().path(DETAILS))
                .isEqualTo(wanted);
    }

    @Test
    void intentOfFiveHundredCharactersIsTakenAndNeverInTheToken() {
        String intent = "i".repeat(500);

        String token = agent.token("intent", intent);

        assertThat(Jwt.parse(token).claims().toString()).doesNotContain("intent", "iii");
    }

    static Stream<Arguments> unusable() {
        String depth12 = "[".repeat(13) + "]".repeat(13);
        return Stream.of(
                refused("invalid_request", "ttl", "0"),
                refused("invalid_request", "ttl", "86401"),
                refused("invalid_request", "ttl", "-1"),
                refused("invalid_request", "ttl", "1.5"),
                refused("invalid_request", "ttl", "300 "),
                refused("invalid_request", "ttl", "0x10"),
                refused("invalid_request", "ttl", "2147483648"),
                refused("invalid_request", "ttl", "9223372036854775808"),
                refused("invalid_request", "ttl", ""),
                refused("invalid_request", "ttl", "1".repeat(4_001)),
                refused("invalid_request", "intent", "i".repeat(501)),
                refused("invalid_request", "intent", ""),
                refused("invalid_request", "intent", "i".repeat(4_001)),
                refused("invalid_scope", "scope", " calendar.read"),
                refused("invalid_scope", "scope", "calendar.read "),
                refused("invalid_scope", "scope", "calendar.read  mail.send"),
                refused("invalid_scope", "scope", "calendar\"read"),
                refused("invalid_scope", "scope", "kalénder"),
                refused("invalid_scope", "scope", words(101)),
                refused("invalid_request", "scope", "s".repeat(4_001)),
                refused("invalid_target", "resource", ""),
                refused("invalid_target", "resource", "/relative"),
                refused("invalid_target", "resource", "https://a.example/#"),
                refused("invalid_target", "resource", "https://a.example/ b"),
                refused("invalid_target", "resource", "https://a.example/" + "r".repeat(1_007)),
                refused("invalid_request", "resource", "https://a.example/" + "r".repeat(4_000)),
                refused("invalid_target", "audience", ""),
                refused("invalid_target", "audience", "any"),
                refused("invalid_target", "audience", "ANY"),
                refused("invalid_target", "audience", "two words"),
                refused("invalid_target", "audience", "a".repeat(256)),
                refused("invalid_request", "audience", "a".repeat(4_001)),
                refused("invalid_authorization_details", DETAILS, ""),
                refused("invalid_authorization_details", DETAILS, "null"),
                refused("invalid_authorization_details", DETAILS, "[]"),
                refused("invalid_authorization_details", DETAILS, "{\"type\":\"a\"}"),
                refused("invalid_authorization_details", DETAILS, "[null]"),
                refused("invalid_authorization_details", DETAILS, "[[]]"),
                refused("invalid_authorization_details", DETAILS, "[{}]"),
                refused("invalid_authorization_details", DETAILS, "[{\"type\":1}]"),
                refused("invalid_authorization_details", DETAILS, "[{\"type\":null}]"),
                refused("invalid_authorization_details", DETAILS, "[{\"type\":\"\"}]"),
                refused("invalid_authorization_details", DETAILS, "[{\"type\":\"a\"},{\"x\":1}]"),
                refused("invalid_authorization_details", DETAILS, "[{\"type\":\"a\",\"type\":\"b\"}]"),
                refused("invalid_authorization_details", DETAILS, "[{\"type\":\"a\"}]x"),
                refused("invalid_authorization_details", DETAILS, "[{\"type\":\"a\"}] [{\"type\":\"b\"}]"),
                refused("invalid_authorization_details", DETAILS, "[{\"type\":\"a\",\"x\":null}]"),
                refused("invalid_authorization_details", DETAILS, "[{\"type\":\"a\",\"x\":NaN}]"),
                refused("invalid_authorization_details", DETAILS, "[{\"type\":\"a\",\"x\":1e400}]"),
                refused("invalid_authorization_details", DETAILS, "[{\"type\":\"a\",\"x\":1e999999999}]"),
                refused("invalid_authorization_details", DETAILS, "[{\"type\":\"a\",\"x\":\"\\ud800\"}]"),
                refused("invalid_authorization_details", DETAILS, "[{\"type\":\"a\",\"x\":" + depth12 + "}]"),
                refused("invalid_authorization_details", DETAILS, "[".repeat(1_500) + "]".repeat(1_500)),
                refused("invalid_authorization_details", DETAILS, details(11)),
                refused("invalid_request", DETAILS, "[{\"type\":\"" + "t".repeat(4_000) + "\"}]"));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void unusableParameterIsRefusedAndNeverPassedOver(String error, String name, String value) {
        assertThat(agent.refusal(400, name, value)).isEqualTo(error);
    }

    /** The server drops every value of a name of which one is too long. */
    @ParameterizedTest
    @ValueSource(strings = {"resource", "audience"})
    void oneGoodValueDoesNotHideAnOverlongOne(String name) {
        assertThat(agent.refusal(400, name, "https://a.example", name, "https://" + "b".repeat(4_001)))
                .isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scope", "ttl", "intent", DETAILS, "grant_type"})
    void parameterThatMayComeOnceIsRefusedTwice(String name) {
        String value = name.equals("ttl") ? "60" : name.equals("grant_type") ? "client_credentials" : "calendar.read";

        assertThat(agent.refusal(400, name, value, name, value)).isEqualTo("invalid_request");
    }

    @Test
    void tenAuthorizationDetailsAreTheMost() {
        assertThat(Jwt.parse(agent.token(DETAILS, details(10))).claims().path(DETAILS))
                .hasSize(10);
    }

    private static Arguments refused(String error, String name, String value) {
        return Arguments.of(error, name, value);
    }

    private static String details(int count) {
        return "[" + String.join(",", Collections.nCopies(count, "{\"type\":\"a\"}")) + "]";
    }

    private static String words(int count) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add("s" + i);
        }
        return String.join(" ", words);
    }

    private static String[] repeated(String name, int count) {
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parameters.add(name);
            parameters.add("service-" + i);
        }
        return parameters.toArray(String[]::new);
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private List<String> publishedKeyIds() {
        List<String> ids = new ArrayList<>();
        realm.certificates().forEach(key -> ids.add(key.path("kid").asText()));
        return ids;
    }
}
