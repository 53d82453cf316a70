package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent may be made of, to the limit and one beyond; a refusal names the member and makes nothing. */
@ExtendWith(GatehouseExtension.class)
class AgentBodiesIT {
    private TestAgents agents;
    private String owner;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.agents = new TestAgents(gatehouse, realm);
        this.owner = "Team " + UUID.randomUUID();
    }

    static Stream<Arguments> atTheLimit() {
        return Stream.of(
                with("name", "n".repeat(100)),
                with("name", "日本語 🤖"),
                with("description", "d".repeat(500)),
                with("model_provider", "m".repeat(100)),
                with("scopes", List.of("s".repeat(255))),
                with("scopes", texts("scope-", 100)),
                with("audiences", List.of("a".repeat(255))),
                with("audiences", texts("service-", 50)),
                with("max_token_ttl", 1),
                with("max_token_ttl", 86_400),
                with("metadata", Map.of("k", "v".repeat(2_048 - "{\"k\":\"\"}".length()))),
                with("expires_at", Instant.now().plus(3_649, ChronoUnit.DAYS).toString()));
    }

    @ParameterizedTest
    @MethodSource("atTheLimit")
    void memberAtItsLimitIsKept(String name, Object value) {
        String id = agents.create(body(name, value)).path("id").asText();

        JsonNode kept = agents.get(id).path(name);

        assertThat(kept.isMissingNode() || kept.isNull()).isFalse();
        if (value instanceof List<?> list) {
            assertThat(kept).hasSize(list.size());
        }
    }

    static Stream<Arguments> beyond() {
        return Stream.of(
                with("name", ""),
                with("name", "n".repeat(101)),
                with("name", 7),
                with("name", null),
                with("name", "two\nlines"),
                with("name", "nul\u0000"),
                with("owner", ""),
                with("owner", null),
                with("owner", 7),
                with("owner", List.of("a")),
                with("owner", "o".repeat(256)),
                with("owner/type", Map.of("type", "realm", "id", "x")),
                with("owner/type", Map.of("type", "service_account", "id", "x")),
                with("owner/type", Map.of("id", "x")),
                with("owner/id", Map.of("type", "user")),
                with("owner/id", Map.of("type", "group", "id", "no-such-group")),
                with("owner/id", Map.of("type", "organization", "id", "no-such-organization")),
                with("owner/more", Map.of("type", "group", "id", "g", "more", "x")),
                with("organization_id", "no-such-organization"),
                with("sponsor", "no-such-user"),
                with("sponsor", 7),
                with("description", "d".repeat(501)),
                with("model_provider", "m".repeat(101)),
                with("model_name", "m".repeat(101)),
                with("framework", "f".repeat(101)),
                with("framework", true),
                with("scopes", "calendar.read"),
                with("scopes", List.of("two words")),
                with("scopes/0", List.of("")),
                with("scopes/0", List.of("s".repeat(256))),
                with("scopes", texts("scope-", 101)),
                with("scopes", List.of("quote\"d")),
                with("scopes", List.of("ümlaut")),
                with("audiences", List.of("any")),
                with("audiences", List.of("Any")),
                with("audiences", List.of("two words")),
                with("audiences/0", List.of("a".repeat(256))),
                with("audiences", texts("service-", 51)),
                with("mode", "robot"),
                with("mode", "AUTONOMOUS"),
                with("credential", "password"),
                with("jwks", Map.of("keys", List.of())),
                with("jwks_uri", "https://keys.example/"),
                with("expires_at", "tomorrow"),
                with("expires_at", "2026-13-01T00:00:00Z"),
                with("expires_at", 1_800_000_000),
                with("expires_at", "2020-01-01T00:00:00Z"),
                with("expires_at", Instant.now().plus(3_651, ChronoUnit.DAYS).toString()),
                with("max_token_ttl", 0),
                with("max_token_ttl", 86_401),
                with("max_token_ttl", -1),
                with("max_token_ttl", "300"),
                with("max_token_ttl", 300.5),
                with("max_token_ttl", 9_223_372_036_854_775_807L),
                with("metadata", "text"),
                with("metadata", List.of()),
                with("metadata", Map.of("k", "v".repeat(2_049 - "{\"k\":\"\"}".length()))),
                with("id", "agent_000000000000"),
                with("status", "active"),
                with("secret_key", "sk_live_mine"),
                with("Name", "wrong case"));
    }

    @ParameterizedTest
    @MethodSource("beyond")
    void memberOutOfBoundsIsRefusedByNameAndNothingIsMade(String pointer, Object value) {
        JsonNode problem = agents.admin("POST", "")
                .json(body(firstSegment(pointer), value))
                .send()
                .expect(422)
                .json();

        List<String> named = new ArrayList<>();
        problem.path("errors").forEach(error -> named.add(error.path("pointer").asText()));
        assertThat(named).contains("/" + pointer);
        assertThat(countOfOwner()).isZero();
    }

    @Test
    void everyMemberAtFaultIsNamedAtOnce() {
        JsonNode problem = agents.admin("POST", "")
                .json(Map.of("mode", "robot", "max_token_ttl", 0))
                .send()
                .expect(422)
                .json();

        List<String> named = new ArrayList<>();
        problem.path("errors").forEach(error -> named.add(error.path("pointer").asText()));
        assertThat(named).containsExactlyInAnyOrder("/name", "/owner", "/mode", "/max_token_ttl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "7",
                "{\"name\":\"a\",\"name\":\"b\",\"owner\":\"o\"}",
                "{} {}",
                "{'name':1}"
            })
    void bodyThatIsNoObjectIsNotUnderstood(String text) {
        agents.admin("POST", "").body("application/json", text).send().expect(400);
    }

    @Test
    void bodyMustBeJsonAndOfBoundedSize() {
        agents.admin("POST", "").body("text/plain", "{}").send().expect(415);
        agents.admin("POST", "")
                .body("application/json", "{\"name\":\"" + "n".repeat(65_536) + "\"}")
                .send()
                .expect(413);
    }

    static Stream<Arguments> badKeys() throws Exception {
        Map<String, Object> edwards =
                publicPart(new OctetKeyPairGenerator(Curve.Ed25519).keyID("ed").generate());
        Map<String, Object> p256 =
                publicPart(new ECKeyGenerator(Curve.P_256).keyID("p256").generate());
        return Stream.of(
                Arguments.of("none", List.of()),
                Arguments.of("six", Collections.nCopies(6, edwards)),
                Arguments.of("the same id twice", List.of(edwards, edwards)),
                Arguments.of("no id", List.of(without(edwards, "kid"))),
                Arguments.of("id too long", List.of(changed(edwards, "kid", "k".repeat(256)))),
                Arguments.of("id with a blank", List.of(changed(edwards, "kid", "a b"))),
                Arguments.of(
                        "private part",
                        List.of(new OctetKeyPairGenerator(Curve.Ed25519)
                                .keyID("ed")
                                .generate()
                                .toJSONObject())),
                Arguments.of(
                        "private part of P-256",
                        List.of(new ECKeyGenerator(Curve.P_256)
                                .keyID("p256")
                                .generate()
                                .toJSONObject())),
                Arguments.of(
                        "RSA",
                        List.of(publicPart(
                                new RSAKeyGenerator(2_048).keyID("rsa").generate()))),
                Arguments.of(
                        "P-384",
                        List.of(publicPart(
                                new ECKeyGenerator(Curve.P_384).keyID("p384").generate()))),
                Arguments.of("X25519", List.of(changed(edwards, "crv", "X25519"))),
                Arguments.of("symmetric", List.of(Map.of("kty", "oct", "kid", "k", "k", "AAAA"))),
                Arguments.of("for encryption", List.of(changed(edwards, "use", "enc"))),
                Arguments.of("for signing", List.of(changed(edwards, "key_ops", List.of("sign")))),
                Arguments.of("algorithm of another kind", List.of(changed(edwards, "alg", "ES256"))),
                Arguments.of("algorithm none", List.of(changed(p256, "alg", "none"))),
                Arguments.of("certificate by address", List.of(changed(p256, "x5u", "https://keys.example/"))),
                Arguments.of("point too short", List.of(changed(edwards, "x", "AAAA"))),
                Arguments.of("padded point", List.of(changed(edwards, "x", edwards.get("x") + "="))),
                Arguments.of("point of small order", List.of(changed(edwards, "x", "A".repeat(43)))),
                Arguments.of("point off the curve", List.of(changed(p256, "y", String.valueOf(p256.get("x"))))),
                Arguments.of("text", List.of("key")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badKeys")
    void keySetThatNoAgentMayHaveIsRefused(String what, List<Object> keys) {
        JsonNode problem = agents.admin("POST", "")
                .json(body("credential", "public_key", "jwks", Map.of("keys", keys)))
                .send()
                .expect(422)
                .json();

        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/jwks");
        assertThat(countOfOwner()).isZero();
    }

    @Test
    void keySetIsNeededForPublicKeysAndNotAllowedOtherwise() throws Exception {
        Map<String, Object> key =
                publicPart(new OctetKeyPairGenerator(Curve.Ed25519).keyID("ed").generate());
        Map<String, Object> keys = Map.of("keys", List.of(key));

        agents.admin("POST", "").json(body("credential", "public_key")).send().expect(422);
        agents.admin("POST", "").json(body("jwks", keys)).send().expect(422);
        agents.admin("POST", "")
                .json(body("credential", "none", "jwks", keys))
                .send()
                .expect(422);
    }

    private Map<String, Object> body(Object... members) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("name", "Bot", "owner", owner));
        for (int i = 0; i < members.length; i += 2) {
            body.put(members[i].toString(), members[i + 1]);
        }
        return body;
    }

    private int countOfOwner() {
        return agents.admin("GET", "?owner=" + owner.replace(" ", "%20"))
                .send()
                .expect(200)
                .json()
                .path("items")
                .size();
    }

    private static String firstSegment(String pointer) {
        int slash = pointer.indexOf('/');
        return slash < 0 ? pointer : pointer.substring(0, slash);
    }

    private static Arguments with(String pointer, @Nullable Object value) {
        return Arguments.of(pointer, value);
    }

    private static List<String> texts(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private static Map<String, Object> publicPart(JWK pair) {
        return pair.toPublicJWK().toJSONObject();
    }

    private static Map<String, Object> changed(Map<String, Object> key, String name, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(key);
        copy.put(name, value);
        return copy;
    }

    private static Map<String, Object> without(Map<String, Object> key, String name) {
        Map<String, Object> copy = new LinkedHashMap<>(key);
        copy.remove(name);
        return copy;
    }
}
