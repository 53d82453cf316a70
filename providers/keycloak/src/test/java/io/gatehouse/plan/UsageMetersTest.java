package io.gatehouse.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.plan.PlanLimit;
import io.gatehouse.plan.PlanRealm.Fault;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of counted use when it cannot be written down: nobody is ever billed twice. */
class UsageMetersTest {
    private final UsageMeters meters = new UsageMeters(new PlanCache());
    private PlanRealm realm;

    @BeforeEach
    void open() throws SQLException {
        realm = new PlanRealm();
    }

    @AfterEach
    void close() throws SQLException {
        realm.close();
    }

    @Test
    void flushThatFailsBeforeTheCommitIsWrittenWithTheNext() throws SQLException {
        use(3);
        flush(Fault.BEFORE_THE_COMMIT);
        assertThat(realm.written()).isZero();

        use(1);
        flush(Fault.NONE);

        assertThat(realm.written()).isEqualTo(4);
        assertThat(used()).isEqualTo(4);
        flush(Fault.NONE);
        assertThat(realm.written()).isEqualTo(4);
    }

    /** Lost use is lost to the provider; what was written, though nobody heard of it, is known with the next flush. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"COMMIT_DONE_BUT_NOT_TOLD", "COMMIT_LOST"})
    void flushWhoseCommitFailsIsNotWrittenAgain(Fault fault) throws SQLException {
        use(3);
        flush(fault);
        long left = fault == Fault.COMMIT_LOST ? 0 : 3;
        assertThat(realm.written()).isEqualTo(left);

        use(1);
        flush(Fault.NONE);

        assertThat(realm.written()).isEqualTo(left + 1);
        assertThat(used()).isEqualTo(left + 1);
    }

    private void use(int times) {
        for (int i = 0; i < times; i++) {
            Objects.requireNonNull(meters.take(realm.scope, HeldPlan.NONE, PlanLimit.VERIFICATIONS_PER_MONTH))
                    .count();
        }
    }

    private void flush(Fault fault) {
        realm.fault = fault;
        meters.flush(realm.scope.ports());
        realm.fault = Fault.NONE;
    }

    private long used() {
        return meters.used(realm.scope, Holder.REALM, PlanLimit.VERIFICATIONS_PER_MONTH);
    }
}
