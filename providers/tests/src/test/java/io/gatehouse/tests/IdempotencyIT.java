package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.KeyRealm.Person;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The header {@code Idempotency-Key} on the calls that create (rule 19 of the contract). */
@ExtendWith(GatehouseExtension.class)
class IdempotencyIT {
    private static final String HEADER = "Idempotency-Key";
    private static final int PARALLEL = 64;

    private Gatehouse gatehouse;
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse server, TestRealm realm) {
        gatehouse = server;
        keys = new KeyRealm(server, realm);
    }

    static Stream<Arguments> creations() {
        return Stream.of(
                Arguments.of("/api-keys", Map.of("name", "k"), List.of("key", "full_key", "raw_key")),
                Arguments.of(
                        "/agents",
                        Map.of("name", "a", "owner", "team", "credential", "secret"),
                        List.of("secret_key")));
    }

    @ParameterizedTest
    @MethodSource("creations")
    void repeatedCallGetsTheFirstAnswerWithoutTheSecret(String path, Map<String, Object> wanted, List<String> secrets) {
        String key = UUID.randomUUID().toString();

        Answer first = create(path, key, wanted).expect(201);
        Answer again = create(path, key, wanted).expect(201);

        JsonNode expected = first.json().deepCopy();
        secrets.forEach(secret -> {
            assertThat(expected.path(secret).isTextual()).as(secret).isTrue();
            ((ObjectNode) expected).putNull(secret);
        });
        assertThat(again.json()).isEqualTo(expected);
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("Idempotency-Replayed")).hasValue("true");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("creations")
    void sameKeyWithAnotherBodyIsRefusedAndMakesNothing(String path, Map<String, Object> wanted, List<String> secrets) {
        String key = UUID.randomUUID().toString();
        Map<String, Object> other = body("description", "x");
        other.putAll(wanted);
        other.put("name", KeyRealm.unique("other"));
        other.remove("description");
        create(path, key, wanted).expect(201);

        Answer refused = create(path, key, other).expect(422);

        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("idempotency_key_reused");
        assertThat(made(path, (String) other.get("name"))).isZero();
    }

    @ParameterizedTest
    @MethodSource("creations")
    void sixtyFourParallelCallsMakeOneThing(String path, Map<String, Object> wanted, List<String> secrets)
            throws Exception {
        String name = KeyRealm.unique("parallel");
        Map<String, Object> named = body("name", name);
        wanted.forEach(named::putIfAbsent);
        String key = UUID.randomUUID().toString();
        String token = gatehouse.adminToken();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        List<Future<Answer>> calls = new ArrayList<>();
        try {
            for (int i = 0; i < PARALLEL; i++) {
                calls.add(threads.submit(() -> {
                    start.await();
                    return gatehouse
                            .http()
                            .post(keys.realm().adminPath("/gatehouse" + path))
                            .bearer(token)
                            .header(HEADER, key)
                            .json(named)
                            .send();
                }));
            }
            start.countDown();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> call : calls) {
                answers.add(call.get());
            }

            assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(201, 409));
            assertThat(answers.stream().filter(IdempotencyIT::isOriginal)).hasSize(1);
            assertThat(answers.stream().filter(answer -> answer.status() == 409))
                    .allSatisfy(answer -> assertThat(answer.text("code")).isEqualTo("idempotency_key_in_flight"));
            assertThat(answers.stream().filter(answer -> answer.status() == 201 && !isOriginal(answer)))
                    .allSatisfy(answer -> assertThat(
                                    answer.json().path(secrets.get(0)).isNull())
                            .isTrue());
            assertThat(made(path, name)).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void permissionIsAskedAgain() {
        Person person = keys.person("manage-api-keys");
        String token = keys.token(person.username());
        String key = UUID.randomUUID().toString();
        Map<String, Object> wanted = body("name", "k", "scopes", List.of("api-keys:read"));
        createAs(token, key, wanted).expect(201);
        createAs(token, key, wanted).expect(201);

        keys.takeRole(person.id(), "manage-api-keys");

        createAs(token, key, wanted).expect(403);
    }

    @Test
    void loginIsAskedAgain() {
        String token = keys.token(keys.person().username());
        String key = UUID.randomUUID().toString();
        createAs(token, key, body("name", "k")).expect(201);

        gatehouse.moveClock(Duration.ofSeconds(601));

        createAs(token, key, body("name", "k")).expect(403);
    }

    @Test
    void keyIsOfItsCallerAlone() {
        String key = UUID.randomUUID().toString();
        Answer first = createAs(keys.token(keys.person().username()), key, body("name", "k"))
                .expect(201);
        Answer second = createAs(keys.token(keys.person().username()), key, body("name", "k"))
                .expect(201);

        assertThat(second.text("id")).isNotEqualTo(first.text("id"));
        assertThat(second.json().path("key").isTextual()).isTrue();
    }

    @Test
    void keyIsOfItsPathAlone() {
        String key = UUID.randomUUID().toString();
        String token = keys.token(keys.person("manage-gatehouse").username());
        createAs(token, key, body("name", "k")).expect(201);

        keys.v1("POST", "/agents")
                .bearer(token)
                .header(HEADER, key)
                .json(body("name", "k", "owner", "team"))
                .send()
                .expect(201);
    }

    @Test
    void keyIsOfItsOrganizationAlone() {
        String here = keys.organization();
        String there = keys.organization();
        String key = UUID.randomUUID().toString();

        Answer first = createIn(here, key).expect(201);
        Answer second = createIn(there, key).expect(201);

        assertThat(first.text("organization_id")).isEqualTo(here);
        assertThat(second.text("organization_id")).isEqualTo(there);
    }

    @Test
    void keyIsForgottenAfterADay() {
        String key = UUID.randomUUID().toString();
        Map<String, Object> wanted = body("name", KeyRealm.unique("daily"));
        String first = create("/api-keys", key, wanted).expect(201).text("id");

        gatehouse.moveClock(Duration.ofHours(24).minusSeconds(30));
        assertThat(create("/api-keys", key, wanted).expect(201).text("id")).isEqualTo(first);
        gatehouse.moveClock(Duration.ofHours(24).plusSeconds(1));
        assertThat(create("/api-keys", key, wanted).expect(201).text("id")).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":\"\"}", "{", "{\"name\":\"k\",\"owner\":{\"type\":\"user\",\"id\":\"nobody\"}}"})
    void callThatFailedLeavesItsKeyFree(String bad) {
        String key = UUID.randomUUID().toString();
        keys.admin("POST", "/api-keys")
                .header(HEADER, key)
                .body("application/json", bad)
                .send()
                .expect(400, 422);

        Answer made = create("/api-keys", key, body("name", "k")).expect(201);

        assertThat(isOriginal(made)).isTrue();
    }

    @Test
    void keyAtItsLimitIsTaken() {
        create("/api-keys", unique(255), body("name", "k")).expect(201);
        create("/api-keys", "!", body("name", "k")).expect(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\tb"})
    void keyOfOtherCharactersIsRefused(String key) {
        assertThat(create("/api-keys", key, body("name", "k")).expect(400).text("code"))
                .isEqualTo("invalid_idempotency_key");
    }

    @Test
    void keyBeyondItsLimitIsRefused() {
        create("/api-keys", unique(256), body("name", "k")).expect(400);
    }

    private static String unique(int length) {
        return (UUID.randomUUID() + "x".repeat(length)).substring(0, length);
    }

    private static boolean isOriginal(Answer answer) {
        return answer.status() == 201 && answer.header("Idempotency-Replayed").isEmpty();
    }

    private Answer create(String path, String key, Map<String, Object> wanted) {
        return keys.admin("POST", path).header(HEADER, key).json(wanted).send();
    }

    private Answer createAs(String token, String key, Map<String, Object> wanted) {
        return keys.v1("POST", "/api-keys")
                .bearer(token)
                .header(HEADER, key)
                .json(wanted)
                .send();
    }

    private Answer createIn(String organization, String key) {
        return keys.admin("POST", "/api-keys")
                .header("X-Project-Id", organization)
                .header(HEADER, key)
                .json(body("name", "k"))
                .send();
    }

    private long made(String path, String name) {
        return keys.admin("GET", path + "?offset=0&search=" + name)
                .send()
                .expect(200)
                .json()
                .at("/pagination/total")
                .asLong();
    }
}
