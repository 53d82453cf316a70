package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

/** The members of a key's bodies: what is taken at the limit, what is refused beyond it and under which name. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyFieldsIT {
    private static final int MAX_DAYS = 365;

    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        keys = new KeyRealm(gatehouse, realm);
    }

    static Stream<Arguments> atTheLimit() {
        return Stream.of(
                Arguments.of("name", "x"),
                Arguments.of("name", "x".repeat(100)),
                Arguments.of("name", "\uD83D\uDD11".repeat(100)),
                Arguments.of("name", "<script>%_'\";--"),
                Arguments.of("scopes", List.of()),
                Arguments.of("scopes", numbered("s", 100)),
                Arguments.of("scopes", List.of("s".repeat(255))),
                Arguments.of("scopes", null),
                Arguments.of("audiences", numbered("a", 50)),
                Arguments.of("audiences", List.of("a".repeat(255))),
                Arguments.of("expires_in_days", 1),
                Arguments.of("expires_in_days", MAX_DAYS),
                Arguments.of("expires_at", inDays(MAX_DAYS - 1)),
                Arguments.of("environment", "test"),
                Arguments.of("environment", null),
                Arguments.of("organization_id", null),
                Arguments.of("metadata", Map.of()),
                Arguments.of("metadata", Map.of("k", "v".repeat(2048 - 8))),
                Arguments.of("metadata", body("nothing", null, "deep", List.of(1.5, true, Map.of("a", "b")))));
    }

    @ParameterizedTest
    @MethodSource("atTheLimit")
    void memberAtItsLimitIsTaken(String member, Object value) {
        create(member, value).expect(201);
    }

    static Stream<Arguments> beyondTheLimit() {
        return Stream.of(
                Arguments.of("name", null, "/name"),
                Arguments.of("name", "", "/name"),
                Arguments.of("name", "  ", "/name"),
                Arguments.of("name", "\u00a0\u2003", "/name"),
                Arguments.of("name", "x".repeat(101), "/name"),
                Arguments.of("name", "\uD83D\uDD11".repeat(101), "/name"),
                Arguments.of("name", "a\u0000b", "/name"),
                Arguments.of("name", "a\r\nb", "/name"),
                Arguments.of("name", "\u007f", "/name"),
                Arguments.of("name", 5, "/name"),
                Arguments.of("name", List.of("x"), "/name"),
                Arguments.of("scopes", numbered("s", 101), "/scopes"),
                Arguments.of("scopes", List.of("s".repeat(256)), "/scopes/0"),
                Arguments.of("scopes", List.of(""), "/scopes/0"),
                Arguments.of("scopes", List.of("a b"), "/scopes"),
                Arguments.of("scopes", List.of("a\"b"), "/scopes"),
                Arguments.of("scopes", List.of("ä"), "/scopes"),
                Arguments.of("scopes", List.of("a", 1), "/scopes/1"),
                Arguments.of("scopes", Arrays.asList("a", null), "/scopes/1"),
                Arguments.of("scopes", "a", "/scopes"),
                Arguments.of("scopes", Map.of("a", "b"), "/scopes"),
                Arguments.of("audiences", numbered("a", 51), "/audiences"),
                Arguments.of("audiences", List.of("a".repeat(256)), "/audiences/0"),
                Arguments.of("audiences", "demo-api", "/audiences"),
                Arguments.of("expires_in_days", 0, "/expires_in_days"),
                Arguments.of("expires_in_days", -1, "/expires_in_days"),
                Arguments.of("expires_in_days", MAX_DAYS + 1, "/expires_in_days"),
                Arguments.of("expires_in_days", 4_294_967_297L, "/expires_in_days"),
                Arguments.of("expires_in_days", new BigInteger("18446744073709551617"), "/expires_in_days"),
                Arguments.of("expires_in_days", "30", "/expires_in_days"),
                Arguments.of("expires_in_days", 30.0, "/expires_in_days"),
                Arguments.of("expires_in_days", true, "/expires_in_days"),
                Arguments.of("expires_at", inDays(MAX_DAYS + 1), "/expires_at"),
                Arguments.of("expires_at", inDays(-1), "/expires_at"),
                Arguments.of("expires_at", "2030-01-01", "/expires_at"),
                Arguments.of("expires_at", "2030-01-01T00:00:00", "/expires_at"),
                Arguments.of("expires_at", "2030-02-30T00:00:00Z", "/expires_at"),
                Arguments.of("expires_at", "+999999999-12-31T23:59:59Z", "/expires_at"),
                Arguments.of("expires_at", 1_900_000_000, "/expires_at"),
                Arguments.of("environment", "LIVE", "/environment"),
                Arguments.of("environment", "prod", "/environment"),
                Arguments.of("environment", "", "/environment"),
                Arguments.of("metadata", Map.of("k", "v".repeat(2048 - 7)), "/metadata"),
                Arguments.of("metadata", List.of(1), "/metadata"),
                Arguments.of("metadata", "text", "/metadata"),
                Arguments.of("metadata", Map.of("k", "\u0000"), "/metadata"),
                Arguments.of("owner", "alice", "/owner"),
                Arguments.of("owner", Map.of("type", "user"), "/owner/id"),
                Arguments.of("owner", Map.of("id", "alice"), "/owner/type"),
                Arguments.of("owner", Map.of("type", "agent", "id", "x"), "/owner/id"),
                Arguments.of("owner", Map.of("type", "realm", "id", "x"), "/owner/type"),
                Arguments.of("owner", Map.of("type", "user", "id", "x".repeat(256)), "/owner/id"),
                Arguments.of("owner", Map.of("type", "user", "id", "alice", "name", "a"), "/owner/name"),
                Arguments.of("owner", Map.of("type", "user", "id", "nobody"), "/owner/id"),
                Arguments.of("owner", Map.of("type", "service_account", "id", "alice"), "/owner/id"),
                Arguments.of("owner", Map.of("type", "user", "id", "service-account-demo-api"), "/owner/id"),
                Arguments.of("owner", Map.of("type", "organization", "id", "absent"), "/owner/id"),
                Arguments.of("organization_id", "absent", "/organization_id"),
                Arguments.of("organization_id", "x".repeat(37), "/organization_id"),
                Arguments.of("key", "ak_live_mine", "/key"),
                Arguments.of("id", "x", "/id"),
                Arguments.of("realm_id", "x", "/realm_id"),
                Arguments.of("is_active", false, "/is_active"),
                Arguments.of("Name", "x", "/Name"),
                Arguments.of("", "x", "/"),
                Arguments.of("a/b~c", "x", "/a~1b~0c"));
    }

    @ParameterizedTest
    @MethodSource("beyondTheLimit")
    void memberBeyondItsLimitIsNamedAndNothingIsMade(String member, Object value, String pointer) {
        long before = keys.keys();

        Answer refused = create(member, value).expect(422);

        assertThat(refused.json().path("errors").findValuesAsText("pointer")).containsExactly(pointer);
        assertThat(keys.keys()).isEqualTo(before);
    }

    @Test
    void everyMemberAtFaultIsNamedInOneAnswer() {
        JsonNode errors = keys.admin("POST", "/api-keys")
                .json(body("name", "", "expires_in_days", 0, "scopes", "x", "surprise", 1))
                .send()
                .expect(422)
                .json()
                .path("errors");

        assertThat(errors.findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/name", "/expires_in_days", "/scopes", "/surprise");
    }

    @Test
    void expiryIsGivenInOneWayOnly() {
        assertThat(create("expires_in_days", 3, "expires_at", inDays(3))
                        .expect(422)
                        .text("code"))
                .isEqualTo("validation_failed");
    }

    @Test
    void scopesThatAreRepeatedCountOnce() {
        assertThat(create("scopes", List.of("a", "b", "a"))
                        .expect(201)
                        .json()
                        .path("scopes")
                        .toString())
                .isEqualTo("[\"a\",\"b\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner", "environment", "expires_at", "expires_in_days", "organization_id"})
    void whatIsFixedCannotBePatched(String member) {
        String id = keys.key().text("id");

        Answer refused = keys.admin("PATCH", "/api-keys/" + id)
                .json(body(member, null))
                .send()
                .expect(422);

        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/" + member);
        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("immutable");
    }

    static Stream<Arguments> badPatches() {
        return Stream.of(
                Arguments.of("name", null),
                Arguments.of("name", " "),
                Arguments.of("name", "x".repeat(101)),
                Arguments.of("is_active", null),
                Arguments.of("is_active", "false"),
                Arguments.of("is_active", 0),
                Arguments.of("scopes", numbered("s", 101)),
                Arguments.of("audiences", numbered("a", 51)),
                Arguments.of("metadata", Map.of("k", "v".repeat(2048))),
                Arguments.of("metadata", "x"),
                Arguments.of("key", "x"),
                Arguments.of("status", "active"),
                Arguments.of("revoked_at", null),
                Arguments.of("use_count", 0));
    }

    @ParameterizedTest
    @MethodSource("badPatches")
    void patchBeyondALimitIsNamedAndChangesNothing(String member, Object value) {
        String id = keys.key("metadata", Map.of("a", "b")).text("id");
        JsonNode before = keys.shown(id);

        Answer refused = keys.admin("PATCH", "/api-keys/" + id)
                .json(body(member, value))
                .send()
                .expect(422);

        assertThat(refused.json().at("/errors/0/pointer").asText()).startsWith("/" + member);
        assertThat(keys.shown(id)).isEqualTo(before);
    }

    @Test
    void metadataMayNotOutgrowItsLimitPatchByPatch() {
        String id = keys.key("metadata", Map.of("a", "v".repeat(1500))).text("id");

        Answer refused = keys.admin("PATCH", "/api-keys/" + id)
                .json(body("metadata", Map.of("b", "v".repeat(1500))))
                .send()
                .expect(422);

        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/metadata");
        assertThat(keys.shown(id).path("metadata").has("b")).isFalse();
    }

    @Test
    void verifyRefusesKeysBeyondAnyLength() {
        verify("x".repeat(1000)).expect(200);
        verify("x".repeat(1001)).expect(422);
        verify("").expect(422);
    }

    private Answer verify(String key) {
        return keys.admin("POST", "/api-keys/verify").json(body("key", key)).send();
    }

    private Answer create(@Nullable Object... namesAndValues) {
        Map<String, Object> wanted = body("name", "a key");
        wanted.putAll(body(namesAndValues));
        return keys.admin("POST", "/api-keys").json(wanted).send();
    }

    private static List<String> numbered(String word, int count) {
        return IntStream.range(0, count).mapToObj(i -> word + i).toList();
    }

    private static String inDays(int days) {
        return Instant.now()
                .plus(days, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }
}
