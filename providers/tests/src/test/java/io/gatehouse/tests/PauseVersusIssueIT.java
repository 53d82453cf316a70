package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pause that runs at the same time as token requests misses none of their tokens. */
@ExtendWith(GatehouseExtension.class)
class PauseVersusIssueIT {
    private static final int TRIES = 64;
    private static final int REQUESTS_AT_ONCE = 8;
    private static final int REPEATS = 20;
    private static final int LIMIT_SECONDS = 60;

    private final ExecutorService threads = Executors.newFixedThreadPool(REQUESTS_AT_ONCE);
    private TestAgents agents;
    private TestAgent agent;

    @BeforeEach
    void makeAgent(Gatehouse gatehouse, TestRealm realm) {
        this.agents = new TestAgents(gatehouse, realm);
        this.agent = agents.withSecret();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void noTokenIsValidOnceThePauseHasReturned() throws Exception {
        pauseAmidRequests();
    }

    @Tag("torture")
    @RepeatedTest(REPEATS)
    void noTokenIsValidOnceThePauseHasReturnedHoweverOften() throws Exception {
        pauseAmidRequests();
    }

    private void pauseAmidRequests() throws Exception {
        int issued = 0;
        int denied = 0;
        for (int i = 0; i < TRIES; i++) {
            List<String> tokens = tokensOfOneTry();
            issued += tokens.size();
            denied += REQUESTS_AT_ONCE - tokens.size();
            assertThat(agents.validOf(tokens))
                    .as("valid tokens after the pause, try " + i)
                    .isEmpty();
            JsonNode ignored = agents.act(agent.id(), "resume");
        }
        assertThat(issued).as("tokens that came before the pause").isPositive();
        assertThat(denied).as("requests that came after the pause").isPositive();
    }

    /** The tokens of requests that begin together with a pause; all have been answered, and so has the pause. */
    private List<String> tokensOfOneTry() throws Exception {
        CyclicBarrier start = new CyclicBarrier(REQUESTS_AT_ONCE + 1);
        List<Future<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS_AT_ONCE; i++) {
            requests.add(threads.submit(() -> {
                start.await(LIMIT_SECONDS, TimeUnit.SECONDS);
                return agent.asks("ttl", "3600").send();
            }));
        }
        start.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        JsonNode ignored = agents.act(agent.id(), "pause");
        List<String> tokens = new ArrayList<>();
        for (Future<Answer> request : requests) {
            Answer answer = request.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (answer.status() == 200) {
                tokens.add(answer.text("access_token"));
            } else {
                assertThat(TestAgent.error(answer, 400)).isEqualTo("unauthorized_client");
            }
        }
        return tokens;
    }
}
