package io.gatehouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettleQueueTest {
    private final SettleQueue<String> queue = new SettleQueue<>();

    @Test
    void batchHoldsTheFirstAndNoMoreThanAsked() throws InterruptedException {
        List.of("a", "b", "c").forEach(queue::add);

        assertThat(queue.take(2, 0)).containsExactly("a", "b");
        assertThat(queue.take(2, 0)).containsExactly("c");
        assertThat(queue.take(2, 0)).isEmpty();
    }

    @Test
    void batchThatFailedComesBeforeWhatCameMeanwhile() throws InterruptedException {
        queue.add("result");
        List<String> failed = queue.take(2, 0);
        queue.add("end of its lane");

        queue.putBack(failed);

        assertThat(queue.take(2, 0)).containsExactly("result");
        assertThat(queue.take(2, 0)).containsExactly("end of its lane");
    }
}
