package io.gatehouse.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryNoticesTest {
    private static final long BEGAN_MS = 1_700_000_000_000L;
    private static final long DAY_MS = ExpiryNotices.DAY_MS;

    @Test
    void longLivedKeyIsToldOf14And7And1DaysAhead() {
        assertThat(moments(30)).containsExactly(16L, 23L, 29L);
    }

    @ParameterizedTest
    @CsvSource({"14, 2", "15, 3", "8, 2", "7, 1", "2, 1", "1, 0"})
    void keyThatLivesNoLongerThanANoticeIsAheadDoesNotGetIt(int lifetimeDays, int notices) {
        assertThat(moments(lifetimeDays)).hasSize(notices);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "15, 0", "16, 14", "22, 14", "23, 7", "28, 7", "29, 1", "30, 0", "31, 0"})
    void lastNoticeWhoseTimeHasComeCounts(int day, int daysAhead) {
        assertThat(ExpiryNotices.dueAt(BEGAN_MS + day * DAY_MS, BEGAN_MS, BEGAN_MS + 30 * DAY_MS)
                        .orElse(0))
                .isEqualTo(daysAhead);
    }

    @Test
    void noticeComesAtItsMillisecondAndNotBefore() {
        long endMs = BEGAN_MS + 30 * DAY_MS;
        long atMs = endMs - 7 * DAY_MS;
        assertThat(ExpiryNotices.dueAt(atMs - 1, BEGAN_MS, endMs)).hasValue(14);
        assertThat(ExpiryNotices.dueAt(atMs, BEGAN_MS, endMs)).hasValue(7);
        assertThat(ExpiryNotices.dueAt(endMs - 1, BEGAN_MS, endMs)).hasValue(1);
        assertThat(ExpiryNotices.nextAfter(atMs - 1, endMs)).hasValue(atMs);
        assertThat(ExpiryNotices.nextAfter(atMs, endMs)).hasValue(endMs - DAY_MS);
    }

    @Test
    void noticeOfBeforeTheBeginningIsNotTold() {
        long endMs = BEGAN_MS + 10 * DAY_MS;
        assertThat(ExpiryNotices.dueAt(BEGAN_MS + 1, BEGAN_MS, endMs)).isEmpty();
        assertThat(ExpiryNotices.dueAt(BEGAN_MS + 3 * DAY_MS, BEGAN_MS, endMs)).hasValue(7);
        assertThat(ExpiryNotices.dueAt(BEGAN_MS + 3 * DAY_MS, BEGAN_MS + 3 * DAY_MS, endMs))
                .isEmpty();
    }

    @Property
    void whoLooksAtEachMomentTellsEachNoticeOnce(@ForAll @LongRange(min = 1, max = 40 * 86_400_000L) long lifetimeMs) {
        long endMs = BEGAN_MS + lifetimeMs;
        List<Integer> told = new ArrayList<>();
        long atMs = BEGAN_MS;
        for (var next = ExpiryNotices.nextAfter(atMs, endMs);
                next.isPresent();
                next = ExpiryNotices.nextAfter(atMs, endMs)) {
            atMs = next.getAsLong();
            told.add(ExpiryNotices.dueAt(atMs, BEGAN_MS, endMs).orElseThrow());
        }
        assertThat(told).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> b - a);
        assertThat(told)
                .containsExactlyElementsOf(ExpiryNotices.DAYS_AHEAD.stream()
                        .filter(days -> days * DAY_MS < lifetimeMs)
                        .toList());
    }

    /** The days after the beginning on which something is told of a key that lives so long. */
    private static List<Long> moments(int lifetimeDays) {
        List<Long> days = new ArrayList<>();
        long endMs = BEGAN_MS + lifetimeDays * DAY_MS;
        long atMs = BEGAN_MS;
        while (ExpiryNotices.nextAfter(atMs, endMs).isPresent()) {
            atMs = ExpiryNotices.nextAfter(atMs, endMs).getAsLong();
            days.add((atMs - BEGAN_MS) / DAY_MS);
        }
        return days;
    }
}
