package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.RealmCalls.Agent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Disables an agent's owner on one node while the agent gets tokens from another, whose caches hear of it a moment later.
 *
 * @param ending where the owner is disabled
 * @param minting where the agent gets its tokens
 */
record OwnerRace(RealmCalls ending, RealmCalls minting) {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final int CALLERS = 8;
    private static final int MAX_TOKENS_EACH = 200;
    private static final int LIMIT_SECONDS = 60;

    /** No request that begins after the owner is disabled gets a token; each one before is dead on its status list. */
    void run() throws Exception {
        String owner = ending.realm().createUser("owner-" + UUID.randomUUID());
        Agent agent = ending.agent("owner", Map.of("type", "user", "id", owner));
        List<String> tokens =
                new ArrayList<>(List.of(ask(agent).expect(200, 201).text("token")));
        AtomicBoolean isOver = new AtomicBoolean();
        CountDownLatch areMinting = new CountDownLatch(CALLERS);
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<List<String>>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(threads.submit(() -> tokensOf(agent, areMinting, isOver)));
            }
            assertThat(areMinting.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            ending.realm()
                    .admin("PUT", "/users/" + owner)
                    .json(Map.of("enabled", false))
                    .send()
                    .expect(204);
            isOver.set(true);
            for (Future<List<String>> caller : callers) {
                tokens.addAll(caller.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            }
        } finally {
            threads.shutdownNow();
        }
        for (RealmCalls node : List.of(ending, minting)) {
            Eventually.holds(LIMIT, "the status lists show every token", () -> areListed(node, tokens));
        }
    }

    /** Gets tokens until the owner is disabled, and one request more. */
    private List<String> tokensOf(Agent agent, CountDownLatch areMinting, AtomicBoolean isOver) {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < MAX_TOKENS_EACH; i++) {
            boolean isLate = isOver.get();
            Answer answer = ask(agent);
            areMinting.countDown();
            if (!isLate && answer.status() < 300) {
                tokens.add(answer.text("token"));
            } else {
                assertThat(answer.status()).as(answer.body()).isIn(401, 403);
            }
            if (isLate) {
                return tokens;
            }
        }
        throw new AssertionError("The owner was not disabled in time.");
    }

    private Answer ask(Agent agent) {
        return minting.v1("POST", "/tokens")
                .bearer(agent.secret())
                .json(RealmCalls.asking(agent.id()))
                .send();
    }

    private static boolean areListed(RealmCalls node, List<String> tokens) {
        Map<String, StatusList> lists = new HashMap<>();
        return tokens.stream().allMatch(token -> lists.computeIfAbsent(
                        StatusList.path(token), path -> RevocationTries.list(node, path))
                .isRevoked(token));
    }
}
