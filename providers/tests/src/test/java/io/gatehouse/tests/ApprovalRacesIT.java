package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.ApprovalCalls.Asked;
import io.gatehouse.tests.RealmCalls.Agent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One request under 64 decisions, and one approval under 64 polls: one of them counts. */
@ExtendWith(GatehouseExtension.class)
class ApprovalRacesIT {
    private static final int PARALLEL = 64;
    private static final int LIMIT_SECONDS = 60;

    private final ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
    private RealmCalls calls;
    private ApprovalCalls approvals;
    private Agent agent;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        approvals = new ApprovalCalls(calls);
        agent = approvals.agent();
        String ignored = approvals.policy(Map.of());
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
        calls.deletePolicies();
    }

    @Test
    void firstOf64DecisionsWins() throws Exception {
        Asked asked = approvals.asked(agent);

        List<Answer> answers = atOnce(i -> i % 2 == 0 ? approvals.approve(asked.id()) : approvals.deny(asked.id()));

        List<Answer> winners =
                answers.stream().filter(answer -> answer.status() == 200).toList();
        assertThat(winners).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(409));
        String status = winners.get(0).text("status");
        assertThat(approvals.shown(asked.id()).path("status").asText()).isEqualTo(status);
        Answer collected = approvals.poll(agent, asked);
        assertThat(collected.status()).isEqualTo(status.equals("approved") ? 200 : 400);
    }

    @Test
    void oneOf64PollsGetsTheToken() throws Exception {
        Asked asked = approvals.asked(agent);
        approvals.approve(asked.id()).expect(200);

        List<Answer> answers = atOnce(i -> approvals.poll(agent, asked));

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> assertThat(answer.text("error")).isEqualTo("invalid_grant"));
    }

    private List<Answer> atOnce(IntFunction<Answer> call) throws Exception {
        CyclicBarrier start = new CyclicBarrier(PARALLEL);
        List<Future<Answer>> running = new ArrayList<>();
        for (int i = 0; i < PARALLEL; i++) {
            int number = i;
            running.add(threads.submit(() -> {
                start.await(LIMIT_SECONDS, TimeUnit.SECONDS);
                return call.apply(number);
            }));
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> one : running) {
            answers.add(one.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        }
        return answers;
    }
}
