package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pause that runs at the same time as token requests misses none of their tokens. */
@ExtendWith(GatehouseExtension.class)
class PauseVersusIssueIT {
    private static final int REQUESTS = 64;
    private static final int REPEATS = 20;
    private static final int LIMIT_SECONDS = 120;

    private TestAgents agents;
    private TestAgent agent;

    @BeforeEach
    void makeAgent(Gatehouse gatehouse, TestRealm realm) {
        this.agents = new TestAgents(gatehouse, realm);
        this.agent = agents.withSecret();
    }

    @Test
    void noTokenIsValidOnceThePauseHasReturned() throws Exception {
        assertPauseWins();
    }

    @Tag("torture")
    @RepeatedTest(REPEATS)
    void noTokenIsValidOnceThePauseHasReturnedHoweverOften() throws Exception {
        assertPauseWins();
    }

    private void assertPauseWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(REQUESTS);
        List<Answer> answers = new ArrayList<>();
        try {
            CountDownLatch firstToken = new CountDownLatch(1);
            List<Future<Answer>> requests = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                requests.add(threads.submit(() -> {
                    Answer answer = agent.asks("ttl", "3600").send();
                    firstToken.countDown();
                    return answer;
                }));
            }
            // The pause runs amid the requests: some have been answered, most not.
            assertThat(firstToken.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            agents.act(agent.id(), "pause");
            for (Future<Answer> request : requests) {
                answers.add(request.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            }
        } finally {
            threads.shutdownNow();
        }
        List<String> tokens = new ArrayList<>();
        for (Answer answer : answers) {
            if (answer.status() == 200) {
                tokens.add(answer.text("access_token"));
            } else {
                assertThat(TestAgent.error(answer, 400)).isEqualTo("unauthorized_client");
            }
        }
        assertThat(tokens).as("tokens issued before the pause").isNotEmpty();
        assertThat(tokens).noneMatch(agents::isValid);
    }
}
