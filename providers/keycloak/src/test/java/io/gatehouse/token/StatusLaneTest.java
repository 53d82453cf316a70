package io.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.token.OpenStatusList.Span;
import io.gatehouse.token.StatusLane.Place;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusLaneTest {
    private static final long NOW_MS = 1_780_000_000_000L;
    private static final long HOUR_MS = 3_600_000;

    private final StatusLane lane = new StatusLane(Span.SHORT);

    private Place take(long nowMs) {
        return Objects.requireNonNull(lane.take(nowMs, nowMs, nowMs + HOUR_MS));
    }

    @Test
    void nothingIsOpenUntilAListIsCommitted() {
        assertThat(lane.take(NOW_MS, NOW_MS, NOW_MS + 1)).isNull();

        Place first = lane.first(NOW_MS);

        assertThat(lane.take(NOW_MS, NOW_MS, NOW_MS + 1)).isNull();
        lane.add(first.list());
        assertThat(take(NOW_MS).list()).isSameAs(first.list());
    }

    @Test
    void entriesAreGivenOnceAlsoToManyAtOnce() {
        Place first = lane.first(NOW_MS);
        lane.add(first.list());
        Set<Integer> indexes = ConcurrentHashMap.newKeySet();
        indexes.add(first.index());

        IntStream.range(0, 30_000)
                .parallel()
                .forEach(i -> assertThat(indexes.add(take(NOW_MS).index())).isTrue());

        assertThat(indexes).allMatch(index -> index >= 0 && index < OpenStatusList.SIZE);
    }

    @Test
    void entriesTellNothingOfOrder() {
        Place first = lane.first(NOW_MS);
        lane.add(first.list());
        List<Integer> indexes =
                IntStream.range(0, 1_000).mapToObj(i -> take(NOW_MS).index()).toList();

        long rises = IntStream.range(1, indexes.size())
                .filter(i -> indexes.get(i) > indexes.get(i - 1))
                .count();
        assertThat(rises).isBetween(400L, 600L);
        assertThat(Collections.max(indexes)).isGreaterThan(OpenStatusList.SIZE * 9 / 10);
        assertThat(Collections.min(indexes)).isLessThan(OpenStatusList.SIZE / 10);
    }

    @Test
    void listIsGivenOutHalfAndTheNextIsOpenedByOneCallerBeforeThat() {
        lane.add(lane.first(NOW_MS).list());
        Set<Long> numbers = new HashSet<>();
        int opened = 0;
        for (int i = 0; i < 100_000; i++) {
            Place place = lane.take(NOW_MS, NOW_MS, NOW_MS + HOUR_MS);
            if (place == null) {
                opened++;
                assertThat(lane.take(NOW_MS, NOW_MS, NOW_MS + HOUR_MS)).isNotNull();
                place = lane.first(NOW_MS);
                lane.add(place.list());
            }
            numbers.add(place.list().number());
        }

        // The first list gives out 65,535 entries after its first; the second goes on past its own half.
        assertThat(opened).isEqualTo(1);
        assertThat(numbers).hasSize(2);
    }

    @Test
    void openingThatFailedIsTriedAgainAfterAWhile() {
        OpenStatusList list = lane.first(NOW_MS).list();
        lane.add(list);
        IntStream.range(1, OpenStatusList.MAX_TAKEN / 2).forEach(i -> take(NOW_MS));

        assertThat(lane.take(NOW_MS, NOW_MS, NOW_MS)).isNull();
        assertThat(lane.take(NOW_MS, NOW_MS + 1, NOW_MS)).isNotNull();
        assertThat(lane.take(NOW_MS, NOW_MS + StatusLane.OPENING_MS, NOW_MS)).isNull();
    }

    @Test
    void listTakesNoTokenThatOutlivesIt() {
        OpenStatusList list = lane.first(NOW_MS).list();
        lane.add(list);
        long lastMs = NOW_MS + HOUR_MS - 1;

        assertThat(list.takes(lastMs, lastMs + HOUR_MS)).isTrue();
        assertThat(list.takes(NOW_MS + HOUR_MS, NOW_MS + HOUR_MS)).isFalse();
        assertThat(list.takes(NOW_MS, NOW_MS + 2 * HOUR_MS + 1)).isFalse();
        assertThat(list.endsAtMs()).isEqualTo(NOW_MS + 2 * HOUR_MS + OpenStatusList.MARGIN_MS);
        assertThat(lane.take(NOW_MS + HOUR_MS, 0, NOW_MS + HOUR_MS)).isNull();
    }

    @Test
    void longTokensHaveListsOfTheirOwn() {
        assertThat(Span.of(HOUR_MS)).isEqualTo(Span.SHORT);
        assertThat(Span.of(HOUR_MS + 1)).isEqualTo(Span.LONG);
        assertThat(new OpenStatusList(Span.LONG, NOW_MS).takes(NOW_MS, NOW_MS + 24 * HOUR_MS))
                .isTrue();
    }

    @Test
    void numberIsReadFromAnAddressInOneSpellingOnly() {
        assertThat(StatusLists.numberIn("https://a/status-lists/9007199254740991"))
                .hasValue(OpenStatusList.MAX_NUMBER);
        assertThat(StatusLists.numberIn("0")).hasValue(0);
        for (String bad : List.of("", "01", "-1", "+1", "9007199254740992", "99999999999999999", "1 ", "x", "١")) {
            assertThat(StatusLists.numberIn(bad)).isEmpty();
        }
    }
}
