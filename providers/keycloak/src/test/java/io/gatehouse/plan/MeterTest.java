package io.gatehouse.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a meter never does: count something twice, or more than was used. */
class MeterTest {
    private final Meter meter = new Meter();

    @Test
    void limitIsHeldAgainstWhatIsKnown() {
        meter.settle(8, 0);

        assertThat(meter.take(10L)).isEqualTo(Meter.Outcome.TAKEN);
        assertThat(meter.take(10L)).isEqualTo(Meter.Outcome.TAKEN);
        assertThat(meter.take(10L)).isEqualTo(Meter.Outcome.FULL);
        assertThat(meter.take(null)).isEqualTo(Meter.Outcome.TAKEN);
    }

    @Test
    void whatDidNotHappenIsNeverWritten() {
        assertThat(meter.take(1L)).isEqualTo(Meter.Outcome.TAKEN);
        meter.giveBack();

        assertThat(meter.drain(1)).isZero();
        assertThat(meter.take(1L)).isEqualTo(Meter.Outcome.TAKEN);
    }

    @Test
    void flushAddsWhatOtherNodesUsed() {
        count(3, 7);

        long written = meter.drain(7);
        assertThat(written).isEqualTo(3);
        count(1, 7);
        meter.settle(10, written);

        assertThat(meter.used()).isEqualTo(11);
        assertThat(meter.drain(7)).isEqualTo(1);
    }

    @Test
    void failedFlushLosesNothingAndAnUncertainOneIsNotWrittenAgain() {
        count(3, 7);
        meter.restore(7, meter.drain(7));
        long drained = meter.drain(7);
        assertThat(drained).isEqualTo(3);

        meter.drop(drained);

        assertThat(meter.drain(7)).isZero();
        meter.settle(3, 0);
        assertThat(meter.used()).isEqualTo(3);
    }

    @Test
    void idleMeterIsRetiredAndNobodyTakesFromIt() {
        count(1, 7);
        meter.settle(1, meter.drain(7));
        assertThat(meter.retire(1)).isFalse();
        meter.settle(1, 0);

        assertThat(meter.retire(1)).isTrue();

        assertThat(meter.take(null)).isEqualTo(Meter.Outcome.RETIRED);
    }

    @Test
    void meterWithSomethingUnderWayIsNotRetired() {
        meter.settle(0, 0);
        assertThat(meter.take(null)).isEqualTo(Meter.Outcome.TAKEN);

        assertThat(meter.retire(1)).isFalse();
    }

    @Test
    void manyAtOnceTakeNoMoreThanThereIs() {
        Stream<CompletableFuture<Long>> callers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> IntStream.range(0, 1_000)
                        .filter(j -> meter.take(5_000L) == Meter.Outcome.TAKEN)
                        .count()));

        assertThat(callers.toList().stream().mapToLong(CompletableFuture::join).sum())
                .isEqualTo(5_000);
    }

    private void count(int times, int day) {
        for (int i = 0; i < times; i++) {
            assertThat(meter.take(null)).isEqualTo(Meter.Outcome.TAKEN);
            meter.count(day);
        }
    }
}
