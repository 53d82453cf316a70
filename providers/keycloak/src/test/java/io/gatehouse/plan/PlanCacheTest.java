package io.gatehouse.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long a node goes on with a plan that another one has changed. */
class PlanCacheTest {
    private final AtomicLong nowMs = new AtomicLong(1_000_000);
    private final PlanCache plans = new PlanCache(nowMs::get);

    @Test
    void changeThatThisNodeWasNotToldOfIsKnownAfterThirtySeconds() throws SQLException {
        try (PlanRealm realm = new PlanRealm()) {
            assertThat(plans.covering(realm.scope, null).tier()).isEqualTo("unlimited");
            realm.assign("small");

            nowMs.addAndGet(29_999);
            assertThat(plans.covering(realm.scope, null).tier()).isEqualTo("unlimited");
            nowMs.addAndGet(1);

            assertThat(plans.covering(realm.scope, null).tier()).isEqualTo("small");
        }
    }
}
