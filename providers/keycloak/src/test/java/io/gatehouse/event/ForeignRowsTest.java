package io.gatehouse.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ForeignRowsTest {
    @Test
    void nothingInTheWayIsTheUsualCase() {
        assertThat(ForeignRows.from(7, List.of())).isEqualTo(ForeignRows.NONE);
    }

    @Test
    void rowsThatFollowEachOtherArePassedTogether() {
        assertThat(ForeignRows.from(7, List.of(7L, 8L))).isEqualTo(new ForeignRows(2, Long.MAX_VALUE));
    }

    @Test
    void rowFurtherAheadLeavesThePlacesBeforeIt() {
        assertThat(ForeignRows.from(7, List.of(9L, 10L))).isEqualTo(new ForeignRows(0, 2));
        assertThat(ForeignRows.from(7, List.of(7L, 10L))).isEqualTo(new ForeignRows(1, 2));
    }

    @Test
    void rowsWithoutAnEndInSightAreNotPassed() {
        List<Long> most = LongStream.range(0, ForeignRows.MAX_LOOKED_AT).boxed().toList();

        assertThat(ForeignRows.from(0, most.subList(1, most.size())).free()).isEqualTo(1);
        assertThatThrownBy(() -> ForeignRows.from(0, most))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("written by hand");
    }
}
