package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.core.key.ImportedHash;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.KeyRealm.Person;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code POST /api-keys/import}: keys of another system go on working, and nothing of their digests lies about. */
@ExtendWith(GatehouseExtension.class)
class KeyImportIT {
    private static final byte[] SECRET = "the other system's secret".getBytes(UTF_8);

    private Gatehouse gatehouse;
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
    }

    /** Who else keeps digests of keys, and how. */
    static Stream<Arguments> systems() {
        return Stream.of(
                Arguments.of(
                        "Unkey: base64", sha256(digest -> Base64.getEncoder().encodeToString(digest))),
                Arguments.of(
                        "better-auth: base64url",
                        sha256(digest -> Base64.getUrlEncoder().withoutPadding().encodeToString(digest))),
                Arguments.of("a table of hex", sha256(digest -> HexFormat.of().formatHex(digest))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("systems")
    void importedKeyGoesOnWorkingAtEveryDoor(String system, Function<String, String> hash) {
        String key = foreign();
        Answer answer = imports(item(
                hash.apply(key),
                "prefix",
                "other_",
                "scopes",
                List.of("gatehouse:read", "orders.read"),
                "audiences",
                List.of("demo-app"),
                "metadata",
                Map.of("tier", "gold")));

        String id = answer.expect(200).json().at("/results/0/id").asText();
        assertThat(answer.json().path("imported").asInt()).isEqualTo(1);
        JsonNode verdict = keys.verify(key, "orders.read").json();
        assertThat(verdict.path("code").asText()).isEqualTo("VALID");
        assertThat(verdict.path("key_id").asText()).isEqualTo(id);
        assertThat(verdict.at("/metadata/tier").asText()).isEqualTo("gold");
        assertThat(keys.verify(key, "orders.write").text("code")).isEqualTo("INSUFFICIENT_SCOPE");
        assertThat(keys.introspect("demo-app", "demo-app-secret", key).text("client_id"))
                .isEqualTo(id);
        keys.v1("GET", "/api-keys/" + id).bearer(key).send().expect(200);
        keys.v1("GET", "/api-keys/" + id).header("X-API-Key", key).send().expect(200);
        JsonNode shown = keys.shown(id);
        assertThat(shown.path("masked").asText()).isEqualTo("other_…");
        assertThat(shown.path("status").asText()).isEqualTo("active");
    }

    @Test
    void everyOtherTextIsUnknown() {
        String key = foreign();
        imports(item(hex(key), "scopes", List.of("gatehouse:read"))).expect(200);

        for (String other :
                List.of(key + "x", key.substring(1), key.toUpperCase(Locale.ROOT), hex(key), foreign(), " " + key)) {
            assertThat(keys.verify(other).body())
                    .as(other)
                    .isEqualTo(keys.verify("ak_live_x").body());
            assertThat(keys.introspect("demo-api", "demo-api-secret", other)
                            .expect(200)
                            .body())
                    .isEqualTo("{\"active\":false}");
        }
        keys.v1("GET", "/api-keys").bearer(key + "x").send().expect(401);
        assertThat(keys.verifyAs(keys.token("alice"), key).text("code")).isEqualTo("INVALID");
        try (TestRealm other = gatehouse.freshRealm()) {
            assertThat(new KeyRealm(gatehouse, other).verify(key).text("code")).isEqualTo("INVALID");
        }
        // Tokens are still what they were.
        keys.v1("GET", "/agents").bearer(keys.token("alice")).send().expect(200);
    }

    @Test
    void importedKeyIsRevokedSwitchedOffAndReportedLikeAnyOther() {
        String key = foreign();
        String id = only(imports(item(hex(key))));

        assertThat(patch(id, false).text("status")).isEqualTo("inactive");
        assertThat(keys.verify(key).text("code")).isEqualTo("REVOKED");
        assertThat(patch(id, true).text("status")).isEqualTo("active");
        assertThat(keys.verify(key).text("code")).isEqualTo("VALID");
        keys.v1("POST", "/api-keys/leaks").json(body("key", key)).send().expect(200);
        assertThat(keys.verify(key).text("code")).isEqualTo("REVOKED");

        JsonNode again = imports(item(hex(key))).expect(200).json();

        assertThat(again.path("imported").asInt()).isZero();
        assertThat(again.at("/results/0/status").asText()).isEqualTo("exists");
        assertThat(again.at("/results/0/id").asText()).isEqualTo(id);
        assertThat(keys.verify(key).text("code")).isEqualTo("REVOKED");
    }

    @Test
    void keysUnderTheSecretOfAnotherSystemAreVerifiedAndTheSecretIsSealed() {
        try (TestRealm realm = gatehouse.freshRealm()) {
            KeyRealm there = new KeyRealm(gatehouse, realm);
            String key = foreign();
            String secret = Base64.getEncoder().encodeToString(SECRET);
            Map<String, Object> item = item(ImportedHash.hmacSha256(SECRET, key).value(), "algorithm", "hmac-sha256");

            importTo(there, body("keys", List.of(item), "hmac_key", secret)).expect(200);
            importTo(there, body("keys", List.of(item), "hmac_key", secret)).expect(200);

            assertThat(there.verify(key).text("code")).isEqualTo("VALID");
            JsonNode attributes =
                    realm.admin("GET", "").send().expect(200).json().path("attributes");
            assertThat(attributes.toString())
                    .contains("gatehouse.import_secret.")
                    .doesNotContain(secret);
            for (int i = 1; i < 4; i++) {
                importTo(there, body("keys", List.of(item(hex(foreign()))), "hmac_key", secret(i)))
                        .expect(200);
            }
            assertThat(importTo(there, body("keys", List.of(item(hex(foreign()))), "hmac_key", secret(4)))
                            .expect(422)
                            .json()
                            .at("/errors/0/pointer")
                            .asText())
                    .isEqualTo("/hmac_key");
            assertThat(there.verify(key).text("code")).isEqualTo("VALID");
        }
    }

    @Test
    void stolenTableDoesNotVerify() {
        String key = foreign();
        String id = only(imports(item(hex(key))));
        String digest = ImportedHash.sha256(key).value();

        gatehouse.postgres().ifPresent(postgres -> {
            List<String> rows = rows(postgres, id);
            assertThat(rows).hasSize(1).allSatisfy(row -> assertThat(row)
                    .doesNotContain(digest)
                    .doesNotContain(hex(key))
                    .doesNotContain(digest.substring(0, 11))
                    .doesNotContain(key));
        });
    }

    @Test
    void oneItemAtFaultKeepsAllOut() {
        String good = foreign();
        long before = keys.keys();

        JsonNode errors = imports(
                        item(hex(good)),
                        item("abc"),
                        item(hex(foreign()), "algorithm", "hmac-sha256"),
                        item(hex(foreign()), "algorithm", "md5"),
                        item(hex(foreign()), "prefix", "x".repeat(21)),
                        item(hex(foreign()), "expires_in_days", 366),
                        item(hex(foreign()), "surprise", 1),
                        body("hash", hex(foreign())),
                        body("name", "n"))
                .expect(422)
                .json()
                .path("errors");

        assertThat(errors.findValuesAsText("pointer"))
                .contains(
                        "/keys/1/hash",
                        "/keys/2/algorithm",
                        "/keys/3/algorithm",
                        "/keys/4/prefix",
                        "/keys/5/expires_in_days",
                        "/keys/6/surprise",
                        "/keys/7/name",
                        "/keys/8/hash");
        assertThat(keys.keys()).isEqualTo(before);
        assertThat(keys.verify(good).text("code")).isEqualTo("INVALID");
    }

    @Test
    void ownersAndScopesAreBoundAsForNewKeys() {
        Person person = keys.person();
        Person manager = keys.person("manage-gatehouse");
        String managers = keys.token(manager.username());
        Map<String, String> owner = Map.of("type", "user", "id", person.id());

        assertThat(importAs(managers, item(hex(foreign()), "owner", owner))
                        .expect(403)
                        .text("code"))
                .isEqualTo("impersonation_required");
        JsonNode errors = imports(
                        item(hex(foreign())),
                        item(hex(foreign()), "owner", Map.of("type", "user", "id", "nobody")),
                        item(hex(foreign()), "scopes", List.of("gatehouse:made-up")))
                .expect(422)
                .json()
                .path("errors");
        assertThat(errors.findValuesAsText("pointer")).containsExactly("/keys/1/owner/id", "/keys/2/scopes");

        String key = foreign();
        String id = only(imports(item(hex(key), "owner", owner)));
        assertThat(keys.shown(id).at("/owner/id").asText()).isEqualTo(person.id());
        keys.changeUser(person.id(), "enabled", false);
        assertThat(keys.verify(key).text("code")).isEqualTo("REVOKED");
    }

    @Test
    void managerOfKeysAloneDoesNotImport() {
        String managers = keys.token(keys.person("manage-api-keys").username());

        assertThat(importAs(managers, item(hex(foreign()))).expect(403).text("required_scope"))
                .isEqualTo("gatehouse:*");
    }

    @Test
    void thousandKeysAreImportedAtOnceAndNoMore() {
        List<String> texts = IntStream.range(0, 1_000).mapToObj(i -> foreign()).toList();
        Object[] items = texts.stream().map(text -> item(hex(text))).toArray();
        List<Object> more = new ArrayList<>(List.of(items));
        more.add(item(hex(foreign())));

        importTo(keys, body("keys", more)).expect(422);
        importTo(keys, body("keys", List.of())).expect(422);
        JsonNode answer = imports(items).expect(200).json();

        assertThat(answer.path("imported").asInt()).isEqualTo(1_000);
        assertThat(keys.verify(texts.get(0)).text("code")).isEqualTo("VALID");
        assertThat(keys.verify(texts.get(999)).text("key_id"))
                .isEqualTo(answer.at("/results/999/id").asText());
        assertThat(imports(items).expect(200).json().path("existing").asInt()).isEqualTo(1_000);
    }

    @Test
    void sameKeyTwiceInOneCallIsOneKey() {
        String key = foreign();

        JsonNode answer = imports(item(hex(key)), item(ImportedHash.sha256(key).value()))
                .expect(200)
                .json();

        assertThat(answer.path("results").findValuesAsText("status")).containsExactly("imported", "exists");
        assertThat(answer.at("/results/0/id")).isEqualTo(answer.at("/results/1/id"));
    }

    @Test
    void parallelCallsImportEachKeyOnce() {
        Object[] items =
                IntStream.range(0, 20).mapToObj(i -> item(hex(foreign()))).toArray();
        long before = keys.keys();

        List<Integer> statuses =
                IntStream.range(0, 8)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> imports(items)))
                        .toList()
                        .stream()
                        .map(call -> call.join().status())
                        .toList();

        assertThat(statuses).contains(200).isSubsetOf(200, 409);
        assertThat(keys.keys()).isEqualTo(before + 20);
    }

    private Answer imports(Object... items) {
        return importTo(keys, body("keys", List.of(items)));
    }

    private static Answer importTo(KeyRealm realm, Map<String, Object> body) {
        return realm.admin("POST", "/api-keys/import").json(body).send();
    }

    private Answer importAs(String token, Object... items) {
        return keys.v1("POST", "/api-keys/import")
                .bearer(token)
                .json(body("keys", List.of(items)))
                .send();
    }

    private static String only(Answer answer) {
        assertThat(answer.expect(200).json().path("imported").asInt()).isEqualTo(1);
        return answer.json().at("/results/0/id").asText();
    }

    private Answer patch(String id, boolean isActive) {
        return keys.admin("PATCH", "/api-keys/" + id)
                .json(body("is_active", isActive))
                .send()
                .expect(200);
    }

    private static Map<String, Object> item(String hash, @Nullable Object... namesAndValues) {
        Map<String, Object> item = body("name", "Imported", "hash", hash);
        item.putAll(body(namesAndValues));
        return item;
    }

    private static String foreign() {
        return "other_" + UUID.randomUUID().toString().replace("-", "");
    }

    private static String secret(int number) {
        return Base64.getEncoder().encodeToString(("another system's secret " + number).getBytes(UTF_8));
    }

    private static String hex(String key) {
        return sha256(digest -> HexFormat.of().formatHex(digest)).apply(key);
    }

    private static Function<String, String> sha256(Function<byte[], String> write) {
        return key -> write.apply(
                Base64.getUrlDecoder().decode(ImportedHash.sha256(key).value()));
    }

    private static List<String> rows(PostgresServer postgres, String id) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(postgres.url("keycloak"), "postgres", "postgres");
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT t::text FROM gatehouse_api_key t WHERE id = '" + id + "'")) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
