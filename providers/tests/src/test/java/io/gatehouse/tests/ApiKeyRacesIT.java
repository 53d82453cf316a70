package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One key under 64 calls at once: one winner, exact counts, and no fault of the server. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyRacesIT {
    private static final int PARALLEL = 64;
    private static final int LIMIT_SECONDS = 60;

    /** A use is written down within 10 s. */
    private static final Duration WRITTEN_DOWN = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
    private KeyRealm keys;
    private AuditCalls audit;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        keys = new KeyRealm(gatehouse, realm);
        audit = new AuditCalls(new RealmCalls(gatehouse, realm));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void oneOf64ParallelRotationsWins() throws Exception {
        String id = keys.key().text("id");
        long before = keys.keys();

        List<Answer> answers = atOnce(() -> rotate(id));

        List<Answer> winners =
                answers.stream().filter(answer -> answer.status() == 201).toList();
        assertThat(winners).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 201))
                .hasSize(PARALLEL - 1)
                .allSatisfy(
                        answer -> assertThat(answer.expect(409).text("code")).isEqualTo("key_rotated"));
        assertThat(keys.keys()).isEqualTo(before + 1);
        assertThat(keys.shown(id).path("replaced_by").asText())
                .isEqualTo(winners.get(0).text("id"));
        JsonNode event = audit.first("?type=api_key.rotated&key_id=" + id);
        assertThat(audit.items("?type=api_key.rotated&key_id=" + id)).containsExactly(event);
    }

    @Test
    void everyOneOf64ParallelRevocationsSaysRevokedAndOneEventTellsOfIt() throws Exception {
        String id = keys.key().text("id");

        List<Answer> answers =
                atOnce(() -> keys.admin("DELETE", "/api-keys/" + id).send());

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(204));
        JsonNode event = audit.first("?type=api_key.revoked&key_id=" + id);
        assertThat(audit.items("?type=api_key.revoked&key_id=" + id)).containsExactly(event);
    }

    @Test
    void useIsCountedExactlyWhileTheKeyIsRotatedChangedAndRevoked() throws Exception {
        Answer made = keys.key();
        String id = made.text("id");
        String key = made.text("key");
        int rounds = 5;
        for (int i = 0; i < rounds; i++) {
            List<Answer> answers = atOnce(() -> keys.verify(key));
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.text("code")).isEqualTo("VALID"));
        }
        List<Answer> mixed = new ArrayList<>();
        List<Supplier<Answer>> calls = List.of(
                () -> keys.verify(key),
                () -> rotate(id),
                () -> keys.admin("PATCH", "/api-keys/" + id)
                        .json(java.util.Map.of("name", KeyRealm.unique("n")))
                        .send(),
                () -> keys.verify(key));
        mixed.addAll(atOnce(calls));

        List<Answer> revocations = atOnce(List.of(() -> keys.verify(key), () -> keys.admin("DELETE", "/api-keys/" + id)
                .send()));

        mixed.addAll(revocations);
        assertThat(mixed).allSatisfy(answer -> assertThat(answer.status()).isLessThan(500));
        assertThat(mixed.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        long valid = (long) rounds * PARALLEL
                + mixed.stream()
                        .filter(answer -> answer.body().contains("\"VALID\""))
                        .count();
        Eventually.holds(
                WRITTEN_DOWN,
                valid + " uses are counted",
                () -> keys.shown(id).path("use_count").asLong() == valid);
        assertThat(keys.verify(key).text("code")).isEqualTo("REVOKED");
        assertThat(keys.shown(id).path("use_count").asLong()).isEqualTo(valid);
    }

    private Answer rotate(String id) {
        return keys.admin("POST", "/api-keys/" + id + "/rotate").send();
    }

    private List<Answer> atOnce(Supplier<Answer> call) throws Exception {
        return atOnce(List.of(call));
    }

    /** Makes 64 calls that begin together, the kinds in turn. */
    private List<Answer> atOnce(List<Supplier<Answer>> calls) throws Exception {
        CyclicBarrier start = new CyclicBarrier(PARALLEL);
        List<Future<Answer>> running = new ArrayList<>();
        for (int i = 0; i < PARALLEL; i++) {
            Supplier<Answer> call = calls.get(i % calls.size());
            running.add(threads.submit(() -> {
                start.await(LIMIT_SECONDS, TimeUnit.SECONDS);
                return call.get();
            }));
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> call : running) {
            answers.add(call.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        }
        return answers;
    }
}
