package io.gatehouse.eligibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.platform.GatehouseException;
import org.junit.jupiter.api.Test;

class RevocationStateTest {
    private static final long NOW_MS = 1_000_000;

    private final RevocationState state = new RevocationState(3);

    @Test
    void stateThatWasNeverLoadedCallsNothingValid() {
        assertThatThrownBy(() -> state.requireFresh(NOW_MS))
                .isInstanceOfSatisfying(
                        GatehouseException.class, e -> assertThat(e.status()).isEqualTo(503));
    }

    @Test
    void stateIsFreshForThirtySecondsAndNotLonger() {
        state.caughtUp(NOW_MS);

        assertThatCode(() -> state.requireFresh(NOW_MS + RevocationState.MAX_STALENESS_MS))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> state.requireFresh(NOW_MS + RevocationState.MAX_STALENESS_MS + 1))
                .isInstanceOf(GatehouseException.class);
    }

    @Test
    void tokenIsRevokedInItsOwnRealmAlone() {
        state.apply(Revocation.forEver("a", RevocationKind.TOKEN, "gh-1", NOW_MS));

        assertThat(state.isRevoked("a", RevocationKind.TOKEN, "gh-1", 1)).isTrue();
        assertThat(state.isRevoked("b", RevocationKind.TOKEN, "gh-1", 1)).isFalse();
        assertThat(state.isRevoked("a", RevocationKind.KEY, "gh-1", 1)).isFalse();
    }

    @Test
    void notBeforeIncludesItsOwnMillisecond() {
        state.apply(new Revocation("a", RevocationKind.AGENT, "x", 500, NOW_MS));

        assertThat(state.isRevoked("a", RevocationKind.AGENT, "x", 500)).isTrue();
        assertThat(state.isRevoked("a", RevocationKind.AGENT, "x", 501)).isFalse();
    }

    @Test
    void olderNoticeThatComesLateTakesNothingBack() {
        state.apply(new Revocation("a", RevocationKind.AGENT, "x", 500, NOW_MS));
        state.apply(new Revocation("a", RevocationKind.AGENT, "x", 400, NOW_MS));

        assertThat(state.isRevoked("a", RevocationKind.AGENT, "x", 450)).isTrue();
    }

    @Test
    void expiredRevocationsAreForgottenAndOthersKept() {
        state.apply(Revocation.forEver("a", RevocationKind.TOKEN, "old", 10));
        state.apply(Revocation.forEver("a", RevocationKind.TOKEN, "new", 30));

        state.forgetExpired(20);

        assertThat(state.isRevoked("a", RevocationKind.TOKEN, "old", 1)).isFalse();
        assertThat(state.isRevoked("a", RevocationKind.TOKEN, "new", 1)).isTrue();
    }

    @Test
    void overflowIsAdmittedSoThatTheDatabaseIsAsked() {
        for (int i = 0; i < 3; i++) {
            state.apply(Revocation.forEver("a", RevocationKind.TOKEN, "t" + i, NOW_MS));
        }
        assertThat(state.isComplete()).isTrue();

        state.apply(Revocation.forEver("a", RevocationKind.TOKEN, "t3", NOW_MS));

        assertThat(state.isComplete()).isFalse();
    }

    @Test
    void noticeComesBackAsItWent() {
        Revocation revocation = new Revocation("a", RevocationKind.AGENT, "agent_0123456789ab", 5, 6);

        assertThat(Revocation.ofNotice(revocation.toNotice())).isEqualTo(revocation);
    }

    @Test
    void changesAreCountedForEachRealmAndRepeatsAreNone() {
        state.apply(Revocation.forEver("a", RevocationKind.TOKEN, "gh-1", NOW_MS));
        state.apply(Revocation.forEver("a", RevocationKind.TOKEN, "gh-1", NOW_MS));
        state.apply(new Revocation("a", RevocationKind.AGENT, "x", 400, NOW_MS));
        state.apply(new Revocation("a", RevocationKind.AGENT, "x", 500, NOW_MS));
        state.apply(new Revocation("a", RevocationKind.AGENT, "x", 400, NOW_MS));

        assertThat(state.changes("a")).isEqualTo(3);
        assertThat(state.changes("b")).isZero();
    }

    @Test
    void whatMemoryCannotHoldIsAChangeEachTime() {
        for (int i = 0; i < 3; i++) {
            state.apply(Revocation.forEver("a", RevocationKind.TOKEN, "gh-" + i, NOW_MS));
        }
        state.apply(Revocation.forEver("a", RevocationKind.TOKEN, "one more", NOW_MS));
        state.apply(Revocation.forEver("a", RevocationKind.TOKEN, "one more", NOW_MS));

        assertThat(state.changes("a")).isEqualTo(5);
    }
}
