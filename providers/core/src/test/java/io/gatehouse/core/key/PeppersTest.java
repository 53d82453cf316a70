package io.gatehouse.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeppersTest {

    private static final Peppers RING = new Peppers("new", Map.of("new", pepper(1), "old", pepper(2)));

    @Property(tries = 200)
    void digestMatchesItsOwnTextOnly(
            @ForAll @StringLength(max = 8) String text, @ForAll @StringLength(max = 8) String other) {
        Digest digest = RING.digest(text);

        assertThat(RING.matches(digest, text)).isTrue();
        assertThat(RING.matches(digest, other)).isEqualTo(text.equals(other));
    }

    @Test
    void newDigestsUseTheActivePepper() {
        assertThat(RING.digest("key")).isEqualTo(new Digest("new", KeyDigest.hmacSha256(pepper(1), "key")));
        assertThat(RING.isOutdated(RING.digest("key"))).isFalse();
    }

    @Test
    void digestsOfAnOlderPepperStillMatch() {
        Digest older = new Peppers("old", Map.of("old", pepper(2))).digest("key");

        assertThat(RING.matches(older, "key")).isTrue();
        assertThat(RING.isOutdated(older)).isTrue();
    }

    @Test
    void digestOfAPepperThatLeftTheRingMatchesNothing() {
        Digest orphan = new Digest("gone", KeyDigest.hmacSha256(pepper(1), "key"));

        assertThat(RING.matches(orphan, "key")).isFalse();
    }

    @Test
    void idAloneDoesNotMakeADigestMatch() {
        Digest swapped = new Digest("old", RING.digest("key").value());

        assertThat(RING.matches(swapped, "key")).isFalse();
    }

    @Test
    void changingTheBytesOutsideDoesNotChangeTheRing() {
        byte[] bytes = pepper(1);
        Map<String, byte[]> source = new HashMap<>(Map.of("new", bytes));
        Peppers ring = new Peppers("new", source);
        Digest before = ring.digest("key");

        Arrays.fill(bytes, (byte) 9);
        source.clear();
        Arrays.fill(Objects.requireNonNull(ring.byId().get("new")), (byte) 9);

        assertThat(ring.digest("key")).isEqualTo(before);
    }

    @Test
    void printsIdsButNoPepper() {
        assertThat(RING).hasToString("Peppers[activeId=new, ids=[new, old], redacted]");
    }

    @Test
    void ringHoldsOneToEightPeppers() {
        assertThat(ringOf(Peppers.MAX_PEPPERS).byId()).hasSize(8);
        assertThatIllegalArgumentException().isThrownBy(() -> ringOf(Peppers.MAX_PEPPERS + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Peppers("0", Map.of()));
    }

    @Test
    void activePepperIsInTheRing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Peppers("gone", Map.of("new", pepper(1))))
                .withMessage("the active pepper \"gone\" is not in the ring");
    }

    @Test
    void pepperHasAtLeastThirtyTwoBytes() {
        assertThat(new Peppers("a", Map.of("a", new byte[32])).activeId()).isEqualTo("a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Peppers("a", Map.of("a", new byte[31])))
                .withMessage("pepper \"a\" must have at least 32 bytes, got 31");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Peppers.MAX_ID_LENGTH + 1})
    void pepperIdsAreBounded(int length) {
        String id = "i".repeat(length);

        assertThatIllegalArgumentException().isThrownBy(() -> new Peppers(id, Map.of(id, pepper(1))));
    }

    @Test
    void longestPepperIdIsAccepted() {
        String id = "i".repeat(Peppers.MAX_ID_LENGTH);

        assertThat(new Peppers(id, Map.of(id, pepper(1))).digest("key").pepperId())
                .isEqualTo(id);
    }

    private static Peppers ringOf(int count) {
        Map<String, byte[]> peppers = new HashMap<>();
        for (int i = 0; i < count; i++) {
            peppers.put(String.valueOf(i), pepper(i));
        }
        return new Peppers("0", peppers);
    }

    private static byte[] pepper(int fill) {
        byte[] pepper = new byte[Peppers.MIN_PEPPER_BYTES];
        Arrays.fill(pepper, (byte) fill);
        return pepper;
    }
}
