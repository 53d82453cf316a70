package io.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.platform.Owner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeySuccessionTest {
    private static final long ROTATED_AT_MS = Keys.CREATED_AT_MS + 1_000_000;
    private static final long LATER_MS = ROTATED_AT_MS + KeyUsage.FLUSH_INTERVAL_MS;

    @Test
    void oldKeyThatWasNotUsedSinceIsSafeOnceTheNewOneIsInUse() {
        assertThat(rotated(null, ROTATED_AT_MS + 1).isSafeToRevoke(LATER_MS)).isTrue();
        assertThat(rotated(ROTATED_AT_MS - 1, ROTATED_AT_MS + 1).isSafeToRevoke(LATER_MS))
                .isTrue();
    }

    @Test
    void nothingIsSafeBeforeEveryNodeCouldWriteDownItsUses() {
        assertThat(rotated(null, ROTATED_AT_MS + 1).isSafeToRevoke(LATER_MS - 1))
                .isFalse();
    }

    @Test
    void nothingIsSafeBeforeTheNewKeyIsInUse() {
        assertThat(rotated(null, null).isSafeToRevoke(LATER_MS + 10 * KeySuccession.QUIET_MS))
                .isFalse();
    }

    @Test
    void oldKeyThatWasUsedSinceIsSafeAfterAnHour() {
        long usedAtMs = ROTATED_AT_MS;
        assertThat(rotated(usedAtMs, ROTATED_AT_MS + 1).isSafeToRevoke(usedAtMs + KeySuccession.QUIET_MS - 1))
                .isFalse();
        assertThat(rotated(usedAtMs, ROTATED_AT_MS + 1).isSafeToRevoke(usedAtMs + KeySuccession.QUIET_MS))
                .isTrue();
    }

    @Test
    void keyThatHasEndedIsSafe() {
        KeySuccession used = rotated(ROTATED_AT_MS + 5, null);
        assertThat(used.isSafeToRevoke(used.old().expiresAtMs() - 1)).isFalse();
        assertThat(used.isSafeToRevoke(used.old().expiresAtMs())).isTrue();
    }

    private static KeySuccession rotated(@Nullable Long oldUsedAtMs, @Nullable Long newUsedAtMs) {
        ApiKeyEntity row = Keys.row(Owner.user(Keys.USER), null, ROTATED_AT_MS + 90 * 86_400_000L, "a");
        ApiKeyEntity successor =
                row.successor("id-2", Keys.text(2), Keys.peppers().digest("x"), "admin-1", ROTATED_AT_MS);
        row.replaceBy("id-2", ROTATED_AT_MS + 86_400_000, null, ROTATED_AT_MS);
        return new KeySuccession(usedAt(row.toKey(), oldUsedAtMs), usedAt(successor.toKey(), newUsedAtMs));
    }

    private static ApiKey usedAt(ApiKey key, @Nullable Long atMs) {
        return Keys.with(key, key.id(), new ApiKey.Use(atMs == null ? 0 : 1, atMs));
    }
}
