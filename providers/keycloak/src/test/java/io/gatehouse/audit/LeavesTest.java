package io.gatehouse.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.audit.Hash;
import io.gatehouse.event.SequencedEvent;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeavesTest {
    @Test
    void leafHoldsWhatTheEventHolds() {
        String leaf = leaf(Map.of("ttl_seconds", 300));

        assertThat(leaf)
                .startsWith("{\"actor\":{\"id\":\"u-1\",\"type\":\"user\"}")
                .contains("\"data\":{\"ttl_seconds\":300}", "\"seq\":7", "\"personal\":{\"ip\":\"c\"}");
    }

    /** Otherwise one such event would hold up its realm's log for ever. */
    @Test
    void dataWithoutACanonicalFormStandAsText() {
        assertThat(leaf(Map.of("name", "half \ud800 pair"))).contains("\"data\":{\"data_text\":\"{\\\"name\\\":");
        assertThat(leaf(Map.of("number", new BigDecimal("1e400")))).contains("\"data_text\"");
    }

    private static String leaf(Map<String, Object> data) {
        SequencedEvent event = new SequencedEvent(
                "e-1",
                "r-1",
                7,
                "agent.created",
                0,
                "user",
                "u-1",
                null,
                null,
                null,
                "agent",
                "a-1",
                null,
                null,
                null,
                "bearer",
                "q-1",
                null,
                data,
                Map.of("ip", "c"));
        return new String(Leaves.bytes(event, Hash.NONE), UTF_8);
    }
}
