package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every event gets its place in the realm's order, once and soon. Read from the tables, so on PostgreSQL alone. */
@Tag("postgresql")
@ExtendWith(GatehouseExtension.class)
class SequencerIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int THREADS = 8;
    private static final int CHANGES_OF_A_THREAD = 10;
    private static final int BACKLOG = 2_500;

    private RealmCalls calls;
    private EventRows rows;
    private String realmId;
    private String url;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        url = gatehouse.postgres().orElseThrow().url("keycloak");
        rows = new EventRows(url);
        realmId = realm.admin("GET", "").send().expect(200).text("id");
    }

    @Test
    void numbersHaveNoGapsWhenManyWriteAtOnce() throws Exception {
        long before = rows.events(realmId);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                writers.add(threads.submit(
                        () -> IntStream.range(0, CHANGES_OF_A_THREAD).forEach(change -> calls.admin("POST", "/agents")
                                .json(Map.of("name", "Agent", "owner", "Team"))
                                .send()
                                .expect(201))));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        awaitSequenced();

        List<String> numbers =
                column("select seq from gatehouse_sequenced_event where realm_id = ? order by seq", "seq");

        assertThat(rows.events(realmId)).isEqualTo(before + THREADS * CHANGES_OF_A_THREAD);
        assertThat(numbers)
                .isEqualTo(IntStream.range(0, numbers.size())
                        .mapToObj(String::valueOf)
                        .toList());
    }

    @Test
    void oneAfterTheOtherKeepTheirOrder() {
        List<String> ids = IntStream.range(0, 20)
                .mapToObj(i -> calls.admin("POST", "/agents")
                        .json(Map.of("name", "Agent", "owner", "Team"))
                        .send()
                        .expect(201)
                        .text("id"))
                .toList();
        awaitSequenced();

        assertThat(column(
                        "select target_id from gatehouse_sequenced_event where realm_id = ?"
                                + " and event_type = 'agent.created' order by seq",
                        "target_id"))
                .isEqualTo(ids);
    }

    @Test
    void backlogOfSeveralBatchesIsSequencedWithoutGaps() throws Exception {
        awaitSequenced();
        long before = rows.count("gatehouse_sequenced_event", realmId);
        try (EventLoad load = new EventLoad(url, realmId)) {
            load.insert(realmId, BACKLOG);
        }
        awaitSequenced();

        Map<String, String> numbers = rows.query(
                        "select count(*) as n, max(seq) + 1 as next from gatehouse_sequenced_event where realm_id = ?",
                        realmId)
                .get(0);
        assertThat(Long.parseLong(String.valueOf(numbers.get("n")))).isGreaterThanOrEqualTo(before + BACKLOG);
        assertThat(numbers.get("next")).isEqualTo(numbers.get("n"));
    }

    @Test
    void eachPersonalFactIsCommittedTo() {
        calls.agent();
        awaitSequenced();

        List<String> commitments =
                column("select commitment from gatehouse_event_personal where realm_id = ?", "commitment");

        assertThat(commitments).isNotEmpty().allMatch(text -> text.matches("[A-Za-z0-9_-]{43}"));
    }

    private void awaitSequenced() {
        Eventually.holds(LIMIT, "the inbox is empty", () -> rows.count("gatehouse_event", realmId) == 0);
    }

    private List<String> column(String sql, String column) {
        return rows.query(sql, realmId).stream().map(row -> row.get(column)).toList();
    }
}
