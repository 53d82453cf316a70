package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.approval.Eligible;
import io.gatehouse.platform.Owner;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormerOwnersTest {
    private static final long NOW = 1_800_000_000_000L;

    @Test
    void usersThatLeaveAreKeptForThirtyDays() {
        Map<String, Object> first = FormerOwners.after(null, Owner.user("a"), NOW);
        Map<String, Object> second = FormerOwners.after(first, Owner.user("b"), NOW + 1);
        Map<String, Object> late = FormerOwners.after(second, Owner.user("c"), NOW + Eligible.FORMER_OWNER_MS);

        assertThat(FormerOwners.read(second)).isEqualTo(Map.of("a", NOW, "b", NOW + 1));
        assertThat(FormerOwners.read(late)).containsOnlyKeys("b", "c");
    }

    @Test
    void otherOwnersAreNotKept() {
        assertThat(FormerOwners.after(null, Owner.group("g"), NOW)).isEmpty();
        assertThat(FormerOwners.read(null)).isEmpty();
    }

    @Test
    void thereAreNeverTooMany() {
        Map<String, Object> owners = new HashMap<>();
        for (int i = 0; i <= FormerOwners.MAX; i++) {
            owners = FormerOwners.after(owners, Owner.user("u" + i), NOW + i);
        }

        assertThat(owners).hasSize(FormerOwners.MAX).doesNotContainKey("u0").containsKey("u1");
    }
}
